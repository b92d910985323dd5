internal import Deciding
internal import EventModel

extension Person {
  /// The records that stand for the same person, for their legal holds.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard case .personalDataErased = event.payload else { return [] }
    return try LegalHolds.reads(of: event.stream, for: event.fact, context)
  }

  /// That nothing under a legal hold is erased.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    guard case .personalDataErased = event.payload else { return [] }
    return LegalHolds.judge(
      event.stream, breach: try LegalHolds.breach(of: event.stream, for: event.fact, context),
      on: event.occurred, in: context.zone)
  }
}
