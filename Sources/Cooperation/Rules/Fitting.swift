internal import Deciding
internal import EventModel

/// Whether an internship fits what it rests on.
enum Fitting {
  /// Why an internship does not fit the cooperation agreement that it names.
  ///
  /// - Parameter sides: school and host.
  static func breach(
    agreement stream: StreamName?, sides: [StreamName], on occurred: Moment,
    _ context: DecisionContext
  ) throws(Rejection) -> String? {
    guard let stream else { return nil }
    guard
      let agreement = try context.ground(stream).state(CooperationAgreement.self, asOf: occurred)
    else { return "\(stream), on which it rests, began later than \(occurred)" }
    if let stranger = agreement.stranger(sides, at: occurred, in: context.zone) { return stranger }
    let day = occurred.lastDay(in: context.zone)
    return agreement.isInForce(on: day, in: context.zone)
      ? nil : "\(stream), on which it rests, was not in force on \(day)"
  }

  /// Why a student is not enrolled as it is said.
  static func breach(
    enrolment stream: StreamName?, student: StreamName?, school: StreamName?,
    on occurred: Moment, _ context: DecisionContext
  ) throws(Rejection) -> String? {
    guard let stream else { return nil }
    // Of an enrolment that began later than known, its first entry holds.
    let history = context.ground(stream)
    var enrolment = try history.state(Enrolment.self, asOf: occurred)
    if enrolment == nil { enrolment = try history.state(Enrolment.self) }
    guard let enrolment else { return "\(stream) is unknown" }
    if let student, enrolment.person != student { return "\(stream) is another person's" }
    if let school, enrolment.school != school { return "\(stream) is at another school" }
    return nil
  }
}
