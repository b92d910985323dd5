internal import Deciding
internal import EventModel

extension Recommendation {
  /// The vacancy that is recommended; the person, who may have switched recommendations off, also in the
  /// record that stands for theirs by then.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard case .given(let fact) = event.payload else { return [] }
    var readings: Readings = []
    if let recommended = StreamName(field: fact.recommended), recommended.isOf(Vacancy.category) {
      readings.insert(.stream(recommended))
    }
    guard let receiver = StreamName(field: fact.to) else { return readings }
    return readings.union(
      receiver.isOf(Person.category)
        ? try RestrictedProcessing.reads([receiver], on: event.occurred, context)
        : [.stream(receiver)])
  }

  /// That what is recommended can be had, and that whoever gets it wants recommendations.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    guard case .given(let fact) = event.payload else { return [order] }
    var judgements = [order]
    if let recommended = StreamName(field: fact.recommended), recommended.isOf(Vacancy.category) {
      judgements.append(
        try Vacancy.judgeOpen(recommended.text, event, context, as: ", which is recommended,"))
    }
    if let receiver = StreamName(field: fact.to), receiver.isOf(Person.category) {
      judgements += try judge(receiver: receiver, event, context)
    }
    return judgements
  }

  private static func judge(
    receiver: StreamName, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    var isOff = false
    for record in try RestrictedProcessing.records(of: receiver, on: event.occurred, context) {
      let person = try context.known(Person.self, record.text, at: event.occurred)
      isOff = isOff || person?.hasRecommendationsOff == true
    }
    return [
      Judgement(
        .wantedRecommendation, in: event.stream, blaming: .entity(receiver),
        breach: isOff ? "\(receiver) has switched recommendations off" : nil),
      try RestrictedProcessing.judge(
        event.stream, uses: [receiver], on: event.occurred, context),
    ]
  }
}
