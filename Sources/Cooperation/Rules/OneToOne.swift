internal import Deciding
public import EventModel

/// Judges graduates of key groups by whether somebody takes care of them.
///
/// No fact says that nothing happened. A graduation and a confirmed status call for a case within some
/// days of being known; whoever follows the log judges them again when its time has moved on that far.
public enum OneToOne {
  /// How many days after graduation and status are both known there must be a case. A choice, as no
  /// text says it.
  public static let days: Int64 = 30
  /// The same in microseconds.
  public static let microseconds = days * LogZone.microsecondsPerDay

  /// The facts that call for a case.
  public static let calls: Set<EventType> = [
    PBStudentGraduated.eventType, PBKeyGroupConfirmed.eventType,
  ]

  /// The graduate's cases: the claims first, then those who claimed.
  static func readsToJudge(
    _ event: JudgedEvent<Enrolment.Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard calls.contains(event.fact.type), event.fact.id != nil else { return [] }
    return try cases(of: event.stream, context)?.reads(context) ?? []
  }

  /// What the rule says of a recorded fact, at the log's time.
  ///
  /// A proposed one is never late. One case counts that was opened in time, whatever became of it.
  static func judge(
    _ event: JudgedEvent<Enrolment.Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    guard calls.contains(event.fact.type), event.fact.id != nil else { return [] }
    return [
      Judgement(.assistedGraduate, subjects: [event.stream], try verdict(event.stream, context))
    ]
  }

  private static func verdict(
    _ stream: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> Judgement.Verdict {
    guard let due = try due(stream, context), context.now.microseconds >= due,
      let cases = try cases(of: stream, context)
    else { return .kept }
    for case (_, let help?) in try cases.all(context)
    where help.opened.earliest(in: context.zone) <= due {
      if try isHelp(help, for: stream, context) { return .kept }
    }
    if try cases.areTooMany(context) {
      return .notAssessable(
        "the graduate has more than \(ComparingLimits.entitiesOfOneOwner) cases of assistance")
    }
    return .broken(
      "\(stream) had no case of assistance \(days) days after graduation and key-group status were "
        + "known")
  }

  /// Whether a graduate's case helps after these studies, not after others.
  ///
  /// It names them, or it was not over yet: one that names other studies, by the graduation; one that
  /// names none, when these began.
  private static func isHelp(
    _ help: AssistanceCase, for stream: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> Bool {
    guard help.enrolment != stream, let ended = help.ended else { return true }
    let history = context.history(of: stream)
    let begin =
      help.enrolment == nil
      ? history.effective.first?.occurred : try history.state(Enrolment.self)?.graduated
    guard let begin else { return true }
    return ended.latest(in: context.zone) >= begin.earliest(in: context.zone)
  }

  /// Until when there must be a case; `nil` where none is called for.
  private static func due(
    _ stream: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> Int64? {
    let history = context.history(of: stream)
    guard let enrolment = try history.state(Enrolment.self), enrolment.phase == .graduated,
      let graduated = enrolment.graduated
    else { return nil }
    let told = history.effective.filter { $0.type == PBStudentGraduated.eventType }
      .map(\.original.recordedAt.microseconds)
    // Each status calls for a case by itself.
    return enrolment.keyGroups.compactMap { status in
      due(status, graduated, told.max() ?? .min, history, context.zone)
    }.min()
  }

  private static func due(
    _ status: KeyGroupStatus, _ graduated: Moment, _ told: Int64, _ history: StreamHistory,
    _ zone: LogZone
  ) -> Int64? {
    let period = status.period
    guard
      period.holds(at: graduated, in: zone)
        || period.from.earliest(in: zone) > graduated.earliest(in: zone),
      let confirmed = history.effective(status.confirmation)
    else { return nil }
    let due = max(told, confirmed.original.recordedAt.microseconds) + microseconds
    // A status that had ended by that day calls for nobody any more.
    let day = Moment(.day(zone.civilDate(at: due)))
    if let end = period.to, end.latest(in: zone) <= day.latest(in: zone) { return nil }
    return due
  }

  private static func cases(
    of stream: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> OwnedEntities<AssistanceCase>? {
    OwnedEntities(
      of: try context.state(Enrolment.self, stream)?.person, in: CodeKey.assistanceCategory
    ) { $0.graduate }
  }
}

extension Rejudging.Demand {
  /// ONE-TO-ONE: a case that was called for, and a status that calls for none.
  static let assistedGraduate = Rejudging.Demand(
    [PBAssistanceOpened.eventType, PBKeyGroupEnded.eventType], of: Enrolment.category,
    OneToOne.calls)
}
