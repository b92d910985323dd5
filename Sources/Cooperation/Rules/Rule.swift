public import Deciding
public import EventModel

/// One rule of the book: what it demands, where it stands, where and when it holds.
///
/// Source of the rules and of how far each was checked: `unverified` marks a rule whose text, or whose
/// days in force, were not read in the original; it is shown wherever the rule is.
public struct Rule: Hashable, Sendable {
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
    /// The first day on which the text was in force.
    public var validFrom: CivilDate?
    /// The first day on which it no longer was.
    public var validTo: CivilDate?

    /// A scope.
    public init(
      territory: String? = nil, schoolLevels: Set<PBOrganisationRegistered.SchoolLevel>? = nil,
      internshipKinds: Set<InternshipKind>? = nil, validFrom: CivilDate? = nil,
      validTo: CivilDate? = nil
    ) {
      self.territory = territory
      self.schoolLevels = schoolLevels
      self.internshipKinds = internshipKinds
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
  /// Whether the text and its days in force were read in the original; where not, the source says
  /// what is missing.
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
  public init(
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
  public func holds(
    on moment: Moment, in zone: LogZone, region: String? = nil,
    schoolLevel: PBOrganisationRegistered.SchoolLevel? = nil,
    internshipKind: InternshipKind? = nil
  ) -> Bool {
    let day = moment.lastDay(in: zone)
    if let from = scope.validFrom, day < from { return false }
    if let to = scope.validTo, day >= to { return false }
    if let territory = scope.territory, region?.hasPrefix(territory) != true { return false }
    if let levels = scope.schoolLevels, schoolLevel.map(levels.contains) != true { return false }
    if let kinds = scope.internshipKinds, internshipKind.map(kinds.contains) != true {
      return false
    }
    return true
  }

  /// What the source of a rule says whose first day in force is known from memory only.
  static let unreadDay = "its first day in force was not read in the original"

  /// A day that is known to exist, as a literal in a rule's scope is.
  public static func day(_ text: StaticString) -> CivilDate {
    guard let date = try? CivilDate(validating: text.description) else {
      preconditionFailure("there is no day \(text)")
    }
    return date
  }
}
