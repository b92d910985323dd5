internal import EventModel

extension Rule.Scope {
  /// The levels of school that the internship regulations speak of: full-time vocational schools.
  public static let vocationalSchools: Set<PBOrganisationRegistered.SchoolLevel> = [
    .secondaryVocational, .technical, .higherVocational,
  ]

  /// Internships at a post of students of vocational schools, under the regulations of 2021.
  static let postInternships2021 = Rule.Scope(
    schoolLevels: vocationalSchools, internshipKinds: [.post],
    validFrom: Rule.day("2021-12-31"))
}

extension Rule.InternshipKind {
  /// The kind as a rule's scope names it; `nil` when it is not known.
  init?(_ kind: PBInternshipKind?) {
    switch kind {
    case .cognition: self = .cognition
    case .post: self = .post
    default: return nil
    }
  }
}

/// What the internship rules turn on: where, whose school, what for, when.
struct InternshipFacts {
  let occurred: Moment
  let zone: LogZone
  let region: String?
  let schoolLevel: PBOrganisationRegistered.SchoolLevel?
  let kind: Rule.InternshipKind?

  /// Whether a rule holds for the internship.
  func isGoverned(by rule: Rule) -> Bool {
    rule.holds(
      on: occurred, in: zone, region: region, schoolLevel: schoolLevel, internshipKind: kind)
  }
}
