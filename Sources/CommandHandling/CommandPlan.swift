import Deciding
import EventLog
import EventModel
import PersonalData

/// What a decided command is about to append: events with their envelopes, and conditions.
///
/// Pure: the same command on the same histories makes the same plan.
struct CommandPlan: Sendable {
  /// The events of one stream, or none where its revision is a condition only.
  struct Entry: Sendable {
    /// The stream as it was read.
    let history: StreamHistory
    var events: [ProposedEvent]

    var stream: StreamName { history.stream }
    var head: Revision? { history.head }
  }

  let commandID: CommandID
  let digest: Digest
  /// The person to be erased once it is recorded.
  let erases: StreamName?
  private(set) var entries: [Entry]
  /// The personal parts, in order of position.
  let parts: [PersonalPart]
  /// The earlier parts that stand no more once it is recorded: their look-ups are free then.
  let superseded: [BroughtParts]
  /// The earlier parts that count again once it is recorded: their look-ups are reserved again.
  let reinstated: [BroughtParts]

  /// Puts envelopes around a decision's events.
  ///
  /// - Parameter conditions: every stream that was read, is written to, or is a part's subject.
  init<Command: HandledCommand>(
    _ decision: Decision, of command: Command, id: CommandID, context: DecisionContext,
    conditions: [StreamName: StreamHistory], rulesetVersion: Int?
  ) {
    commandID = id
    digest = command.digest
    erases = command.erases
    var builder = EnvelopeBuilder(
      command: command, id: id, context: context, rulesetVersion: rulesetVersion)
    var conditions = conditions
    var entries: [Entry] = []
    for stream in decision.events.map(\.stream).uniqued() {
      guard let history = conditions.removeValue(forKey: stream) else {
        preconditionFailure("\(stream) is written to, but not among the conditions")
      }
      let events = decision.events.filter { $0.stream == stream }.flatMap { builder.events($0) }
      entries.append(Entry(history: history, events: events))
    }
    for (_, history) in conditions.sorted(by: { $0.key < $1.key }) {
      entries.append(Entry(history: history, events: []))
    }
    self.entries = entries
    parts = builder.parts
    // Few decisions amend anything.
    let amending = entries.filter { $0.events.contains(where: \.isAmendment) }
    superseded = amending.flatMap { entry in
      entry.events.flatMap { entry.history.parts(supersededBy: $0) }
    }.uniqued()
    reinstated = amending.flatMap { entry in
      entry.events.flatMap { entry.history.parts(reinstatedBy: $0) }
    }.uniqued()
  }

  /// Whether the personal store has to know of it.
  func concernsParts(in store: PersonalStore?) -> Bool {
    !parts.isEmpty || !(superseded.isEmpty && reinstated.isEmpty) && store != nil
  }

  /// What the personal store has to know of it.
  var commandParts: CommandParts {
    CommandParts(commandID, parts, superseded: superseded, reinstated: reinstated)
  }

  /// All events, in order of position.
  var events: [ProposedEvent] { entries.flatMap(\.events) }

  /// Replaces the references to the personal parts, in their order.
  ///
  /// - Precondition: there are as many as ``parts``.
  mutating func refer(to references: [PersonalPartReference]) {
    guard !parts.isEmpty else { return }
    var next = references.startIndex
    for entry in entries.indices {
      for event in entries[entry].events.indices {
        let count = entries[entry].events[event].personal.count
        entries[entry].events[event].personal = Array(references[next..<next + count])
        next += count
      }
    }
    precondition(next == references.endIndex, "as many references as parts")
  }

  /// The append, encoded.
  ///
  /// - Parameters:
  ///   - submission: what others that are decided on it follow.
  ///   - follows: what it was decided on.
  /// - Throws: ``CommandError/tooLarge(_:)``.
  func append(
    as submission: Submission? = nil, follows: Submission? = nil
  ) throws(CommandError) -> Append {
    var encoded: [Append.Entry] = []
    encoded.reserveCapacity(entries.count)
    for entry in entries {
      var events: [EncodedEvent] = []
      for event in entry.events {
        do throws(EventModelError) {
          events.append(
            try EncodedEvent(
              event, stream: entry.stream, commandID: commandID, commandDigest: digest))
        } catch {
          throw .tooLarge(error.reason)
        }
      }
      encoded.append(
        Append.Entry(
          stream: entry.stream, expected: ExpectedRevision(head: entry.head), events: events))
    }
    return try inLogAsCommand { () throws(EventLogError) in
      try Append(
        encoded, commandID: commandID, commandDigest: digest, as: submission, follows: follows)
    }
  }

  /// The events as they stand in the log once their append got this position and time.
  func recorded(from first: Position, at time: RecordedTime) -> [RecordedEvent] {
    let count = entries.reduce(0) { $0 + $1.events.count }
    var result: [RecordedEvent] = []
    result.reserveCapacity(count)
    for entry in entries {
      var revision = entry.head?.next ?? .zero
      for event in entry.events {
        let index = result.count
        result.append(
          RecordedEvent(
            event: event, stream: entry.stream, revision: revision,
            position: Position(first.number + UInt64(index)), recordedAt: time,
            commandID: commandID, commandDigest: digest, appendIndex: index, appendCount: count))
        revision = revision.next
      }
    }
    return result
  }
}

/// Makes a command's events: ids by ordinal, the envelope, reviews beside the facts they hold.
private struct EnvelopeBuilder<Command: HandledCommand> {
  let command: Command
  let id: CommandID
  let context: DecisionContext
  let rulesetVersion: Int?
  /// All streams that were read, sorted by name.
  let read: [DecidedOn]
  private(set) var parts: [PersonalPart] = []
  private var ordinal = 0

  init(command: Command, id: CommandID, context: DecisionContext, rulesetVersion: Int?) {
    self.command = command
    self.id = id
    self.context = context
    self.rulesetVersion = rulesetVersion
    read = context.histories.values.map { DecidedOn(stream: $0.stream, revision: $0.head) }
      .sorted { $0.stream < $1.stream }
  }

  /// An event and the reviews that hold it.
  mutating func events(_ decided: DecidedEvent) -> [ProposedEvent] {
    var fact = envelope(
      decided.type, in: decided.stream, schemaVersion: decided.schemaVersion,
      standing: decided.standing ?? context.standing, payload: decided.payload)
    fact.about = decided.about
    fact.corrects = decided.corrects
    fact.voids = decided.voids
    if decided.stream == command.target {
      fact.effectiveFrom = command.effectiveFrom
      fact.effectiveTo = command.effectiveTo
    }
    for (index, part) in decided.personal.enumerated() {
      parts.append(
        PersonalPart(
          event: fact.id, subject: part.subject, part: part.part, plaintext: part.plaintext,
          lookUp: part.lookUp))
      fact.personal.append(.provisional(part, of: fact.id, index: index))
    }
    var events = [fact]
    for review in decided.reviews {
      var event = envelope(
        ReviewEvents.opened, in: decided.stream, schemaVersion: 1, standing: .decided,
        payload: review.payload(holding: fact.id))
      event.about = decided.about
      event.causation = fact.id
      events.append(event)
    }
    return events
  }

  private mutating func envelope(
    _ type: EventType, in stream: StreamName, schemaVersion: Int, standing: Standing,
    payload: [UInt8]
  ) -> ProposedEvent {
    var event = ProposedEvent(
      type: type, schemaVersion: schemaVersion, id: EventID(of: id, ordinal: ordinal),
      standing: standing, actor: context.actor, source: context.source,
      occurred: context.occurred, payload: payload)
    ordinal += 1
    event.causation = command.causation
    event.correlation = command.correlation
    event.rulesetVersion = rulesetVersion
    event.decidedOn = read.filter { $0.stream != stream }
    return event
  }
}

extension PersonalPartReference {
  /// Stands in for the reference until the part is sealed; unique, and no commitment to anything.
  static func provisional(
    _ part: ProposedPersonalPart, of event: EventID, index: Int
  ) -> PersonalPartReference {
    var bytes = event.bytes + [UInt8](repeating: 0, count: 16)
    bytes[30] = UInt8(truncatingIfNeeded: index >> 8)
    bytes[31] = UInt8(truncatingIfNeeded: index)
    guard let digest = try? Digest(bytes) else { preconditionFailure("a digest has 32 bytes") }
    return PersonalPartReference(subject: part.subject, part: part.part, commitment: digest)
  }
}

extension StreamHistory {
  /// The parts that an event takes away: a void all of what it names, a correction those that it
  /// brings anew.
  fileprivate func parts(supersededBy event: ProposedEvent) -> [BroughtParts] {
    guard let original = event.voids ?? event.corrects else { return [] }
    let isVoid = event.voids != nil
    var superseded: [BroughtParts] = []
    for record in recorded where record.event.id == original || record.event.corrects == original {
      for part in record.event.personal
      where isVoid || event.personal.contains(where: { $0.isOfSameSlot(as: part) }) {
        superseded.append(
          BroughtParts(subject: part.subject, part: part.part, command: record.commandID))
      }
    }
    return superseded
  }
}

extension StreamHistory {
  /// The parts that an event refers to again: those of a voided fact that a correction reinstates,
  /// but for those that it brings anew.
  fileprivate func parts(reinstatedBy event: ProposedEvent) -> [BroughtParts] {
    guard let original = event.corrects else { return [] }
    let all = recorded.filter {
      $0.event.id == original || $0.event.corrects == original || $0.event.voids == original
    }
    guard all.last?.event.voids == original else { return [] }
    var latest: [(part: PersonalPartReference, command: CommandID)] = []
    for record in all {
      for part in record.event.personal {
        latest.removeAll { $0.part.isOfSameSlot(as: part) }
        latest.append((part, record.commandID))
      }
    }
    return latest.filter { earlier in
      !event.personal.contains { $0.isOfSameSlot(as: earlier.part) }
    }.map { BroughtParts(subject: $0.part.subject, part: $0.part.part, command: $0.command) }
  }
}

extension PersonalPartReference {
  fileprivate func isOfSameSlot(as other: PersonalPartReference) -> Bool {
    subject == other.subject && part == other.part
  }
}
