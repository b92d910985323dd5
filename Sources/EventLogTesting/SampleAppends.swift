public import EventLog
public import EventModel
internal import TestSupport

/// Appends of made-up events, for tests and measurements of the log itself.
public enum SampleAppends {
  /// A command id made of a number.
  public static func commandID(_ number: UInt64) -> CommandID {
    CommandID(prefixOf: Digest(sha256Of: "command \(number)").bytes)
  }

  /// A digest made of a text, as of a command's content.
  public static func digest(_ text: String) -> Digest { Digest(sha256Of: text) }

  /// A stream of the category `sample`.
  public static func stream(_ id: some CustomStringConvertible) -> StreamName {
    do {
      return try StreamName(validating: "sample-\(id)")
    } catch {
      preconditionFailure("\(error)")
    }
  }

  /// What an append does to one stream.
  public struct Part: Sendable {
    /// The stream.
    public var stream: StreamName
    /// What it must look like.
    public var expected: ExpectedRevision
    /// The types of its events, in order; none for a condition.
    public var types: [EventType]

    /// A part.
    public init(
      _ stream: StreamName, _ expected: ExpectedRevision = .any, _ types: [EventType] = [.sample]
    ) {
      self.stream = stream
      self.expected = expected
      self.types = types
    }
  }

  /// An append of one command.
  ///
  /// - Parameters:
  ///   - command: its number; the ids of its events follow from it.
  ///   - content: what its digest is made of; its number, if nothing is said.
  ///   - payloadByteCount: how long each event's payload is.
  public static func append(
    _ command: UInt64, _ parts: [Part], content: String? = nil, payloadByteCount: Int = 24
  ) throws -> Append {
    let id = commandID(command)
    let digest = digest(content ?? "content \(command)")
    var ordinal: UInt64 = 0
    let entries = try parts.map { part in
      let events = try part.types.map { type in
        ordinal += 1
        let event = ProposedEvent(
          type: type, id: EventID(high: command, low: ordinal), standing: .reported,
          actor: Actor(user: "tester", role: "clerk", assurance: .local),
          source: Source(channel: .simulation, evidence: .synthetic),
          occurred: Moment(.year(2022)), payload: payload(command, payloadByteCount))
        return try EncodedEvent(
          event, stream: part.stream, commandID: id, commandDigest: digest)
      }
      return Append.Entry(stream: part.stream, expected: part.expected, events: events)
    }
    return try Append(entries, commandID: id, commandDigest: digest)
  }

  private static func payload(_ command: UInt64, _ byteCount: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: command)
    return (0..<byteCount).map { _ in UInt8(truncatingIfNeeded: generator.next()) }
  }
}

extension EventType {
  /// The type of a sample event, unless another is wanted.
  public static let sample = EventType("sample.noted")
  /// A second one.
  public static let otherSample = EventType("sample.amended")
}
