public import Deciding
public import EventModel
public import SwiftProtobuf

/// A message that is the payload of one event type.
///
/// Where two event types share a message, the rarer one wraps it in ``DecidedEvent`` by name. Of a type
/// with several versions the newest message alone conforms: it is what is recorded from then on.
public protocol EventPayload: Message {
  /// The stored name of the type whose payload it is.
  static var eventType: EventType { get }
  /// Which version of the type's payload it is; 1, until its shape changes.
  static var schemaVersion: Int { get }
}

extension EventPayload {
  /// The first.
  public static var schemaVersion: Int { 1 }
}

extension DecidedEvent {
  /// An event with that payload, under the payload's own type.
  public init<Payload: EventPayload>(
    _ payload: Payload, to stream: StreamName, about: [About] = [],
    personal: [ProposedPersonalPart] = [], reviews: [ReviewProposal] = []
  ) {
    self.init(
      Payload.eventType, to: stream, schemaVersion: Payload.schemaVersion,
      payload: encoded(payload), about: about, personal: personal, reviews: reviews)
  }

  /// An event of a type that shares its message with another.
  ///
  /// - Parameter schemaVersion: the newest in the table of the type's aggregate.
  public init(
    _ type: EventType, schemaVersion: Int = 1, _ payload: some Message, to stream: StreamName,
    about: [About] = [], personal: [ProposedPersonalPart] = [], reviews: [ReviewProposal] = []
  ) {
    self.init(
      type, to: stream, schemaVersion: schemaVersion, payload: encoded(payload), about: about,
      personal: personal, reviews: reviews)
  }
}

/// How the stored payloads of one category are decoded: by type, through the newest version.
///
/// A new version of a payload adds an entry with its upcaster; old entries stay for ever. Nobody decodes a
/// payload in another way, but whether a fact is told again is asked of payloads as they are encoded
/// (`ToldAgain.swift`): there the same fact in an older version is another one, so a type that gets a
/// second version has to be compared decoded.
struct PayloadTable<Event: Sendable>: Sendable {
  /// One event type at one schema version.
  struct Entry: Sendable {
    let type: EventType
    let version: Int
    let decode: @Sendable ([UInt8]) throws -> Event
    let json: @Sendable ([UInt8]) throws -> String

    /// The newest version of a message's own type.
    static func of<Payload: EventPayload>(
      _ event: @escaping @Sendable (Payload) -> Event
    ) -> Entry {
      of(Payload.eventType, version: Payload.schemaVersion, event)
    }

    /// A version of a type; `event` is the upcaster where the version is not the newest.
    static func of<Payload: Message>(
      _ type: EventType, version: Int = 1, _ event: @escaping @Sendable (Payload) -> Event
    ) -> Entry {
      Entry(
        type: type, version: version,
        decode: { event(try Payload(serializedBytes: $0)) },
        json: { try jsonText(Payload(serializedBytes: $0)) })
    }
  }

  /// The event types, with the newest schema version of each.
  let eventTypes: [EventType: Int]
  /// Of each type its versions; nearly all have one.
  private let entries: [EventType: [Entry]]

  /// A table of these entries.
  init(_ entries: [Entry]) {
    var types: [EventType: Int] = [:]
    for entry in entries { types[entry.type] = max(entry.version, types[entry.type] ?? 0) }
    self.eventTypes = types
    self.entries = Dictionary(grouping: entries, by: \.type)
  }

  /// Decodes a stored payload.
  ///
  /// - Throws: ``PayloadError`` when the type is unknown, the version newer, or the bytes no message.
  func decode(
    _ type: EventType, _ version: Int, _ payload: [UInt8]
  ) throws(PayloadError) -> Event {
    let entry = try entry(type, version)
    do {
      return try entry.decode(payload)
    } catch {
      throw .malformed(type, reason: "\(error)")
    }
  }

  /// A stored payload as JSON, under the schema's own field names.
  ///
  /// - Throws: ``PayloadError`` as ``decode(_:_:_:)`` does.
  func json(
    _ type: EventType, _ version: Int, _ payload: [UInt8]
  ) throws(PayloadError) -> String {
    let entry = try entry(type, version)
    do {
      return try entry.json(payload)
    } catch {
      throw .malformed(type, reason: "\(error)")
    }
  }

  private func entry(_ type: EventType, _ version: Int) throws(PayloadError) -> Entry {
    guard let versions = entries[type] else { throw .unknownType(type) }
    guard let entry = versions.first(where: { $0.version == version }) else {
      throw .newerVersion(type, version: version, known: eventTypes[type] ?? 0)
    }
    return entry
  }
}

/// A message as JSON, under the schema's own field names, in field order.
func jsonText(_ message: some Message) throws -> String {
  var options = JSONEncodingOptions()
  options.preserveProtoFieldNames = true
  options.useDeterministicOrdering = true
  return try message.jsonString(options: options)
}
