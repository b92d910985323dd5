internal import Deciding
internal import EventModel

extension Policy {
  /// The order of steps, dates that fit, and rules whose text is on file.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    switch event.payload {
    case .issued(let fact):
      var breach: String?
      if let adopted = CivilDate(field: fact.adoptedOn),
        let first = CivilDate(field: fact.inForceFrom), first < adopted
      {
        breach = "it takes effect on \(first), before it was adopted on \(adopted)"
      }
      return [order, Judgement(.policyDates, in: event.stream, breach: breach)]
    case .rulesetPublished(let fact):
      return [
        order,
        Judgement(
          .rulesHaveText, in: event.stream, blaming: .value("textSha256"),
          breach: fact.hasTextSha256 ? nil : "the rules were published without their text's digest"),
      ]
    default: return [order]
    }
  }
}
