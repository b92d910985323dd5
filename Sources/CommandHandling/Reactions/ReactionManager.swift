import Cooperation
import Deciding
import EventLog
import EventModel
internal import SwiftProtobuf

/// Gives the commands that follow from facts by themselves, as its own acts.
///
/// What follows is judged on the streams as they stood at the trigger, so that it is the same whenever
/// the manager runs; it is given only while it follows still, so that a trigger which was voided or
/// corrected in the meantime leads to nothing. A command's id is a function of reaction, trigger and
/// target: running twice, from the start, or after being killed anywhere changes nothing. What was
/// given is never undone.
actor ReactionManager: LogFollower {
  // Its walk through a long log goes on for minutes.
  private let executor = QueueExecutor("concord.reactions")
  /// A queue of its own.
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  let log: any AppendOnlyLog
  let onProgress: @Sendable (Position) -> Void
  let handler: CommandHandler<CooperationDecider>
  let streams: ReplayedStreams
  let reactions: [EventType: [Reaction]]
  /// The types of fact that the index names: what is gathered, and the triggers.
  let indexed: Set<EventType>
  private let onProblem: @Sendable (RecordedEvent, Rejection) -> Void
  var index: DependantIndex
  /// The commands that are on their way, in the order in which they were given.
  var given: [GivenCommand] = []
  /// All triggers below are dealt with.
  var position: Position

  /// A manager whose commands a handler takes.
  ///
  /// - Parameters:
  ///   - handler: takes the commands.
  ///   - onProblem: told of triggers whose command was refused; it is passed over.
  init(
    handler: CommandHandler<CooperationDecider>, reactions: [Reaction] = Reaction.all,
    walk: ManagerWalk = ManagerWalk(),
    onProblem: @escaping @Sendable (RecordedEvent, Rejection) -> Void = { _, _ in }
  ) {
    self.handler = handler
    log = handler.log
    var byTrigger: [EventType: [Reaction]] = [:]
    for reaction in reactions {
      for type in reaction.triggers { byTrigger[type, default: []].append(reaction) }
    }
    self.reactions = byTrigger
    // Few of the streams in a log are asked for.
    streams = ReplayedStreams(
      on: handler.committed, zone: log.identity.zone, keepsAll: false)
    // The triggers, too: by them is found what a stream that is confirmed later held back.
    indexed = Set(reactions.flatMap { $0.gathered.union($0.triggers) })
    index = DependantIndex(in: walk.dependants, types: indexed)
    position = walk.start
    onProgress = walk.onProgress
    self.onProblem = onProblem
  }

  /// Works until the task is cancelled or the log closes.
  func run() async throws(EventLogError) { try await follow() }

  /// Works up to the log's end as it is now, or until the task is cancelled.
  ///
  /// - Returns: how many commands were recorded.
  @discardableResult
  func catchUp() async throws(EventLogError) -> Int { try await followToEnd() }

  func forget() { streams.forget() }

  func handle(_ events: [RecordedEvent]) async throws(EventLogError) -> Int {
    var count = 0
    do throws(EventLogError) {
      for event in events { try index.take(event, of: log) }
      for append in events.appends {
        streams.extend(with: append)
        // What a correction changes is for people to follow up.
        for occasion in append where !occasion.event.isAmendment {
          if Task.isCancelled { break }
          count += try await deal(with: occasion)
        }
      }
    } catch {
      // What is on its way is recorded all the same.
      count += try await takeGiven()
      throw error
    }
    return count + (try await takeGiven())
  }

  // MARK: - What follows

  /// The commands that follow from a trigger by the streams of a source, and the streams.
  func commands(
    _ reaction: Reaction, _ trigger: RecordedEvent, from source: some HistorySource,
    before end: Position
  ) throws(CommandError) -> (commands: [ParsedCommand], streams: Set<StreamName>) {
    var context = ReactionContext(trigger, in: try source.history(of: trigger.stream))
    for _ in 0...DecidingLimits.readRounds {
      let round: ReactionRound
      do throws(Rejection) {
        round = try reaction.round(context)
        if case .follows(let bodies) = round {
          let commands = try bodies.map { (body) throws(Rejection) in
            try reaction.parsed(body, context)
          }
          return (commands, Set(context.histories.keys))
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
          context.gathered[reading] = try streams(of: type, decidedOn: stream, before: end)
        default: continue
        }
      }
    }
    throw .rejected(
      Rejection(
        .cannotBeAssessed,
        "\(reaction.name) asks for more after \(DecidingLimits.readRounds) rounds"))
  }

  /// The streams that hold an event of a type which was decided on a stream.
  private func streams(
    of type: EventType, decidedOn stream: StreamName, before end: Position
  ) throws(CommandError) -> Set<StreamName> {
    var streams: Set<StreamName> = []
    let positions = try inLog { () throws(EventLogError) in
      // What follows now depends on what lies ahead of the walk, too.
      try index.extend(over: log, before: end)
      return try index.facts(decidedOn: stream, before: end, over: log)
    }
    for position in positions {
      // Then nothing is given.
      if Task.isCancelled { return streams }
      guard let event = try event(at: position), event.event.type == type,
        event.isDecided(on: stream)
      else { continue }
      streams.insert(event.stream)
    }
    return streams
  }

  func isRecorded(_ id: CommandID) throws(CommandError) -> Bool {
    try inLog { () throws(EventLogError) in try log.receipt(of: id) } != nil
  }

  // MARK: - Giving

  /// Gives a command to the handler, if it could follow at the occasion.
  ///
  /// What could not then is refused now too, whatever came in between: a run from the start finds
  /// what this one found.
  func give(
    _ command: ParsedCommand, _ trigger: RecordedEvent, at occasion: RecordedEvent
  ) throws(CommandError) {
    let channel = occasion.event.source.channel
    guard let id = command.id,
      try handler.planner.plan(
        command, id: id, actor: .reactionManager, channel: channel, now: occasion.recordedAt,
        from: streams) != nil
    else { return }
    given.append(GivenCommand(command, after: trigger, channel, to: handler))
  }

  func isOnItsWay(to streams: Set<StreamName>) -> Bool {
    given.contains { streams.contains($0.target) }
  }

  /// Waits for what is on its way.
  ///
  /// - Returns: how many commands were recorded.
  private func takeGiven() async throws(EventLogError) -> Int {
    var count = 0
    var failure: EventLogError?
    while let first = given.first {
      do throws(CommandError) {
        if try await first.isRecorded() { count += 1 }
      } catch {
        do throws(EventLogError) {
          try logFailure(of: error, first.trigger)
        } catch {
          failure = failure ?? error
        }
      }
      given.removeFirst()
    }
    if let failure { throw failure }
    return count
  }

  func settle() async throws(CommandError) -> Int {
    do throws(EventLogError) {
      return try await takeGiven()
    } catch {
      throw .log(error)
    }
  }

  /// Tells of a command that can't follow; it is not forced, and spoils no other.
  func passOver(_ error: CommandError, _ trigger: RecordedEvent) throws(CommandError) {
    if case .log = error { throw error }
    if case .rejected(let rejection) = error {
      onProblem(trigger, rejection)
    } else {
      onProblem(trigger, Rejection(.cannotBeAssessed, error.description))
    }
  }

  func logFailure(
    of error: CommandError, _ trigger: RecordedEvent
  ) throws(EventLogError) {
    do throws(CommandError) {
      try passOver(error, trigger)
    } catch {
      if case .log(let error) = error { throw error }
    }
  }
}

extension EventModel.Actor {
  /// Who gives the commands that follow from facts by themselves.
  static let reactionManager = EventModel.Actor(
    user: "process-manager", role: "system", assurance: .local)
}
