public import Deciding
internal import EventModel

extension Enrolment {
  /// That studies rest, are left and end with the diploma after they began.
  public static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    switch event.payload {
    case .graduated, .withdrawn, .interrupted: [Judgement(endOf: event.fact, context)]
    default: []
    }
  }

  /// The graduate's cases of assistance.
  public static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings { try OneToOne.readsToJudge(event, context) }

  /// That a graduate of a key group is taken care of, by all that is known.
  public static func judgeAsKnown(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] { try OneToOne.judge(event, context) }
}
