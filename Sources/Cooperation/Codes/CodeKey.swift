public import Deciding
public import EventModel

/// A code that entities hold, most of them one at a time: the stream of its claims.
public struct CodeKey: Hashable, Sendable {
  /// What a second holder leads to.
  enum Conflict: Hashable, Sendable {
    /// The command is refused, also for a reported fact.
    case reject
    /// The fact is held for review; our own act is refused where the rule refuses it.
    case review(Rule)
    /// Nothing: any number may hold it, and the rules look at who does.
    case none
  }

  /// The stream of its claims, as `code.uscc-91330203XXXX00019A`.
  public let stream: StreamName
  /// What a second holder leads to.
  let conflict: Conflict

  /// A kind of code.
  package struct Kind: Sendable {
    /// The category of its streams.
    package let category: StreamCategory
    /// Whether such a stream's name holds a person's or an enrolment's.
    package let isOfOnePerson: Bool
  }

  /// All kinds of codes.
  package static let kinds = [
    Kind(category: creditCodeCategory, isOfOnePerson: false),
    Kind(category: schoolCodeCategory, isOfOnePerson: false),
    Kind(category: enrolmentCategory, isOfOnePerson: true),
    Kind(category: assistanceCategory, isOfOnePerson: true),
    Kind(category: employmentCategory, isOfOnePerson: true),
    Kind(category: outcomeCategory, isOfOnePerson: true),
    Kind(category: intentionCategory, isOfOnePerson: false),
    Kind(category: classCategory, isOfOnePerson: true),
    Kind(category: policyCategory, isOfOnePerson: false),
    Kind(category: grantCategory, isOfOnePerson: false),
    Kind(category: internshipCategory, isOfOnePerson: true),
    Kind(category: postCategory, isOfOnePerson: false),
    Kind(category: branchCategory, isOfOnePerson: false),
  ]

  /// Claims of Unified Social Credit Codes.
  public static let creditCodeCategory = StreamCategory("code.uscc")
  /// Claims of school codes.
  public static let schoolCodeCategory = StreamCategory("code.school")
  /// Claims of a person's one full-time enrolment; the id is the person's.
  public static let enrolmentCategory = StreamCategory("code.enrolment")
  /// Claims of parties, topic and day by intentions; the id is their digest.
  static let intentionCategory = StreamCategory("code.intention")
  /// Claims of a student by the order class the student is in; the id is the person's.
  static let classCategory = StreamCategory("code.class")
  /// Claims of a document number of an issuer by policies; the id is their digest.
  static let policyCategory = StreamCategory("code.policy")
  /// Claims of agreement, purpose and year by live grants; the id is their digest.
  static let grantCategory = StreamCategory("code.grant")

  /// The no to a second holder. A digest tells nobody what it is of.
  func sentence(heldBy other: StreamName) -> String {
    stream.category == Self.policyCategory
      ? "\(other) is the text with that details.documentNumber of that details.issuer: "
        + "what is new of it is told of \(other)"
      : "the code \(stream.id) is held by \(other)"
  }

  /// The key of what several values make out together.
  init?(
    _ category: StreamCategory, digestOf values: [String], onConflict conflict: Conflict = .reject
  ) {
    // Each with its length, so that no two lists run into one text.
    let text = values.map { "\($0.utf8.count):\($0)" }.joined()
    self.init(category, Digest(sha256Of: text).description, onConflict: conflict)
  }

  /// Claims of the one open case of assistance of a person.
  static let assistanceCategory = StreamCategory("code.assistance")
  /// Claims of the one employment agreement that binds a graduate.
  static let employmentCategory = StreamCategory("code.employment")
  /// Claims of the one outcome of an enrolment.
  static let outcomeCategory = StreamCategory("code.outcome")

  /// Claims of a student by post internships, their agreements and placements: any number; the id is
  /// the person's.
  static let internshipCategory = StreamCategory("code.internship")
  /// The categories above whose ids are persons': by these it is found what binds a person to anybody.
  public static let categoriesOfPersons = [
    enrolmentCategory, internshipCategory, employmentCategory, assistanceCategory, classCategory,
  ]

  /// Claims of a host by the posts that it offers: any number; the id is the host's.
  static let postCategory = StreamCategory("code.post")
  /// Claims of an organisation by its branches that have not ended: any number; the id is the
  /// organisation's.
  static let branchCategory = StreamCategory("code.branch")

  /// The key of a code in one of the categories above; `nil` when the code fits no stream name.
  init?(_ category: StreamCategory, _ code: String, onConflict conflict: Conflict = .reject) {
    guard let stream = try? category.stream(code) else { return nil }
    self.stream = stream
    self.conflict = conflict
  }
}

/// Who holds a code, counted: claims less releases.
///
/// Counted rather than set, so that a release that sorts before its claim still ends it.
public struct CodeHolders: TabledAggregate {
  /// What happens to a code.
  public enum Event: Sendable {
    /// An entity takes it.
    case claimed(PBCodeClaimed)
    /// An entity lets it go.
    case released(PBCodeReleased)
  }

  /// Claims less releases, by holder.
  private var balance: [StreamName: Int] = [:]

  /// Who holds it, by name.
  public var holders: [StreamName] { balance.filter { $0.value > 0 }.keys.sorted() }

  /// Who holds it or held it once, by name.
  public var everHolders: [StreamName] { balance.keys.sorted() }

  /// Whether somebody holds it.
  func isHeld(by holder: StreamName) -> Bool { balance[holder].map { $0 > 0 } ?? false }

  /// When each that let go of it did so last, at the latest; microseconds since 1970.
  private var releases: [StreamName: Int64] = [:]

  /// Whether somebody holds it, or let go of it at a moment or after it; microseconds since 1970.
  func isKnown(_ holder: StreamName, until microseconds: Int64) -> Bool {
    isHeld(by: holder) || releases[holder].map { $0 >= microseconds } == true
  }

  /// Who holds it, and who let go of it after a moment, by name.
  func holders(after microseconds: Int64) -> [StreamName] {
    balance.compactMap { holder, count in
      count > 0 || releases[holder].map { $0 > microseconds } == true ? holder : nil
    }.sorted()
  }

  /// Its own category stands for all kinds of codes.
  public static let category = CodeKey.creditCodeCategory

  /// How its payloads are decoded.
  static let payloads = PayloadTable<Event>([.of(Event.claimed), .of(Event.released)])

  /// Counts.
  public static func evolve(_ state: inout Self?, _ payload: Event, _ event: EffectiveEvent) {
    // In place: a host may have thousands of posts.
    if state == nil { state = Self() }
    switch payload {
    case .claimed(let claimed): state?.count(claimed.holder, by: 1)
    case .released(let released):
      state?.count(released.holder, by: -1)
      state?.note(releaseBy: released.holder, at: event.sortKey.latest)
    }
  }

  private mutating func count(_ holder: String, by number: Int) {
    guard let holder = StreamName(field: holder) else { return }
    balance[holder, default: 0] += number
  }

  private mutating func note(releaseBy holder: String, at microseconds: Int64) {
    guard let holder = StreamName(field: holder) else { return }
    releases[holder] = max(releases[holder] ?? .min, microseconds)
  }
}

extension PBCodeClaimed: EventPayload {
  /// Named `code.claimed`.
  public static let eventType = EventType("code.claimed")
}

extension PBCodeReleased: EventPayload {
  /// Named `code.released`.
  public static let eventType = EventType("code.released")
}
