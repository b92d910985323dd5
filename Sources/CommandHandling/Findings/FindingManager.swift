internal import struct Crypto.SHA256
public import Deciding
public import EventLog
public import EventModel
public import PersonalData

/// Opens and withdraws findings after the facts: reads the log and judges again what a correction, a
/// void or a triggering event calls into question. It undoes nothing.
///
/// Every judgement folds the streams as they stood at its trigger, and its command id is a function
/// of finding, trigger and act. So it may run twice, from the start, or be killed anywhere: what it
/// appends is the same and is in the log once. Its progress is derived and may be lost.
public actor FindingManager<Judge: FindingJudge>: LogFollower {
  let log: any AppendOnlyLog
  private let judge: Judge
  private let triggers: Set<EventType>
  private let committed: CommittedHistories
  private let rulesetVersion: Int?
  let onProgress: @Sendable (Position) -> Void
  private let onProblem: @Sendable (RecordedEvent, Rejection) -> Void
  private var index = DependantIndex()
  private var cuts = CutHistories()
  /// All triggers below are dealt with.
  public internal(set) var position: Position

  /// A manager that goes on from a position, an append border.
  ///
  /// - Parameters:
  ///   - position: where to go on; the log's beginning is always right.
  ///   - onProgress: told the position up to which all is done.
  ///   - onProblem: told of facts that can't be judged, as those of a newer Concord.
  public init(
    log: any AppendOnlyLog, personal: PersonalStore?, judge: Judge, rulesetVersion: Int?,
    from position: Position = .zero, onProgress: @escaping @Sendable (Position) -> Void = { _ in },
    onProblem: @escaping @Sendable (RecordedEvent, Rejection) -> Void = { _, _ in }
  ) {
    let cache = HistoryCache(
      log: log, eventBound: CommandHandlingLimits.cachedEvents / 4,
      byteBound: CommandHandlingLimits.cachedBytes / 4)
    self.init(
      on: CommittedHistories(cache: cache, personal: personal), log: log, judge: judge,
      rulesetVersion: rulesetVersion, from: position, onProgress: onProgress,
      onProblem: onProblem)
  }

  /// A manager that shares the histories of a handler, which has just had most of them in hand.
  init(
    on committed: CommittedHistories, log: any AppendOnlyLog, judge: Judge, rulesetVersion: Int?,
    from position: Position, onProgress: @escaping @Sendable (Position) -> Void,
    onProblem: @escaping @Sendable (RecordedEvent, Rejection) -> Void
  ) {
    self.log = log
    self.judge = judge
    triggers = judge.triggers
    self.rulesetVersion = rulesetVersion
    self.position = position
    self.onProgress = onProgress
    self.onProblem = onProblem
    self.committed = committed
  }

  /// Works until the task is cancelled or the log closes.
  public func run() async throws(EventLogError) { try await follow() }

  /// Works up to the log's end as it is now, or until the task is cancelled.
  ///
  /// - Returns: how many findings were opened or withdrawn.
  @discardableResult
  public func catchUp() async throws(EventLogError) -> Int { try await followToEnd() }

  /// A correction, a void, or an event that says something of other facts.
  nonisolated func isTrigger(_ type: EventType, isAmendment: Bool) -> Bool {
    isAmendment || triggers.contains(type)
  }

  // MARK: - One trigger

  func handle(_ trigger: RecordedEvent) async throws(EventLogError) -> Int {
    var standing: Set<StreamName> = []
    var opening: [StreamName: DecidedEvent] = [:]
    var withdrawing: [StreamName: DecidedEvent] = [:]
    // Facts that are called into question together mostly rest on the same streams.
    var histories: [StreamName: StreamHistory] = [:]
    for fact in try facts(questionedBy: trigger) {
      let decision: Decision
      do throws(CommandError) {
        decision = try judged(fact, trigger, &histories)
      } catch {
        switch error {
        case .rejected(let rejection): onProblem(fact.recorded, rejection)
        case .log(let error): throw error
        // As a personal store that fails: the fact is judged again with the next that calls it into
        // question.
        default: onProblem(fact.recorded, Rejection(.cannotBeAssessed, error.description))
        }
        continue
      }
      let broken = Set(decision.findings.map(judge.stream(of:)))
      standing.formUnion(broken)
      for event in decision.events {
        if broken.contains(event.stream) {
          opening[event.stream] = opening[event.stream] ?? event
        } else {
          withdrawing[event.stream] = event
        }
      }
    }
    // One fact that still breaks the rule keeps the finding.
    for stream in standing { withdrawing[stream] = nil }
    let acts = (Array(opening.values) + withdrawing.values).sorted { $0.stream < $1.stream }
    var count = 0
    for act in acts { count += try await record(act, trigger) ? 1 : 0 }
    return count
  }

  /// The facts to judge again.
  ///
  /// After a correction or a void: those of its stream, and those that were decided on its stream.
  /// After another trigger: those that its type says. And after an event that comes late: itself and
  /// what follows it in its stream.
  private func facts(questionedBy trigger: RecordedEvent) throws(EventLogError) -> [RecordedFact] {
    let own = try cuts.history(of: trigger.stream, before: trigger.appendEnd, in: committed.cache)
    let type = trigger.event.type
    var facts: [RecordedFact] = []
    // By id: to look for each of a long stream's facts would be quadratic.
    var effective: [StreamName: [EventID: EffectiveEvent]] = [:]
    if trigger.event.isAmendment {
      let byID = own.effectiveByID
      effective[own.stream] = byID
      for event in own.recorded where !event.event.isAmendment && judge.isJudged(event.event.type) {
        facts.append(RecordedFact(event, byID[event.event.id]))
      }
    } else if judge.judgesItsStreamWhenLate(type), own.effective.last?.id != trigger.event.id {
      facts += own.effective.drop { $0.id != trigger.event.id }
        .filter { judge.isJudged($0.type) }.map { RecordedFact($0.original, $0) }
    }
    let types = judge.judgedAgain(after: type)
    guard trigger.event.isAmendment || !types.isEmpty else { return facts }
    try index.extend(over: log, before: trigger.position, isWanted: judge.isJudged)
    for position in index.facts(decidedOn: trigger.stream) {
      // A whole append before the trigger or the trigger's own: no border cuts it off.
      let events = try log.read(
        from: position, direction: .forwards, type: nil, before: nil, limit: 1)
      for event in events where trigger.event.isAmendment || types.contains(event.event.type) {
        if effective[event.stream] == nil {
          effective[event.stream] = try cuts.history(
            of: event.stream, before: trigger.appendEnd, in: committed.cache
          ).effectiveByID
        }
        facts.append(RecordedFact(event, effective[event.stream]?[event.event.id]))
      }
    }
    return facts
  }

  /// Judges a fact on the streams as they stood at the trigger.
  private func judged(
    _ fact: RecordedFact, _ trigger: RecordedEvent, _ histories: inout [StreamName: StreamHistory]
  ) throws(CommandError) -> Decision {
    var context = DecisionContext(
      now: trigger.recordedAt, zone: log.identity.zone,
      occurred: fact.effective?.occurred ?? fact.recorded.event.occurred, actor: .findingManager,
      standing: fact.effective?.standing ?? fact.recorded.event.standing,
      source: Source(channel: trigger.event.source.channel))
    for _ in 0...DecidingLimits.mostRounds {
      var isNew = false
      for reading in try reads(fact, context).union([.stream(fact.recorded.stream)]) {
        switch reading {
        case .stream(let stream) where !context.isLoaded(stream):
          if histories[stream] == nil {
            histories[stream] = try history(of: stream, at: trigger)
          }
          context.histories[stream] = histories[stream]
        case .personal(let part) where context.personal[part] == nil:
          context.personal[part] = try committed.personalPart(part)
        default: continue
        }
        isNew = true
      }
      if !isNew { break }
    }
    do throws(Rejection) {
      return try judge.judge(fact, context)
    } catch {
      throw .rejected(error)
    }
  }

  private func reads(
    _ fact: RecordedFact, _ context: DecisionContext
  ) throws(CommandError) -> Set<Reading> {
    do throws(Rejection) {
      return try judge.reads(fact, context)
    } catch {
      throw .rejected(error)
    }
  }

  /// A stream as it stood at a trigger, with what earlier triggers had made of it by then.
  ///
  /// What this manager adds comes later in the log than triggers it has not looked at yet. To give
  /// the same answer whenever it runs, it counts its own events as standing at their triggers.
  private func history(
    of stream: StreamName, at trigger: RecordedEvent
  ) throws(CommandError) -> StreamHistory {
    let whole = try committed.history(of: stream)
    guard let last = whole.recorded.last, last.position >= trigger.appendEnd else { return whole }
    guard whole.recorded.contains(where: { $0.event.actor == .findingManager }) else {
      do throws(EventLogError) {
        return try cuts.history(of: stream, before: trigger.appendEnd, in: committed.cache)
      } catch {
        throw CommandError(error)
      }
    }
    var known: [RecordedEvent] = []
    for event in whole.recorded {
      if event.position < trigger.appendEnd {
        known.append(event)
      } else if let position = try triggerPosition(of: event), position < trigger.position {
        known.append(event)
      }
    }
    return StreamHistory(stream: stream, recorded: known, zone: log.identity.zone)
  }

  /// Where the trigger of an event of this manager's stands; `nil` for any other event.
  private func triggerPosition(of event: RecordedEvent) throws(CommandError) -> Position? {
    guard event.event.actor == .findingManager, let trigger = event.event.decidedOn.first else {
      return nil
    }
    do throws(EventLogError) {
      return try log.read(
        stream: trigger.stream, from: trigger.revision, direction: .forwards, before: nil, limit: 1
      ).first?.position
    } catch {
      throw CommandError(error)
    }
  }

  // MARK: - Acts

  /// Appends an act, unless it was appended before.
  private func record(
    _ act: DecidedEvent, _ trigger: RecordedEvent
  ) async throws(EventLogError) -> Bool {
    let id = Self.commandID(act, trigger)
    guard try log.receipt(of: id) == nil else { return false }
    var event = ProposedEvent(
      type: act.type, schemaVersion: act.schemaVersion, id: EventID(of: id, ordinal: 0),
      standing: .decided, actor: .findingManager,
      source: Source(channel: trigger.event.source.channel),
      occurred: Moment(
        .instant(
          microseconds: trigger.recordedAt.microseconds,
          utcOffsetMinutes: log.identity.zone.utcOffsetMinutes)),
      payload: act.payload)
    event.about = act.about
    event.causation = trigger.event.id
    event.decidedOn = [DecidedOn(stream: trigger.stream, revision: trigger.revision)]
    event.rulesetVersion = rulesetVersion
    let encoded: EncodedEvent
    let digest = Self.digest(id)
    do throws(EventModelError) {
      encoded = try EncodedEvent(
        event, stream: act.stream, commandID: id, commandDigest: digest)
    } catch {
      throw .invalidAppend(error.reason)
    }
    // Without a condition: the judgement depends on nothing after its trigger.
    let receipt = try await log.append(
      Append(
        [.init(stream: act.stream, expected: .any, events: [encoded])], commandID: id,
        commandDigest: digest))
    return !receipt.isRepeat
  }

  /// The first 16 bytes of SHA-256(finding's stream ‖ 0 ‖ trigger's event id ‖ act).
  private static func commandID(_ act: DecidedEvent, _ trigger: RecordedEvent) -> CommandID {
    var hash = SHA256()
    hash.update(data: Array(act.stream.text.utf8) + [0])
    hash.update(data: trigger.event.id.bytes)
    hash.update(data: Array(act.type.text.utf8))
    return CommandID(prefixOf: Array(hash.finalize()))
  }

  private static func digest(_ id: CommandID) -> EventModel.Digest {
    do throws(EventModelError) {
      return try EventModel.Digest(Array(SHA256.hash(data: id.bytes)))
    } catch {
      preconditionFailure("SHA-256 has 32 bytes")
    }
  }
}

extension EventModel.Actor {
  /// Who opens and withdraws findings after the facts.
  public static let findingManager = EventModel.Actor(
    user: "finding-manager", role: "system", assurance: .local)
}

extension StreamHistory {
  /// The effective events by their ids.
  fileprivate var effectiveByID: [EventID: EffectiveEvent] {
    Dictionary(effective.map { ($0.id, $0) }) { $1 }
  }
}
