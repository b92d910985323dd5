package import EventModel

/// Position 0 of a log, and what is read from it.
package enum LogCreation {
  /// The number of `Schemas/log-format.md`.
  package static let format = 1

  /// SHA-256 of the descriptors of `event.proto` and what it imports, as `protoc
  /// --include_imports --descriptor_set_out` of version 3.21.12 writes them, its own
  /// `google/protobuf/descriptor.proto` among them.
  package static let descriptorDigest =
    "3bf17bae57ecb25248b9cdc4bbe5acdb0ba5e3f2e19ecc5266b11c9a331c3ad7"

  /// The append that a log begins with.
  ///
  /// - Throws: ``EventLogError/invalidAppend(_:)`` when the origin is too long to be recorded.
  package static func append(
    _ identity: LogIdentity, at time: RecordedTime
  ) throws(EventLogError) -> Append {
    do throws(EventModelError) {
      let payload = try LogCreated(
        logID: identity.id, origin: identity.origin, zone: identity.zone, format: format,
        descriptorDigest: Digest(hex: descriptorDigest)
      ).encoded()
      let commandID = CommandID(high: identity.id.high, low: identity.id.low)
      let digest = Digest(sha256Of: payload)
      let event = ProposedEvent(
        type: LogCreated.type,
        id: EventID(of: commandID, ordinal: 0),
        standing: .decided, actor: Actor(user: "log", role: "log", assurance: .local),
        source: Source(channel: .api),
        occurred: Moment(
          .instant(
            microseconds: time.microseconds, utcOffsetMinutes: identity.zone.utcOffsetMinutes)),
        payload: payload)
      let encoded = try EncodedEvent(
        event, stream: LogCreated.stream, commandID: commandID, commandDigest: digest)
      let entry = Append.Entry(stream: LogCreated.stream, expected: .noStream, events: [encoded])
      return try creation(entry, commandID, digest)
    } catch {
      throw .invalidAppend(error.reason)
    }
  }

  private static func creation(
    _ entry: Append.Entry, _ commandID: CommandID, _ digest: Digest
  ) throws(EventModelError) -> Append {
    do throws(EventLogError) {
      return try Append([entry], commandID: commandID, commandDigest: digest)
    } catch {
      throw EventModelError(.record, error.description)
    }
  }

  /// What is wrong with the record at position 0, by the rules of `Schemas/log-format.md`; `nil` where
  /// nothing is.
  ///
  /// All of it follows from the log's id and the payload, so what somebody else put there shows.
  /// - Throws: `EventModelError` where it is no record, or its payload no `log.created`.
  package static func problem(of record: RawSpan) throws(EventModelError) -> String? {
    let fields = try Envelope(walking: record)
    guard record.copied(fields.type) == Array(LogCreated.type.text.utf8),
      record.copied(fields.stream) == Array(LogCreated.stream.text.utf8)
    else { return "it is not log.created" }
    guard fields.appendIndex == 0, fields.appendCount == 1, fields.revision == .zero else {
      return "it is no append of one"
    }
    let payload = record.copied(fields.payload)
    let created = try LogCreated(decoding: payload)
    let commandID = CommandID(high: created.logID.high, low: created.logID.low)
    guard record.copied(fields.commandID) == commandID.bytes else {
      return "its command is not the log's id"
    }
    guard record.copied(fields.commandDigest) == Digest(sha256Of: payload).bytes else {
      return "its digest is not its payload's"
    }
    guard record.copied(fields.eventID) == EventID(of: commandID, ordinal: 0).bytes else {
      return "its event id is not its command's"
    }
    return created.format == format ? nil : "the log has format \(created.format), not \(format)"
  }

  /// Reads the identity from the record at position 0.
  ///
  /// - Throws: ``EventLogError/corrupt(_:_:)``; the caller says where an unknown format is.
  package static func decode(
    _ record: RawSpan
  ) throws(EventLogError) -> (identity: LogIdentity, format: Int) {
    do throws(EventModelError) {
      let event = try RecordedEvent(decoding: record, at: .zero)
      guard event.event.type == LogCreated.type else {
        throw EventModelError(.record, "it is not log.created")
      }
      let created = try LogCreated(decoding: event.event.payload)
      let identity = LogIdentity(id: created.logID, origin: created.origin, zone: created.zone)
      return (identity, created.format)
    } catch {
      throw .corrupt(.zero, error.reason)
    }
  }
}
