public import Deciding
public import EventModel

/// One person's time at one school, from the first day to the diploma or the leaving.
public struct Enrolment: TabledAggregate {
  /// Named `enrolment`.
  public static let category = StreamCategory("enrolment")

  /// Where it stands.
  public enum Status: String, Hashable, Sendable, CaseIterable {
    /// They study.
    case enrolled
    /// It rests.
    case interrupted
    /// They have the diploma.
    case graduated
    /// They left.
    case withdrawn
  }

  /// Who studies.
  public var person: StreamName
  /// Where, by now.
  public var school: StreamName
  /// What, by now, as far as it is known.
  public var details: PBStudentEnrolled
  /// Where it stands.
  public var status: Status = .enrolled
  /// When the diploma was given.
  public var graduated: Moment?
  /// Until when they are known to belong to a group that is to be helped.
  public var keyGroup: HoldingPeriod?

  /// The year of study, if it is known.
  public var gradeYear: Int? { details.hasGradeYear ? Int(details.gradeYear) : nil }
  /// The year in which the class graduates, if it is known.
  public var classYear: Int? { details.hasClassYear ? Int(details.classYear) : nil }
  /// The major's code, if it is known.
  public var major: String? { details.hasMajor ? details.major : nil }
  /// Whether they neither graduated nor left.
  public var isOpen: Bool { status == .enrolled || status == .interrupted }

  /// An open full-time enrolment holds the person's one place.
  public static let holdsCodes = true

  /// A person has one open full-time enrolment; a second one is reviewed.
  public static func codes(of state: Self, at stream: StreamName) -> Set<CodeKey> {
    guard state.isOpen, state.details.mode == .fullTime,
      let key = CodeKey(
        CodeKey.enrolmentCategory, state.person.id, onConflict: .review(.oneFullTimeEnrolment))
    else { return [] }
    return [key]
  }

  /// Adds one event.
  public static func evolve(_ state: inout Self?, _ payload: Event, _ event: EffectiveEvent) {
    if case .enrolled(let details) = payload {
      guard let person = try? StreamName(validating: details.person),
        let school = try? StreamName(validating: details.school)
      else { return }
      state = Enrolment(person: person, school: school, details: details)
      return
    }
    state?.apply(payload, event)
  }

  private mutating func apply(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .enrolled: break
    case .gradeYearAdvanced(let advanced): details.gradeYear = advanced.gradeYear
    case .interrupted: if status == .enrolled { status = .interrupted }
    case .resumed(let resumed):
      if status == .interrupted { status = .enrolled }
      if resumed.hasGradeYear { details.gradeYear = resumed.gradeYear }
      if resumed.hasClassYear { details.classYear = resumed.classYear }
    case .transferred(let transfer):
      if let school = try? StreamName(validating: transfer.school) { self.school = school }
      if transfer.hasMajor { details.major = transfer.major }
    case .graduated:
      status = .graduated
      graduated = event.occurred
    case .withdrawn: status = .withdrawn
    case .keyGroupConfirmed(let confirmed):
      let end = confirmed.hasValidTo ? try? Moment(validating: confirmed.validTo) : nil
      keyGroup = HoldingPeriod(
        from: event.effectiveFrom ?? event.occurred, to: end ?? event.effectiveTo)
    case .keyGroupEnded: keyGroup?.to = event.occurred
    }
  }

  init(person: StreamName, school: StreamName, details: PBStudentEnrolled) {
    self.person = person
    self.school = school
    self.details = details
  }
}

extension Rule {
  static let oneFullTimeEnrolment = Rule(
    number: "ENROLMENT",
    sentence: "A person has one open full-time enrolment at a time",
    source: "Concord's own", isVerified: true, whenDecided: .review, whenReported: .review)
}
