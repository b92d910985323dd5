internal import FoundationEssentials
internal import SwiftProtobuf

/// What stands at position 0 of every log: the payload of `log.created`.
package struct LogCreated: Hashable, Sendable {
  /// The event's type.
  package static let type = EventType("log.created")
  /// The stream it stands in, alone.
  package static let stream = StreamName(recorded: "log-self")

  /// The log's own id.
  package var logID: LogID
  /// The log's name in the world.
  package var origin: String
  /// The zone of its civil times.
  package var zone: LogZone
  /// The number of `Schemas/log-format.md`.
  package var format: Int
  /// SHA-256 of the descriptors that the records are encoded by.
  package var descriptorDigest: Digest

  /// A payload.
  package init(
    logID: LogID, origin: String, zone: LogZone, format: Int, descriptorDigest: Digest
  ) {
    self.logID = logID
    self.origin = origin
    self.zone = zone
    self.format = format
    self.descriptorDigest = descriptorDigest
  }

  /// Decodes a payload.
  ///
  /// - Throws: ``EventModelError`` with code `record` when a field is missing or malformed.
  package init(decoding payload: [UInt8]) throws(EventModelError) {
    let message: PBLogCreated
    do {
      message = try PBLogCreated(serializedBytes: payload)
    } catch {
      throw EventModelError(.record, "log.created can't be decoded: \(error)")
    }
    guard message.hasOrigin, message.hasZone, message.hasZoneOffsetMinutes, message.hasFormat else {
      throw EventModelError(.record, "log.created lacks a field")
    }
    self.init(
      logID: try LogID(message.logID, "log_id"), origin: message.origin,
      zone: LogZone(name: message.zone, utcOffsetMinutes: Int(message.zoneOffsetMinutes)),
      format: Int(message.format), descriptorDigest: try Digest(message.descriptorDigest))
  }

  /// Encodes the payload.
  package func encoded() throws(EventModelError) -> [UInt8] {
    var message = PBLogCreated()
    message.logID = logID.data
    message.origin = origin
    message.zone = zone.name
    message.zoneOffsetMinutes = Int32(zone.utcOffsetMinutes)
    message.format = Int32(format)
    message.descriptorDigest = descriptorDigest.data
    do {
      return try message.serializedBytes()
    } catch {
      throw EventModelError(.record, "log.created can't be encoded: \(error)")
    }
  }
}
