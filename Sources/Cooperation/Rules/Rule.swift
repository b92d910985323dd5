public import Deciding
public import EventModel

/// One rule of the book: what it demands, where it stands, where and when it holds.
///
/// Source of the rules and of how far each was checked: `unverified` marks a rule whose text, or whose
/// days in force, were not read, neither in the original nor in a copy; it is shown wherever the rule
/// is.
///
/// An object, of which each judgement holds one reference: a decision makes dozens of judgements.
public final class Rule: Sendable {
  /// What a breach leads to.
  public enum Outcome: Hashable, Sendable {
    /// The command is refused.
    case reject
    /// The fact is recorded, and a finding opened with it.
    case finding(FindingProposal.Severity)
    /// The fact is recorded and held unconfirmed until a steward decides.
    case review
  }

  /// What kind of internship a rule speaks of.
  public enum InternshipKind: String, Hashable, Sendable {
    /// To see how work is done.
    case cognition
    /// To do the work of a post.
    case post
  }

  /// Where a rule holds.
  ///
  /// A missing bound bounds nothing.
  public struct Scope: Hashable, Sendable {
    /// A prefix of the region code, as `3302` for Ningbo.
    public var territory: String?
    /// The levels of school.
    public var schoolLevels: Set<PBOrganisationRegistered.SchoolLevel>?
    /// The kinds of internship.
    public var internshipKinds: Set<InternshipKind>?
    /// Whether those who study part-time are left out; somebody of whom it is not said is not one.
    public var isFullTimeOnly = false
    /// The first day on which the text was in force.
    public var validFrom: CivilDate?
    /// The first day on which it no longer was.
    public var validTo: CivilDate?

    /// A scope.
    public init(
      territory: String? = nil, schoolLevels: Set<PBOrganisationRegistered.SchoolLevel>? = nil,
      internshipKinds: Set<InternshipKind>? = nil, isFullTimeOnly: Bool = false,
      validFrom: CivilDate? = nil, validTo: CivilDate? = nil
    ) {
      self.territory = territory
      self.schoolLevels = schoolLevels
      self.internshipKinds = internshipKinds
      self.isFullTimeOnly = isFullTimeOnly
      self.validFrom = validFrom
      self.validTo = validTo
    }
  }

  /// Its number, as `R05`.
  public let number: String
  /// What it demands, in one sentence.
  public let sentence: String
  /// Where it stands.
  public let source: String
  /// Whether the text and its days in force were read, in the original or in a copy of it; where not,
  /// the source says what is missing.
  public let isVerified: Bool
  /// Where and when it holds.
  public let scope: Scope
  /// What a breach by our own act leads to.
  public let whenDecided: Outcome
  /// What a breach seen in a reported fact leads to; never `reject`.
  public let whenReported: Outcome

  /// A rule.
  ///
  /// - Precondition: a reported fact is never refused for being unlawful.
  init(
    number: String, sentence: String, source: String, isVerified: Bool, scope: Scope = Scope(),
    whenDecided: Outcome, whenReported: Outcome
  ) {
    precondition(whenReported != .reject, "\(number) would refuse a reported fact")
    self.number = number
    self.sentence = sentence
    self.source = source
    self.isVerified = isVerified
    self.scope = scope
    self.whenDecided = whenDecided
    self.whenReported = whenReported
  }

  /// Where it stands, and whether that was checked.
  public var checkedSource: String { isVerified ? source : source + " (unverified)" }

  /// What a breach leads to.
  public func outcome(_ standing: Standing) -> Outcome {
    standing == .decided ? whenDecided : whenReported
  }

  /// Whether the rule holds there and then.
  ///
  /// What is unknown, a region or a level, is taken to lie inside a scope that names no such bound
  /// and outside one that does. The day is the last on which the fact may have happened.
  func holds(
    on moment: Moment, in zone: LogZone, region: String? = nil,
    schoolLevel: PBOrganisationRegistered.SchoolLevel? = nil,
    internshipKind: InternshipKind? = nil
  ) -> Bool {
    coverage(
      on: moment, in: zone, region: region, schoolLevel: schoolLevel,
      internshipKind: internshipKind) == .inside
  }

  /// Whether a fact lies inside a rule's scope.
  enum Coverage: Hashable, Sendable {
    /// The rule holds for it.
    case inside
    /// The rule does not.
    case outside
    /// Something that the scope names is not known of it, and nothing else keeps it out: what.
    case unknown(String)
  }

  /// Whether the rule holds there and then, where the unknown is neither inside nor outside.
  ///
  /// A region that is known to the province alone is unknown to a city's rule. The day is the last on
  /// which the fact may have happened.
  func coverage(
    on moment: Moment, in zone: LogZone, region: String? = nil,
    schoolLevel: PBOrganisationRegistered.SchoolLevel? = nil,
    internshipKind: InternshipKind? = nil, isPartTime: Bool = false
  ) -> Coverage {
    let day = moment.lastDay(in: zone)
    if let from = scope.validFrom, day < from { return .outside }
    if let to = scope.validTo, day >= to { return .outside }
    if scope.isFullTimeOnly, isPartTime { return .outside }
    var missing: [String] = []
    if let territory = scope.territory {
      let region = region.map(RegionCode.known) ?? ""
      if territory.hasPrefix(region), region != territory {
        missing.append("the region of the work")
      } else if !region.hasPrefix(territory) {
        return .outside
      }
    }
    if let levels = scope.schoolLevels {
      if let schoolLevel, schoolLevel != .unspecified {
        if !levels.contains(schoolLevel) { return .outside }
      } else {
        missing.append("the level of the school")
      }
    }
    if let kinds = scope.internshipKinds {
      if let internshipKind {
        if !kinds.contains(internshipKind) { return .outside }
      } else {
        missing.append("the kind of internship")
      }
    }
    return missing.isEmpty ? .inside : .unknown(missing.joined(separator: ", "))
  }

  /// What the source of a rule says whose first day in force is known from memory only.
  static let unreadDay = "its first day in force was not read in the original"

  /// What the source of a rule says whose text was read, but of whose first day the year alone.
  static let yearOnly = "the text was read, but of its first day in force only the year is known"

  /// A day that is known to exist, as a literal in a rule's scope is.
  public static func day(_ text: StaticString) -> CivilDate {
    guard let date = try? CivilDate(validating: text.description) else {
      preconditionFailure("there is no day \(text)")
    }
    return date
  }
}

extension Rule: Hashable {
  /// Rules are the same where they say the same.
  public static func == (left: Rule, right: Rule) -> Bool {
    left === right
      || left.number == right.number && left.sentence == right.sentence
        && left.source == right.source && left.isVerified == right.isVerified
        && left.scope == right.scope && left.whenDecided == right.whenDecided
        && left.whenReported == right.whenReported
  }

  /// By the number.
  public func hash(into hasher: inout Hasher) { hasher.combine(number) }
}
