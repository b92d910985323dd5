internal import Deciding
internal import EventModel

/// How old a student was on a day, as far as it may be known.
enum StudentAge {
  /// What knowing it takes: the person, then the part with the day of birth.
  static func reads(
    _ student: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    var readings: Readings = [.stream(student)]
    if let part = try context.identityPart(of: student) { readings.insert(.personal(part)) }
    return readings
  }

  /// The band on that day; `nil` when the day of birth is unknown or erased.
  ///
  /// - Precondition: what ``reads(_:_:)`` names is loaded.
  static func band(
    of student: StreamName, on moment: Moment, _ context: DecisionContext
  ) throws(Rejection) -> PBAgeBand? {
    if let band = try context.ageBand(of: student, at: moment) { return band }
    // Who was an adult when registered is one ever since.
    guard let person = try context.state(Person.self, student), person.ageBand == .adult,
      person.registered.latest(in: context.zone) <= moment.latest(in: context.zone)
    else { return nil }
    return .adult
  }
}
