public import EventModel

/// A person as a vacancy asks for one. A missing value is not known.
public struct Learner: Hashable, Sendable {
  /// The major, 6 digits.
  public var major: String?
  /// The year in which the class graduates.
  public var classYear: Int?
  /// The level of the school.
  public var schoolLevel: PBOrganisationRegistered.SchoolLevel?
  /// Whether somebody confirmed that the person belongs to a group that is to be helped.
  var isInKeyGroup: Bool

  /// A person.
  public init(
    major: String? = nil, classYear: Int? = nil,
    schoolLevel: PBOrganisationRegistered.SchoolLevel? = nil, isInKeyGroup: Bool = false
  ) {
    self.major = major
    self.classYear = classYear
    self.schoolLevel = schoolLevel
    self.isInKeyGroup = isInKeyGroup
  }

  /// A person by an enrolment, as it was at a moment.
  public init(
    enrolment: Enrolment?, schoolLevel: PBOrganisationRegistered.SchoolLevel?, at moment: Moment,
    in zone: LogZone
  ) {
    self.init(
      major: enrolment?.major, classYear: enrolment?.classYear, schoolLevel: schoolLevel,
      isInKeyGroup: enrolment?.isInKeyGroup(at: moment, in: zone) ?? false)
  }
}

/// Whether a person fulfils what a vacancy asks for; the same for applications and for matching.
enum Eligibility {
  /// What a vacancy may ask for.
  enum Condition: String, Hashable, Sendable, CaseIterable {
    /// The category of the major.
    case major
    /// The year of graduation.
    case classYear = "class-year"
    /// The level of the school.
    case schoolLevel = "school-level"
    /// That the person belongs to a group that is to be helped.
    case keyGroup = "key-group"
  }

  /// How a condition was answered.
  enum Answer: Hashable, Sendable {
    /// It is met, or nothing is asked for.
    case met
    /// It is not.
    case failed
    /// What it turns on is not known.
    case unknown
  }

  /// All conditions, in the order of their list.
  static func conditions(
    of terms: PBVacancyTerms, for learner: Learner
  ) -> [(condition: Condition, answer: Answer)] {
    [
      (.major, answer(terms.majors, learner.major) { Major.category($0) == Major.category($1) }),
      (.classYear, answer(terms.classYears.map(Int.init), learner.classYear) { $0 == $1 }),
      (.schoolLevel, answer(terms.schoolLevels, learner.schoolLevel) { $0 == $1 }),
      (.keyGroup, !terms.keyGroupsOnly || learner.isInKeyGroup ? .met : .failed),
    ]
  }

  private static func answer<Value>(
    _ asked: [Value], _ known: Value?, _ isSame: (Value, Value) -> Bool
  ) -> Answer {
    if asked.isEmpty { return .met }
    guard let known else { return .unknown }
    return asked.contains { isSame($0, known) } ? .met : .failed
  }
}

/// How near two majors of the catalogue are: 6 digits, of which the first two are the category and the
/// first four the class.
enum Major {
  static func category(_ major: String) -> Substring { major.prefix(2) }
  static func `class`(_ major: String) -> Substring { major.prefix(4) }
}
