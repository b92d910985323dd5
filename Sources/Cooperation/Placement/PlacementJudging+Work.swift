internal import Deciding
internal import EventModel

// What the rules say of the work at a post: the post that an internship names, a month at work, what
// somebody saw, and who looks after the student.

extension Placement {
  /// What judging the work needs to see: the agreement for its mentors, the school where the start
  /// did not tell its level.
  static func readsToJudgeWork(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    switch event.payload {
    case .attendanceSummarised, .conditionsObserved, .paymentRecorded, .completed, .endedEarly:
      let placement = try context.state(Placement.self, event.stream)
      return readings(of: [
        placement?.parties.internshipAgreement ?? "", placement?.parties.school ?? "",
        placement?.parties.hostPost ?? "", placement?.parties.host ?? "",
        placement?.parties.enrolment ?? "",
      ])
    default: return []
    }
  }

  /// R06, R07, R11, R12 and R16 on what happens at work and at its end.
  static func judgeWork(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    guard let placement = try context.state(Placement.self, event.stream) else { return [] }
    switch event.payload {
    case .attendanceSummarised(let summary):
      let facts = try workFacts(placement, event, context)
      let filed = try filedException(placement, event, context)
      return WorkingHours.judge(event.stream, facts, WorkFacts(summary, filedException: filed))
        + [
          Judgement(
            .monthAtWork, in: event.stream, blaming: .value("month"),
            breach: misplacement(of: summary.month, placement, event, context))
        ]
    case .conditionsObserved(let fact):
      let facts = try workFacts(placement, event, context)
      // One finding a placement, so all that was seen is looked at.
      let seen = placement.conditions.merged(with: fact)
      return [
        HeavyLabour.judge(
          event.stream, facts, labourClass: seen.hasLabourClass ? Int(seen.labourClass) : nil),
        RelatedWork.judge(
          event.stream, facts, isRepetitiveOnly: seen.repetitiveOnly,
          isHostImposed: seen.hostImposed),
        NoFees.judge(
          event.stream, facts, chargesFees: !seen.feesCharged.isEmpty,
          holdsDocuments: seen.documentsHeld),
      ] + TwoMentors.judge(event.stream, facts, isAssessedByAttendance: seen.assessedByAttendance)
    case .completed, .endedEarly:
      let facts = try workFacts(placement, event, context)
      return TwoMentors.judge(
        event.stream, facts, try mentors(placement, placement.parties, event, context))
    default: return []
    }
  }

  /// R04, R06, R11 and R14 by the post that the internship names.
  static func judgePost(
    _ parties: PBPlacementParties, _ start: PBPlacementStarted?, _ event: JudgedEvent<Event>,
    _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    guard parties.hasHostPost else { return [] }
    let facts = try internshipFacts(
      parties, schoolLevel: start?.hasSchoolLevel == true ? start?.schoolLevel : nil, event,
      context)
    let post = try context.known(HostPost.self, parties.hostPost, at: event.occurred)
    let enrolment = try context.known(Enrolment.self, parties.enrolment, at: event.occurred)
    var judgements =
      BarredPlaces.judge(
        event.stream, facts,
        workplace: post?.terms.hasWorkplace == true ? post?.terms.workplace : nil)
      + [
        RelatedWork.judge(event.stream, facts, at: post, major: enrolment?.major),
        InspectedHost.judge(
          event.stream, facts, post: post, school: StreamName(field: parties.school)),
      ]
    if let start {
      judgements.append(
        HeavyLabour.judge(
          event.stream, facts, at: post, ageBand: start.hasAgeBand ? start.ageBand : nil))
    }
    return judgements
  }

  /// R16 at a start of our own; a report of a start need not name the mentors.
  static func judgeMentors(
    atStart fact: PBPlacementStarted, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    guard event.standing == .decided else { return [] }
    let placement = try context.state(Placement.self, event.stream)
    let facts = try internshipFacts(
      fact.parties, schoolLevel: fact.hasSchoolLevel ? fact.schoolLevel : nil, event, context)
    return TwoMentors.judge(
      event.stream, facts, try mentors(placement, fact.parties, event, context))
  }

  /// Why a month is none of the placement's; `nil` where it may be, or is not told.
  private static func misplacement(
    of month: String, _ placement: Placement, _ event: JudgedEvent<Event>,
    _ context: DecisionContext
  ) -> String? {
    guard let month = try? Moment(validating: month), month.precision == .month else { return nil }
    if event.occurred.latest(in: context.zone) < month.earliest(in: context.zone) {
      return "the month \(month) is summed up on \(event.occurred), before it began"
    }
    if let started = placement.started,
      month.latest(in: context.zone) < started.earliest(in: context.zone)
    {
      return "the month \(month) lies before the placement began on \(started)"
    }
    return nil
  }

  // The sides of which somebody is named, by the placement or by its agreement.
  private static func mentors(
    _ placement: Placement?, _ parties: PBPlacementParties, _ event: JudgedEvent<Event>,
    _ context: DecisionContext
  ) throws(Rejection) -> Set<PBInternshipParty> {
    var sides = Set(placement?.supervisors.keys.map(\.self) ?? [])
    let agreement = try context.known(
      InternshipAgreement.self, parties.internshipAgreement, at: event.occurred)
    if agreement?.terms.hasSchoolMentor == true { sides.insert(.schoolSide) }
    if agreement?.terms.hasHostMentor == true { sides.insert(.hostSide) }
    return sides
  }

  private static func filedException(
    _ placement: Placement, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> String? {
    let agreement = try context.known(
      InternshipAgreement.self, placement.parties.internshipAgreement, at: event.occurred)
    if let agreement, agreement.terms.hasFiledException { return agreement.terms.filedException }
    let post = try context.known(HostPost.self, placement.parties.hostPost, at: event.occurred)
    guard let post, post.terms.hasFiledException else { return nil }
    return post.terms.filedException
  }

  static func workFacts(
    _ placement: Placement, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> InternshipFacts {
    try internshipFacts(
      placement.parties, schoolLevel: placement.schoolLevel, event, context)
  }
}
