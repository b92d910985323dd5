import Deciding
import EventLog
import EventModel
import PersonalData

/// Opens and withdraws findings after the facts: reads the log and judges again what a correction, a
/// void or a triggering event calls into question. It undoes nothing.
///
/// Every judgement folds the streams as they stood at its trigger, and its command id is a function
/// of finding, trigger and act. So it may run twice, from the start, or be killed anywhere: what it
/// appends is the same and is in the log once. Its progress is derived and may be lost.
actor FindingManager<Judge: FindingJudge>: LogFollower {
  /// What an event of a type calls into question.
  struct Kind {
    let isJudged: Bool
    let judgesItsStreamWhenLate: Bool
    let judgedAgain: Set<EventType>
    let judgedByMoment: Set<EventType>
    let judgedWhereNamed: (category: StreamCategory, types: Set<EventType>)?
    let judgedWhereLinked: Set<EventType>?
    let link: FactLink?
  }

  // Its walk through a long log goes on for minutes.
  private let executor = QueueExecutor("concord.findings")
  /// A queue of its own.
  nonisolated var unownedExecutor: UnownedSerialExecutor {
    executor.asUnownedSerialExecutor()
  }

  let log: any AppendOnlyLog
  let judge: Judge
  let committed: CommittedHistories
  let onProgress: @Sendable (Position) -> Void
  let onProblem: @Sendable (RecordedEvent, Rejection) -> Void
  /// What it appends.
  let acts: FindingActs
  /// The streams as they stood at the trigger.
  let streams: ReplayedStreams
  let findingCategory: StreamCategory
  /// Which facts were decided on a stream that a trigger amends.
  var index: DependantIndex
  /// Which triggers may have come late.
  var ends: StreamEnds
  /// Which facts a late trigger can't concern, by when they happened.
  var moments = FactMoments()
  /// Which facts are judged once time has passed; `nil` until the first is looked for.
  var dues: DueFacts?
  /// What each type that was met calls into question.
  private var kinds: [EventType: Kind] = [:]
  /// All triggers below are dealt with.
  var position: Position

  /// A manager with histories of its own.
  ///
  /// - Parameter onProblem: told of facts that can't be judged, as those of a newer Concord.
  init(
    log: any AppendOnlyLog, personal: PersonalStore?, judge: Judge, rulesetVersion: Int?,
    walk: ManagerWalk = ManagerWalk(),
    onProblem: @escaping @Sendable (RecordedEvent, Rejection) -> Void = { _, _ in }
  ) {
    let cache = HistoryCache(
      log: log, eventBound: CommandHandlingLimits.cachedEvents / 4,
      byteBound: CommandHandlingLimits.cachedBytes / 4)
    self.init(
      on: CommittedHistories(cache: cache, personal: personal), log: log, judge: judge,
      rulesetVersion: rulesetVersion, walk: walk, onProblem: onProblem)
  }

  /// A manager that shares the histories of a handler, which has just had most of them in hand.
  init(
    on committed: CommittedHistories, log: any AppendOnlyLog, judge: Judge, rulesetVersion: Int?,
    walk: ManagerWalk, onProblem: @escaping @Sendable (RecordedEvent, Rejection) -> Void
  ) {
    self.log = log
    self.judge = judge
    self.committed = committed
    position = walk.start
    onProgress = walk.onProgress
    self.onProblem = onProblem
    findingCategory = judge.findingCategory
    acts = FindingActs(log: log, rulesetVersion: rulesetVersion)
    streams = ReplayedStreams(on: committed, zone: log.identity.zone, keepsAll: true)
    index = DependantIndex(in: walk.dependants)
    ends = StreamEnds(zone: log.identity.zone)
  }

  /// Works until the task is cancelled or the log closes.
  func run() async throws(EventLogError) { try await follow() }

  /// Works up to the log's end as it is now, or until the task is cancelled.
  ///
  /// - Returns: how many findings were opened or withdrawn.
  @discardableResult
  func catchUp() async throws(EventLogError) -> Int { try await followToEnd() }

  func forget() {
    streams.forget()
    moments = FactMoments()
    dues = nil
    ends = StreamEnds(zone: log.identity.zone)
  }

  func handle(_ events: [RecordedEvent]) async throws(EventLogError) -> Int {
    for event in events {
      try index.take(event, of: log)
      if kind(of: event.event.type).isJudged, !event.event.isAmendment,
        !event.event.decidedOn.isEmpty
      {
        moments.note(event, in: log.identity.zone)
      }
    }
    var count = 0
    for append in events.appends {
      streams.extend(with: append)
      for event in append {
        count += try await judgeDue(at: event)
        count += try await judgeOverlooked(event)
        let named = QuestionedFacts(own: try facts(namedBy: event))
        count += try await judgeAgain(named, after: event)
        for linked in try facts(linkedTo: event) {
          count += try await judgeAgain(QuestionedFacts(dependants: linked), after: event)
        }
        guard let question = question(of: event) else { continue }
        if Task.isCancelled { return count + (try await acts.wait()) }
        count += try await judgeAgain(facts(questionedBy: event, question), after: event)
      }
    }
    return count + (try await acts.wait())
  }

  /// What an event calls into question; `nil` of most.
  private func question(of event: RecordedEvent) -> Question? {
    let kind = kind(of: event.event.type)
    // Types that no aggregate has, as those of reviews, stand in any stream.
    let mayComeLate =
      kind.judgesItsStreamWhenLate || !kind.isJudged ? ends.mayComeLate(event) : false
    if event.recounts { return .recounted }
    let comesLate = kind.judgesItsStreamWhenLate && mayComeLate
    guard comesLate || !kind.judgedAgain.isEmpty else { return nil }
    return .told(mayComeLate: comesLate, kind.judgedAgain, byMoment: kind.judgedByMoment)
  }

  func kind(of type: EventType) -> Kind {
    if let known = kinds[type] { return known }
    let kind = Kind(
      isJudged: judge.isJudged(type), judgesItsStreamWhenLate: judge.judgesItsStreamWhenLate(type),
      judgedAgain: judge.judgedAgain(after: type),
      judgedByMoment: judge.judgedByMoment(after: type),
      judgedWhereNamed: judge.judgedWhereNamed(by: type),
      judgedWhereLinked: judge.judgedWhereLinked(by: type), link: judge.link(type))
    kinds[type] = kind
    return kind
  }
}

extension EventModel.Actor {
  /// Who opens and withdraws findings after the facts.
  static let findingManager = EventModel.Actor(
    user: "finding-manager", role: "system", assurance: .local)
}
