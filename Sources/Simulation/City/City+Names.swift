internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// What streams are called, and what many kinds of them share.

extension City {
  /// How many streams of a kind there are.
  func count(_ kind: StreamKind) -> Int {
    switch kind {
    case .organisation, .creditCode: size.organisations + organisationOriginals.count
    case .person: size.persons + personOriginals.count
    case .enrolment, .enrolmentCode: size.persons
    case .internshipAgreement, .placement: internships.count
    case .vacancy: vacancies.count
    case .application: applications.count
    case .activity: activities.count
    case .exhibitor: exhibitors.count
    case .outcome, .outcomeCode: outcomeEmployers.count
    case .employment, .employmentCode: employments.count
    case .assistance, .assistanceCode: assistanceCases.count
    case .campaign: campaigns.count
    case .visit: visitEmployers.count
    case .session: sessions.count
    case .intention, .intentionCode: intentions.count
    case .cooperation: cooperations.count
    case .orderClass: orderClasses.count
    case .classCode: size.persons
    case .alliance: alliances.count
    case .membership: memberships.count
    case .meeting: meetings.count
    case .survey: size.surveys
    case .surveyResponse: size.surveyResponses
    case .training: trainings.count
    case .policy, .policyCode: City.policyTitles.count
    case .fund: City.fundCount
    case .grant, .grantCode: grants.count
    case .finding: findings.count
    case .dispute: disputes.count
    case .internshipCode: size.persons
    }
  }

  /// A stream's name.
  func name(_ stream: StreamKey) -> StreamName { StreamName(recorded: text(stream)) }

  /// A stream's name as text.
  func text(_ stream: StreamKey) -> String {
    let index = stream.index
    switch stream.kind {
    case .organisation: return "organisation-o\(index)"
    case .creditCode: return "code.uscc-" + creditCode(index)
    case .person: return "person-p\(index)"
    case .enrolment: return "enrolment-e\(index)"
    case .enrolmentCode: return "code.enrolment-p\(index)"
    case .internshipAgreement: return "internship.agreement-i\(index)"
    case .placement: return "placement-w\(index)"
    case .vacancy: return "vacancy-v\(index)"
    case .application:
      let application = applications[index]
      return "application-v\(application.vacancy).p\(application.person)"
    case .activity: return "activity-a\(index)"
    case .exhibitor:
      let exhibitor = exhibitors[index]
      return "exhibitor-a\(exhibitor.activity).o\(exhibitor.organisation)"
    case .outcome: return "outcome-g\(index)"
    case .outcomeCode: return "code.outcome-e\(index)"
    case .employment: return "employment-b\(index)"
    case .employmentCode: return "code.employment-p\(employments[index].person)"
    case .assistance: return "assistance-h\(index)"
    case .assistanceCode: return "code.assistance-p\(assistanceCases[index].person)"
    case .campaign: return "campaign-c\(index)"
    case .visit: return "visit-v\(index)"
    case .session: return "session-s\(index)"
    case .intention: return "intention-n\(index)"
    case .intentionCode: return "code.intention-" + intentionCode(index)
    case .cooperation: return "agreement-k\(index)"
    case .orderClass: return "order.class-c\(index)"
    case .classCode: return "code.class-p\(index)"
    case .internshipCode: return "code.internship-p\(index)"
    case .alliance: return "alliance-l\(index)"
    case .membership:
      let membership = memberships[index]
      return "membership-l\(membership.alliance).o\(membership.organisation)"
    case .meeting: return "meeting-m\(index)"
    case .survey: return "survey-q\(index)"
    case .surveyResponse: return "survey.response-q\(survey(ofResponse: index)).t\(index)"
    case .training: return "training-t\(index)"
    case .policy: return "policy-r\(index)"
    case .policyCode: return "code.policy-" + policyCode(index)
    case .fund: return "fund-f\(index)"
    case .grant: return "grant-u\(index)"
    case .grantCode: return "code.grant-" + grantCode(index)
    case .finding: return findingName(index)
    case .dispute: return "dispute-d\(index)"
    }
  }

  /// The stream that an event stands in.
  func stream(_ event: PlannedEvent) -> StreamKey {
    switch event.fact {
    case .classPlaceClaimed, .classPlaceReleased:
      StreamKey(.classCode, student(event.index, Int(event.ordinal)))
    case .agreementClaimed, .placementClaimed:
      StreamKey(.internshipCode, Int(internships[event.index].person))
    case .fundCommitted: StreamKey(.fund, fund(ofGrant: event.index))
    default: StreamKey(event.fact.kind, event.index)
    }
  }

  /// A day as civil text.
  func date(_ day: Int) -> String { CivilDate(dayNumber: day).description }

  /// An organisation's stream's name.
  func organisation(_ index: Int) -> String { text(StreamKey(.organisation, index)) }
  /// A person's stream's name.
  func person(_ index: Int) -> String { text(StreamKey(.person, index)) }
  /// A person's school, as a number among all organisations.
  func school(ofPerson index: Int) -> Int { size.firstSchool + Int(schools[index]) }

  /// A district of the city.
  func region(_ number: Int) -> String {
    City.regions[number % City.regions.count]
  }

  private static let regions = ["330203", "330205", "330206", "330211", "330212", "330213"]

  /// What a code's claim by an entity holds.
  func claim(by kind: StreamKind, _ index: Int) -> [UInt8] {
    encoded(PBCodeClaimed.with { $0.holder = text(StreamKey(kind, index)) })
  }

  /// What a code's release by an entity holds.
  func release(by kind: StreamKind, _ index: Int) -> [UInt8] {
    encoded(PBCodeReleased.with { $0.holder = text(StreamKey(kind, index)) })
  }

  /// Who holds a code: what its claim and its release name.
  func holder(_ kind: StreamKind, _ index: Int) -> Naming {
    Naming(before: [Named("holder", kind, index)], hasTarget: false)
  }

  /// The id of a code that several values make out together, each with its length so that no two
  /// lists run into one text.
  func code(_ values: [String]) -> String {
    Digest(sha256Of: values.map { "\($0.utf8.count):\($0)" }.joined()).description
  }

  /// The digest of a document that nobody wrote: 64 hex digits.
  func documentDigest(_ kind: StreamKind, _ index: Int) -> String {
    var dice = Dice(seed ^ UInt64(kind.rawValue) << 56, .payload, index)
    var text = ""
    for _ in 0..<4 {
      let digits = String(dice.next(), radix: 16)
      text += String(repeating: "0", count: 16 - digits.count) + digits
    }
    return text
  }
}
