#!/usr/bin/env python3
"""Checks exported logs as an auditor would who has Schemas/log-format.md and none of our code.

    verify_export.py [--head SIZE:ROOT] FILE...

For each file it prints "whole SIZE ROOT", the root in hexadecimal, or "refused: " and why. It exits 1
where a file was refused. With --head its first SIZE records must be those of a root that was published.
"""

import hashlib
import sys

HEADER = b"CONCORD-LOG\x00\x00\x00\x00\x01"
LONGEST_RECORD = 65535
LARGEST_APPEND = 4096
NAMED = (1, 3, 4, 5, 6, 21)
YEARS = (-62135596800000000, 253402300800000000)


class Refused(Exception):
    pass


def require(condition, reason):
    if not condition:
        raise Refused(reason)


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def root(leaves):
    """The head of a tree as RFC 6962, section 2.1, defines it."""
    if not leaves:
        return sha256()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01", root(leaves[:split]), root(leaves[split:]))


def varint(data, at):
    value = shift = 0
    while True:
        require(at < len(data) and shift < 64, "a varint doesn't end")
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at


def fields(message):
    """The fields of a protobuf message as (number, wire type, content), in their order."""
    at = 0
    while at < len(message):
        tag, at = varint(message, at)
        number, wire = tag >> 3, tag & 7
        if wire == 0:
            value, at = varint(message, at)
            yield number, wire, value
            continue
        if wire == 2:
            length, at = varint(message, at)
        else:
            require(wire in (1, 5), "field %d has wire type %d" % (number, wire))
            length = 8 if wire == 1 else 4
        require(at + length <= len(message), "field %d is cut short" % number)
        yield number, wire, message[at : at + length]
        at += length


class Record:
    """What the rules name of a record."""

    def __init__(self, data):
        require(data[:1] == b"\x0a", "it doesn't begin with its type")
        require(len(data) > 32, "it is shorter than what the writer puts")
        tail = data[-32:]
        tags = tail[0:2] + tail[6:8] + tail[12:14] + tail[22:24]
        require(tags == b"\xe5\x7f\xed\x7f\xf1\x7f\xf9\x7f", "it doesn't end as the writer ends it")
        self.index = int.from_bytes(tail[2:6], "little")
        self.count = int.from_bytes(tail[8:12], "little")
        self.revision = int.from_bytes(tail[14:22], "little")
        self.recorded_at = int.from_bytes(tail[24:32], "little", signed=True)
        found, last = {}, 0
        for number, wire, content in fields(data):
            require(number not in NAMED or wire == 2, "field %d has wire type %d" % (number, wire))
            require(number >= last, "its fields are not in the order of their numbers")
            found.setdefault(number, []).append(content)
            last = number
        for number, length in ((1, None), (3, None), (4, 16), (5, 16), (6, 32)):
            values = found.get(number, [])
            require(len(values) == 1, "it has field %d %d times" % (number, len(values)))
            require(length in (None, len(values[0])), "field %d has another length" % number)
        (self.type,), (self.stream,) = found[1], found[3]
        (self.event_id,), (self.command_id,), (self.digest,) = found[4], found[5], found[6]
        require(len(found.get(21, [])) <= 1, "it has field 21 more than once")
        self.payload = b"".join(found.get(21, []))


def check_first(record):
    """Position 0: what the log is."""
    require((record.type, record.stream) == (b"log.created", b"log-self"), "it is no log.created")
    require((record.index, record.count, record.revision) == (0, 1, 0), "it is no append of one")
    created = {number: content for number, _, content in fields(record.payload)}
    require(created.get(1) == record.command_id, "its command is not the log's id")
    require(created.get(5) == 1, "the log has another format")
    require(record.digest == sha256(record.payload), "its digest is not its payload's")
    require(
        record.event_id == sha256(record.command_id, bytes(4))[:16], "its event id is another")


class Rules:
    """The rules over records, in order of position."""

    def __init__(self):
        self.revisions = {}
        self.commands = set()
        self.append = None
        self.recorded_at = YEARS[0]

    def take(self, record):
        append = self.append
        if append is None:
            require(record.index == 0, "its append begins in the middle")
            require(1 <= record.count <= LARGEST_APPEND, "its append has %d events" % record.count)
            require(record.command_id not in self.commands, "its command was recorded before")
            self.commands.add(record.command_id)
            append = self.append = {"first": record, "next": 0, "streams": []}
        first = append["first"]
        require(record.index == append["next"], "it doesn't continue its append")
        for name in ("command_id", "digest", "count", "recorded_at"):
            require(getattr(record, name) == getattr(first, name), "its append has two of: " + name)
        streams = append["streams"]
        if not streams or streams[-1] != record.stream:
            require(record.stream not in streams, "its append has a stream's records apart")
            streams.append(record.stream)
        append["next"] += 1
        if append["next"] == record.count:
            self.append = None
        require(record.recorded_at >= self.recorded_at, "it was recorded before the one before it")
        require(record.recorded_at < YEARS[1], "it was recorded in no year from 1 to 9999")
        self.recorded_at = record.recorded_at
        expected = self.revisions.get(record.stream, 0)
        require(record.revision == expected, "its revision is not %d" % expected)
        self.revisions[record.stream] = expected + 1


def verify(file):
    """The hashes of an export's records, and the root over them."""

    def read(count):
        data = file.read(count)
        require(len(data) == count, "it ends in the middle")
        return data

    require(read(len(HEADER)) == HEADER, "it doesn't begin as an export of format 1")
    leaves, rules = [], Rules()
    while True:
        length = int.from_bytes(read(4), "big")
        if length == 0:
            break
        require(length <= LONGEST_RECORD, "a record is %d bytes long" % length)
        data = read(length)
        try:
            record = Record(data)
            if not leaves:
                check_first(record)
            rules.take(record)
        except Refused as reason:
            raise Refused("position %d: %s" % (len(leaves), reason)) from None
        leaves.append(sha256(b"\x00", data))
    require(leaves, "it has no records")
    require(rules.append is None, "its last append is not whole")
    size, stated = int.from_bytes(read(8), "big"), read(32)
    require(file.read(1) == b"", "something follows its end")
    require(size == len(leaves), "it states %d records and has %d" % (size, len(leaves)))
    require(stated == root(leaves), "its records don't lead to the root it states")
    return leaves, stated


def main(arguments):
    head = None
    if arguments[:1] == ["--head"]:
        size, _, stated = arguments[1].partition(":")
        head, arguments = (int(size), bytes.fromhex(stated)), arguments[2:]
    code = 0
    for path in arguments:
        try:
            with open(path, "rb") as file:
                leaves, stated = verify(file)
            if head is not None:
                size, published = head
                require(size <= len(leaves), "it is whole, and shorter than what was published")
                require(published == root(leaves[:size]), "it is whole, and not what was published")
            print("whole %d %s" % (len(leaves), stated.hex()))
        except Refused as reason:
            print("refused: %s" % reason)
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
