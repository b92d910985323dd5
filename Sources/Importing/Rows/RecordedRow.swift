internal import Cooperation
public import EventModel

/// A command of a row that is in the log.
public struct RecordedCommand: Hashable, Sendable {
  /// SHA-256 of the command without what is personal.
  public let digest: Digest
  /// The streams that its events name: where they stand, what they are about, what they were decided
  /// on; each once.
  public let streams: [StreamName]

  /// A recorded command.
  public init(digest: Digest, streams: [StreamName]) {
    self.digest = digest
    self.streams = streams
  }

  /// A command's records.
  public init(digest: Digest, records: [RecordedEvent]) {
    let named = records.flatMap { recorded in
      [recorded.stream] + recorded.event.about.map(\.stream)
        + recorded.event.decidedOn.map(\.stream)
    }
    self.init(digest: digest, streams: named.uniqued())
  }
}

extension ReadRow {
  /// The ids of the commands that the row may lead to, whatever it names.
  public var commandIDs: [CommandID] {
    (0..<kind.commandCount).map(context.identity.commandID)
  }

  /// The row's commands as they were recorded when it first came, whatever its cells lead to now.
  ///
  /// A name may have become another's since, a code may have two holders, a person another name. So
  /// nothing is looked up: what the cells led to then is among the streams that the recorded events
  /// name, and the commands that name the right ones have the recorded digests.
  /// - Parameter recorded: those of ``commandIDs`` that the log knows.
  /// - Returns: `nil` where none is recorded, and where those that are had other content, as with
  ///   another moment for all rows.
  /// - Complexity: at most `ImportLimits.recordedTries` translations
  public func commands(recorded: [CommandID: RecordedCommand]) -> [TranslatedCommand]? {
    if recorded.isEmpty || problem != nil { return nil }
    let named = commandIDs.flatMap { recorded[$0]?.streams ?? [] }.uniqued()
    var search = RecordedSearch(row: self, recorded: recorded, named: named)
    return search.commands([:])
  }

  /// The commands where these are the answers, or what is still to be asked.
  fileprivate func attempt(
    _ answers: [LookUp: LookUpAnswer]
  ) -> (commands: [TranslatedCommand], wanted: Set<LookUp>)? {
    var context = context
    context.answers = answers
    let commands = makeCommands(&context)
    guard context.problems.isEmpty else { return nil }
    return (
      context.wanted.isEmpty ? commands.map { $0.translated(context) } : [], context.wanted
    )
  }
}

/// Finds out what a recorded row's cells led to.
private struct RecordedSearch {
  let row: ReadRow
  let recorded: [CommandID: RecordedCommand]
  let named: [StreamName]
  private var tries = 0

  init(row: ReadRow, recorded: [CommandID: RecordedCommand], named: [StreamName]) {
    self.row = row
    self.recorded = recorded
    self.named = named
  }

  mutating func commands(_ answers: [LookUp: LookUpAnswer]) -> [TranslatedCommand]? {
    tries += 1
    guard tries <= ImportLimits.recordedTries, let attempt = row.attempt(answers) else {
      return nil
    }
    guard let lookUp = attempt.wanted.first else {
      return isRecorded(attempt.commands) ? attempt.commands : nil
    }
    for candidate in candidates(for: lookUp) {
      var answers = answers
      answers[lookUp] = candidate
      if let commands = commands(answers) { return commands }
    }
    return nil
  }

  private func isRecorded(_ commands: [TranslatedCommand]) -> Bool {
    var count = 0
    for command in commands {
      guard let id = command.id, let known = recorded[id] else { continue }
      guard (try? ParsedCommand(command.command))?.digest == known.digest else { return false }
      count += 1
    }
    return count == recorded.count
  }

  /// What a look-up may have led to when the row was recorded.
  private func candidates(for lookUp: LookUp) -> [LookUpAnswer] {
    switch lookUp {
    case .creditCode, .schoolCode: return found(in: Organisation.category)
    case .organisationName: return found(in: Organisation.category) + [.notFound]
    case .idNumber, .studentNumber: return found(in: Person.category) + [.notFound]
    case .enrolment: return found(in: Enrolment.category) + [.notFound]
    case .stream(let stream):
      return named.contains(stream) ? [.found(stream), .notFound] : [.notFound, .found(stream)]
    case .particulars(_, let person): return [.found(person)]
    }
  }

  private func found(in category: StreamCategory) -> [LookUpAnswer] {
    named.filter { $0.category == category }.map { .found($0) }
  }
}
