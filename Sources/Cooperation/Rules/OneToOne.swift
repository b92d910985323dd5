public import Deciding
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
    guard calls.contains(event.fact.type), event.fact.id != nil,
      let code = try code(event.stream, context)
    else { return [] }
    return Readings([.stream(code)]).union(try cases(code, context).map(Reading.stream))
  }

  /// What the rule says of a recorded fact, at the log's time.
  ///
  /// A proposed one is never late. One case counts that was opened in time, whatever became of it.
  static func judge(
    _ event: JudgedEvent<Enrolment.Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    guard calls.contains(event.fact.type), event.fact.id != nil else { return [] }
    var breach: String?
    if let due = try due(event.stream, context), context.now.microseconds >= due,
      let code = try code(event.stream, context), context.isLoaded(code)
    {
      var isHelped = false
      for name in try cases(code, context) {
        let help = try context.ground(name).state(AssistanceCase.self)
        if let help, help.opened.earliest(in: context.zone) <= due { isHelped = true }
      }
      if !isHelped {
        breach =
          "\(event.stream) had no case of assistance \(days) days after graduation and "
          + "key-group status were known"
      }
    }
    return [Judgement(.assistedGraduate, in: event.stream, breach: breach)]
  }

  /// Until when there must be a case; `nil` where none is called for.
  private static func due(
    _ stream: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> Int64? {
    let history = context.history(of: stream)
    guard let enrolment = try history.state(Enrolment.self), enrolment.status == .graduated,
      let graduated = enrolment.graduated, let group = enrolment.keyGroup,
      group.holds(at: graduated, in: context.zone)
        || group.from.earliest(in: context.zone) > graduated.earliest(in: context.zone)
    else { return nil }
    var known: Int64?
    for event in history.effective where calls.contains(event.type) {
      let told = event.original.recordedAt.microseconds
      known = max(known ?? told, told)
    }
    guard let due = known.map({ $0 + microseconds }) else { return nil }
    // A status that had ended by then calls for nobody any more.
    if let end = group.to, end.latest(in: context.zone) < due { return nil }
    return due
  }

  private static func code(
    _ stream: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> StreamName? {
    guard let person = try context.state(Enrolment.self, stream)?.person else { return nil }
    return CodeKey(CodeKey.assistanceCategory, person.id)?.stream
  }

  private static func cases(
    _ code: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> [StreamName] {
    guard context.isLoaded(code) else { return [] }
    return try context.state(CodeHolders.self, code)?.everHolders ?? []
  }
}

extension Enrolment {
  /// The graduate's cases of assistance.
  public static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings { try OneToOne.readsToJudge(event, context) }

  /// That a graduate of a key group is taken care of, by all that is known.
  public static func judgeAsKnown(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] { try OneToOne.judge(event, context) }
}
