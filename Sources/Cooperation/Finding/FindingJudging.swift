internal import Deciding
internal import EventModel

extension Rule {
  /// SANCTION: who punishes may.
  static let competentBody = Rule(
    number: "SANCTION", sentence: "A breach is punished by a government body.",
    source: "Concord's model of cooperation", isVerified: true, whenDecided: .reject,
    whenReported: .finding(.breach))
}

extension Finding {
  /// The body that punishes.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard case .sanctioned(let fact) = event.payload else { return [] }
    return readings(of: [fact.by])
  }

  /// That what others report of a finding comes in order, and that a competent body punishes.
  ///
  /// Our own acts are refused where they don't fit.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    guard event.standing == .reported else { return [] }
    switch event.payload {
    case .answered, .rectified: return [try judgeOrder(event, context)]
    case .sanctioned(let fact):
      let body = try context.known(Organisation.self, fact.by, at: event.occurred)
      return [
        try judgeOrder(event, context),
        Judgement(
          .competentBody, in: event.stream,
          breach: body?.kind == .governmentBody
            ? nil : "\(fact.by) is no government body and can't sanction"),
      ]
    default: return []
    }
  }

  private static func judgeOrder(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Judgement {
    Judgement(.stepOrder, in: event.stream, breach: try disorder(event, context))
  }
}
