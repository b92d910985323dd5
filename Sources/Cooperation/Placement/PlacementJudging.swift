internal import Deciding
internal import EventModel

extension Placement {
  /// What an arrangement and a start rest on.
  ///
  /// Age, year and level are not read again: they stand on the start, so that it can be judged when
  /// the person was erased.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard let parties = parties(of: event) else { return try readsToJudgeWork(event, context) }
    var readings: Readings = []
    if case .started = event.payload, let student = StreamName(field: parties.student) {
      readings = try StudentAge.reads(student, context)
    }
    return readings.union(streams(parties)).union(try readsOfStudent(parties, context))
      .union(try readsToJudgeDays(event, context))
  }

  /// Whose enrolment and agreement are, where they name another record of somebody.
  private static func readsOfStudent(
    _ parties: PBPlacementParties, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    let enrolled = try Fitting.reads(enrolment: parties.enrolment, of: parties.student, context)
    guard let stream = StreamName(field: parties.internshipAgreement), context.isLoaded(stream),
      let student = StreamName(field: parties.student),
      let other = try context.ground(stream).state(InternshipAgreement.self)?.student
    else { return enrolled }
    return enrolled.union(try context.onePersonReads(other, student))
  }

  private static func streams(_ parties: PBPlacementParties) -> Readings {
    readings(of: [
      parties.internshipAgreement, parties.organiser, parties.school,
      parties.hostPost, parties.host,
    ])
  }

  /// R01 to R08, R11, R12, R14 and R16, and that the placement fits what it rests on.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    switch event.payload {
    case .arranged(let fact):
      return [order] + (try judgeParties(fact.parties, event, context))
        + (try judgePost(fact.parties, nil, event, context))
    case .started(let recorded):
      let fact = try known(recorded, event, context)
      return [order] + (try judgeParties(fact.parties, event, context))
        + (try judgeStart(fact, event, context))
        + (try judgePost(fact.parties, fact, event, context))
        + (try judgeMentors(atStart: fact, event, context))
    case .paymentRecorded(let payment):
      guard let placement = try context.state(Placement.self, event.stream) else { return [order] }
      let facts = try workFacts(placement, event, context)
      return [order, DirectPay.judge(event.stream, facts, payment, placement: placement)]
    default: return [order] + (try judgeWork(event, context))
    }
  }

  /// A start with what is known by now of its student's age and year on that day: what was filled in
  /// when it was recorded may have been corrected since.
  ///
  /// What was filled in holds where nothing is known any more, as after an erasure; but for an age
  /// that was corrected after the start was recorded, which nobody knows then.
  private static func known(
    _ start: PBPlacementStarted, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> PBPlacementStarted {
    var start = start
    if let student = StreamName(field: start.parties.student) {
      if let band = try StudentAge.band(of: student, on: event.occurred, context) {
        start.ageBand = band
      } else if isCorrected(student, after: event.fact, context) {
        start.clearAgeBand()
      }
    }
    if let enrolment = StreamName(field: start.parties.enrolment),
      let year = try context.history(of: enrolment).state(Enrolment.self, asOf: event.occurred)?
        .gradeYear
    {
      start.gradeYear = Int32(year)
    }
    return start
  }

  /// Whether a stream's beginning was corrected after a fact was recorded or corrected itself.
  private static func isCorrected(
    _ stream: StreamName, after fact: JudgedFact, _ context: DecisionContext
  ) -> Bool {
    guard let id = fact.id, let first = context.history(of: stream).effective.first,
      let correction = first.correction,
      let told = context.history(of: fact.stream).recorded.last(where: {
        $0.event.id == id || $0.event.corrects == id
      })
    else { return false }
    return told.position < correction.position
  }

  private static func parties(of event: JudgedEvent<Event>) -> PBPlacementParties? {
    switch event.payload {
    case .arranged(let fact): fact.parties
    case .started(let fact): fact.parties
    default: nil
    }
  }

  private static func judgeParties(
    _ parties: PBPlacementParties, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let facts = try internshipFacts(parties, schoolLevel: nil, event, context)
    return NoIntermediary.judge(
      event.stream, facts, organiser: try organiser(parties, event, context),
      named: parties.organiser) + [
        Judgement(
          .fittingEnrolment, in: event.stream,
          misfit: try Fitting.misfit(
            enrolment: StreamName(field: parties.enrolment),
            student: StreamName(field: parties.student), school: StreamName(field: parties.school),
            on: event.occurred, context)),
        Judgement(
          .fittingAgreement, in: event.stream, blaming: .named(parties.internshipAgreement),
          breach: try mismatch(parties, context)),
      ]
  }

  private static func judgeStart(
    _ start: PBPlacementStarted, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let facts = try internshipFacts(
      start.parties, schoolLevel: start.hasSchoolLevel ? start.schoolLevel : nil, event, context)
    let agreement = try StreamName(field: start.parties.internshipAgreement).map {
      (stream) throws(Rejection) in
      try context.ground(stream).state(InternshipAgreement.self, asOf: event.occurred)
    }
    return TripartiteAgreement.judge(event.stream, facts, agreement: agreement ?? nil)
      + MinimumAge.judge(event.stream, facts, ageBand: start.hasAgeBand ? start.ageBand : nil)
      + [
        FirstYear.judge(
          event.stream, facts, gradeYear: start.hasGradeYear ? Int(start.gradeYear) : nil)
      ]
  }

  /// Who organises it, with the licences of that day.
  ///
  /// A licence counts by its own first day, whenever it was told; one without from when it was
  /// recorded.
  private static func organiser(
    _ parties: PBPlacementParties, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> NoIntermediary.Organiser {
    guard let stream = StreamName(field: parties.organiser), stream.text != parties.school else {
      return .school
    }
    var organiser = try context.known(
      Organisation.self, parties.organiser, at: event.occurred)
    let licences = try context.ground(stream).state(Organisation.self)?.licences ?? []
    organiser?.licences.removeAll { $0.hasValidFrom }
    organiser?.licences += licences.filter(\.hasValidFrom)
    return stream.text == parties.host ? .host(organiser) : .other(organiser)
  }

  static func internshipFacts(
    _ parties: PBPlacementParties, schoolLevel: PBOrganisationRegistered.SchoolLevel?,
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> InternshipFacts {
    var level = schoolLevel
    if level == nil, let school = StreamName(field: parties.school) {
      level = try context.history(of: school).state(Organisation.self)?.schoolLevel
    }
    let agreement = try context.known(
      InternshipAgreement.self, parties.internshipAgreement, at: event.occurred)
    let agreed = agreement?.terms.hasRegion == true ? agreement?.terms.region : nil
    return InternshipFacts(
      occurred: event.occurred, zone: context.zone,
      region: try context.placeOfWork(
        parties.hasRegion ? parties.region : agreed, post: parties.hostPost, host: parties.host,
        at: event.occurred),
      schoolLevel: level,
      kind: Rule.InternshipKind(parties.hasKind ? parties.kind : nil),
      isPartTime: try context.studiesPartTime(parties.enrolment, at: event.occurred))
  }

  private static func mismatch(
    _ parties: PBPlacementParties, _ context: DecisionContext
  ) throws(Rejection) -> String? {
    guard let stream = StreamName(field: parties.internshipAgreement),
      let agreement = try context.ground(stream).state(InternshipAgreement.self)
    else { return nil }
    if agreement.student?.text != parties.student {
      // Both may be records of one.
      guard let one = agreement.student, let other = StreamName(field: parties.student),
        try context.isOnePerson(one, other)
      else { return "\(stream) is another student's" }
    }
    if agreement.host?.text != parties.host { return "\(stream) is with another host" }
    if agreement.school?.text != parties.school { return "\(stream) is with another school" }
    return nil
  }
}

extension Placement {
  /// One post internship at a time.
  static func judgeAsKnown(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] { try judgeDays(event, context) }

  /// The school; a host may be of any kind.
  static func parts(in payload: Event) -> [PartyRole.Part] {
    switch payload {
    case .arranged(let fact): [PartyRole.Part(.school, fact.parties.school)]
    case .started(let fact): [PartyRole.Part(.school, fact.parties.school)]
    default: []
    }
  }
}
