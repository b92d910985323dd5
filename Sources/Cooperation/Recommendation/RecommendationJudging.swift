internal import Deciding
internal import EventModel

extension Recommendation {
  /// The person, who may have switched recommendations off, in all records of theirs.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard case .given(let fact) = event.payload, let receiver = StreamName(field: fact.to) else {
      return []
    }
    guard receiver.isOf(Person.category) else { return [.stream(receiver)] }
    return try RestrictedProcessing.reads([receiver], on: event.occurred, context)
  }

  /// That whoever gets it wants recommendations.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    guard case .given(let fact) = event.payload, let receiver = StreamName(field: fact.to),
      receiver.isOf(Person.category)
    else { return [order] }
    let person = try context.known(Person.self, fact.to, at: event.occurred)
    return [
      order,
      Judgement(
        .wantedRecommendation, in: event.stream, blaming: .entity(receiver),
        breach: person?.hasRecommendationsOff == true
          ? "\(receiver) has switched recommendations off" : nil),
      try RestrictedProcessing.judge(
        event.stream, uses: [receiver], on: event.occurred, context),
    ]
  }
}
