package import Deciding
package import EventModel

/// An event as far as its payload is decoded: proposed, recorded, in effect, or as a rule sees it.
package protocol EncodedPayload {
  /// Its type.
  var type: EventType { get }
  /// The payload's schema version.
  var schemaVersion: Int { get }
  /// The encoded payload.
  var payload: [UInt8] { get }
}

extension ProposedEvent: EncodedPayload {}
extension DecidedEvent: EncodedPayload {}
extension EffectiveEvent: EncodedPayload {}
extension JudgedFact: EncodedPayload {}

extension PayloadTable {
  /// What an event says, through the upcaster of its version.
  ///
  /// - Throws: ``PayloadError`` as ``decode(_:_:_:)`` does.
  package func decode(_ event: some EncodedPayload) throws(PayloadError) -> Event {
    try decode(event.type, event.schemaVersion, event.payload)
  }
}
