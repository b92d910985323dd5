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
      let digest = try Digest(Fingerprint.sha256(payload))
      let event = ProposedEvent(
        type: LogCreated.type,
        id: EventID(prefixOf: Fingerprint.sha256(commandID.bytes + [0, 0, 0, 0])),
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
