internal import Deciding
internal import EventModel

extension Person {
  /// That nothing under a legal hold is erased.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    guard case .personalDataErased = event.payload else { return [] }
    let person = try context.state(Person.self, event.stream)
    return LegalHolds.judge(
      event.stream,
      breach: person?.hold(on: event.occurred.lastDay(in: context.zone), event.stream),
      on: event.occurred, in: context.zone)
  }
}
