public import Cooperation
public import Deciding
public import EventLog
public import EventModel
internal import SwiftProtobuf

/// Gives the commands that follow from facts by themselves, as its own acts.
///
/// What follows is judged on the streams as they stood at the trigger, so that it is the same whenever
/// the manager runs; it is given only while it follows still, so that a trigger which was voided or
/// corrected in the meantime leads to nothing. A command's id is a function of reaction, trigger and
/// target: running twice, from the start, or after being killed anywhere changes nothing. What was
/// given is never undone.
public actor ReactionManager: LogFollower {
  let log: any AppendOnlyLog
  let onProgress: @Sendable (Position) -> Void
  private let handler: CommandHandler<CooperationDecider>
  private let reactions: [EventType: [Reaction]]
  private let gathered: Set<EventType>
  private let onProblem: @Sendable (RecordedEvent, Rejection) -> Void
  private var index = DependantIndex()
  /// All triggers below are dealt with.
  public internal(set) var position: Position

  /// A manager that goes on from a position, an append border.
  ///
  /// - Parameters:
  ///   - handler: takes the commands.
  ///   - position: where to go on; the log's beginning is always right.
  ///   - onProgress: told the position up to which all is done.
  ///   - onProblem: told of triggers whose command was refused; it is passed over.
  public init(
    handler: CommandHandler<CooperationDecider>, reactions: [Reaction] = Reaction.all,
    from position: Position = .zero, onProgress: @escaping @Sendable (Position) -> Void = { _ in },
    onProblem: @escaping @Sendable (RecordedEvent, Rejection) -> Void = { _, _ in }
  ) {
    self.handler = handler
    log = handler.log
    var byTrigger: [EventType: [Reaction]] = [:]
    for reaction in reactions {
      for type in reaction.triggers { byTrigger[type, default: []].append(reaction) }
    }
    self.reactions = byTrigger
    gathered = Set(reactions.flatMap(\.gathered))
    self.position = position
    self.onProgress = onProgress
    self.onProblem = onProblem
  }

  /// Works until the task is cancelled or the log closes.
  public func run() async throws(EventLogError) { try await follow() }

  /// Works up to the log's end as it is now, or until the task is cancelled.
  ///
  /// - Returns: how many commands were recorded.
  @discardableResult
  public func catchUp() async throws(EventLogError) -> Int { try await followToEnd() }

  /// A fact that something follows from, or a review that may have held one; what a correction
  /// changes is for people to follow up.
  nonisolated func isTrigger(_ type: EventType, isAmendment: Bool) -> Bool {
    !isAmendment && (reactions[type] != nil || type == ReviewEvents.passed)
  }

  func handle(_ occasion: RecordedEvent) async throws(EventLogError) -> Int {
    guard occasion.event.type == ReviewEvents.passed else {
      return try await handle(occasion, at: occasion)
    }
    let held: [RecordedEvent]
    do throws(CommandError) {
      held = try self.held(by: occasion)
    } catch {
      try logFailure(of: error, occasion)
      return 0
    }
    var count = 0
    for trigger in held { count += try await handle(trigger, at: occasion) }
    return count
  }

  /// Gives what follows from a trigger at its occasion: its own append, or the one that confirmed it.
  private func handle(
    _ trigger: RecordedEvent, at occasion: RecordedEvent
  ) async throws(EventLogError) -> Int {
    var count = 0
    for reaction in reactions[trigger.event.type] ?? [] {
      do throws(CommandError) {
        for command in try following(reaction, trigger, at: occasion) {
          do throws(CommandError) {
            if try await give(command, at: occasion) { count += 1 }
          } catch {
            try passOver(error, trigger)
          }
        }
      } catch {
        try logFailure(of: error, trigger)
      }
    }
    return count
  }

  /// The triggers that a review held until it passed.
  private func held(by passed: RecordedEvent) throws(CommandError) -> [RecordedEvent] {
    let history = try EarlierHistories(committed: handler.committed, end: passed.appendEnd)
      .history(of: passed.stream)
    guard let end = try? PBReviewPassed(serializedBytes: passed.event.payload),
      let opened = history.recorded.first(where: { Array(end.review) == $0.event.id.bytes }),
      let review = try? PBReviewOpened(serializedBytes: opened.event.payload)
    else { return [] }
    let ids = Set(review.events.map(Array.init))
    return history.recorded.filter {
      ids.contains($0.event.id.bytes) && $0.event.corrects == nil && $0.event.voids == nil
    }
  }

  /// Tells of a command that can't follow; it is not forced, and spoils no other.
  private func passOver(_ error: CommandError, _ trigger: RecordedEvent) throws(CommandError) {
    if case .log = error { throw error }
    if case .rejected(let rejection) = error {
      onProblem(trigger, rejection)
    } else {
      onProblem(trigger, Rejection(.cannotBeAssessed, error.description))
    }
  }

  private func logFailure(
    of error: CommandError, _ trigger: RecordedEvent
  ) throws(EventLogError) {
    do throws(CommandError) {
      try passOver(error, trigger)
    } catch {
      if case .log(let error) = error { throw error }
    }
  }

  // MARK: - What follows

  /// The commands that followed at the occasion, were not recorded yet, and follow still.
  private func following(
    _ reaction: Reaction, _ trigger: RecordedEvent, at occasion: RecordedEvent
  ) throws(CommandError) -> [ParsedCommand] {
    let then = try commands(
      reaction, trigger,
      from: EarlierHistories(committed: handler.committed, end: occasion.appendEnd),
      before: occasion.appendEnd)
    var open: [ParsedCommand] = []
    for command in then {
      guard let id = command.id else { continue }
      let known = try logged { () throws(EventLogError) in try log.receipt(of: id) }
      if known == nil { open.append(command) }
    }
    if open.isEmpty { return [] }
    let now = try commands(reaction, trigger, from: handler.committed, before: log.end)
    return open.filter { command in now.contains { $0.id == command.id } }
  }

  /// The commands that follow from a trigger, by the streams of a source.
  private func commands(
    _ reaction: Reaction, _ trigger: RecordedEvent, from source: some HistorySource,
    before end: Position
  ) throws(CommandError) -> [ParsedCommand] {
    var context = ReactionContext(trigger, in: try source.history(of: trigger.stream))
    for _ in 0...DecidingLimits.readRounds {
      let round: ReactionRound
      do throws(Rejection) {
        round = try reaction.round(context)
        if case .follows(let bodies) = round {
          return try bodies.map { (body) throws(Rejection) in try reaction.parsed(body, context) }
        }
      } catch {
        throw .rejected(error)
      }
      guard case .needs(let readings) = round else { continue }
      for reading in readings {
        switch reading {
        case .stream(let stream) where context.histories[stream] == nil:
          context.histories[stream] = try source.history(of: stream)
        case .streams(let type, let stream) where context.gathered[reading] == nil:
          context.gathered[reading] = try logged { () throws(EventLogError) in
            try streams(of: type, decidedOn: stream, before: end)
          }
        default: continue
        }
      }
    }
    preconditionFailure("\(reaction.name) asks for more in more rounds than may be")
  }

  /// The streams that hold an event of a type which was decided on a stream.
  private func streams(
    of type: EventType, decidedOn stream: StreamName, before end: Position
  ) throws(EventLogError) -> Set<StreamName> {
    try index.extend(over: log, before: end) { gathered.contains($0) }
    var streams: Set<StreamName> = []
    for position in index.facts(decidedOn: stream) where position < end {
      for event in try log.read(
        from: position, direction: .forwards, type: nil, before: nil, limit: 1)
      where event.event.type == type
        && event.event.decidedOn.contains(where: { $0.stream == stream }
        )
      {
        streams.insert(event.stream)
      }
    }
    return streams
  }

  // MARK: - Giving

  /// Gives a command to the handler, if it could follow at the occasion.
  ///
  /// What could not then is refused now too, whatever came in between: a run from the start finds
  /// what this one found.
  private func give(
    _ command: ParsedCommand, at occasion: RecordedEvent
  ) async throws(CommandError) -> Bool {
    guard let id = command.id,
      try handler.planner.plan(
        command, id: id, actor: .processManager, channel: occasion.event.source.channel,
        now: occasion.recordedAt,
        from: EarlierHistories(committed: handler.committed, end: occasion.appendEnd)) != nil
    else { return false }
    while true {
      do throws(CommandError) {
        let receipt = try await handler.handle(
          command, actor: .processManager, channel: occasion.event.source.channel)
        return receipt.status == .recorded
      } catch {
        switch error {
        case .busy, .tooContended:
          // Others come first; where the task ends, the trigger is found again.
          guard !Task.isCancelled else { return false }
          try? await Task.sleep(for: .seconds(CommandHandlingLimits.retryAfterSeconds))
        default: throw error
        }
      }
    }
  }

  private func logged<Result>(
    _ body: () throws(EventLogError) -> Result
  ) throws(CommandError) -> Result {
    do throws(EventLogError) {
      return try body()
    } catch {
      throw .log(error)
    }
  }
}

extension EventModel.Actor {
  /// Who gives the commands that follow from facts by themselves.
  public static let processManager = EventModel.Actor(
    user: "process-manager", role: "system", assurance: .local)
}
