internal import Deciding
internal import EventModel

/// Whether an internship fits what it rests on.
enum Fitting {
  /// Why something does not fit what it rests on, and what is to blame.
  struct Misfit {
    let reason: String
    let culprit: Judgement.Culprit

    fileprivate init(_ culprit: StreamName, _ reason: String) {
      self.init(.entity(culprit), reason)
    }

    fileprivate init(_ culprit: Judgement.Culprit, _ reason: String) {
      self.reason = reason
      self.culprit = culprit
    }
  }

  /// A cooperation agreement as of a moment, but who took a party's place by all that is known: that is
  /// often told later, from an earlier day on.
  static func agreement(
    _ stream: StreamName, asOf moment: Moment, _ context: DecisionContext
  ) throws(Rejection) -> CooperationAgreement? {
    let history = context.ground(stream)
    var agreement = try history.state(CooperationAgreement.self, asOf: moment)
    if let known = try history.state(CooperationAgreement.self) {
      agreement?.successors = known.successors
    }
    return agreement
  }

  /// Why an internship does not fit the cooperation agreement that it names.
  ///
  /// - Parameter sides: school and host.
  static func misfit(
    agreement stream: StreamName?, sides: [StreamName], on occurred: Moment,
    _ context: DecisionContext
  ) throws(Rejection) -> Misfit? {
    guard let stream else { return nil }
    guard let agreement = try agreement(stream, asOf: occurred, context) else {
      return Misfit(stream, "\(stream), on which it rests, began later than \(occurred)")
    }
    if let stranger = stranger(sides, to: agreement, on: occurred, context) { return stranger }
    let day = occurred.lastDay(in: context.zone)
    return agreement.isInForce(on: day, in: context.zone)
      ? nil : Misfit(stream, "\(stream), on which it rests, was not in force on \(day)")
  }

  /// Why one of the organisations is no party of the agreement at a moment; `nil` when all are.
  static func stranger(
    _ organisations: [StreamName], to agreement: CooperationAgreement?, on occurred: Moment,
    _ context: DecisionContext
  ) -> Misfit? {
    guard let agreement else { return nil }
    return organisations.first { !agreement.isParty($0, at: occurred, in: context.zone) }
      .map { Misfit($0, "\($0) is no party of the agreement that it rests on") }
  }

  /// What it takes to say whose an enrolment is, and where: it, and where it names another record than
  /// the student's, the records of both.
  static func reads(
    enrolment text: String, of student: String, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    let named = readings(of: [text])
    guard let stream = StreamName(field: text), context.isLoaded(stream),
      let student = StreamName(field: student),
      let person = try context.ground(stream).state(Enrolment.self)?.person
    else { return named }
    return named.union(try context.onePersonReads(person, student))
  }

  /// Why a student is not enrolled as it is said.
  ///
  /// - Precondition: what ``reads(enrolment:of:_:)`` names is loaded.
  static func misfit(
    enrolment stream: StreamName?, student: StreamName?, school: StreamName?,
    on occurred: Moment, _ context: DecisionContext
  ) throws(Rejection) -> Misfit? {
    guard let stream else { return nil }
    // Of an enrolment that began later than known, its first entry holds.
    let history = context.ground(stream)
    var enrolment = try history.state(Enrolment.self, asOf: occurred)
    if enrolment == nil { enrolment = try history.state(Enrolment.self) }
    guard let enrolment else { return Misfit(stream, "\(stream) is unknown") }
    if let student, try !context.isOnePerson(enrolment.person, student) {
      return Misfit(stream, "\(stream) is another person's")
    }
    if let school, enrolment.school != school {
      return Misfit(stream, "\(stream) is at another school")
    }
    return nil
  }

  /// Why an outcome is not that of its enrolment's class year, as that was then or is by now: where it
  /// named none, it was filled in from what was known then.
  static func misfit(
    classYear: Int?, enrolment stream: StreamName?, on occurred: Moment, _ context: DecisionContext
  ) throws(Rejection) -> Misfit? {
    guard let classYear, let stream else { return nil }
    let history = context.ground(stream)
    let years = [
      try history.state(Enrolment.self, asOf: occurred)?.classYear,
      try history.state(Enrolment.self)?.classYear,
    ].compactMap(\.self)
    guard let year = years.last, !years.contains(classYear) else { return nil }
    return Misfit(.value("classYear"), "\(stream) is of the class of \(year), not of \(classYear)")
  }
}
