public import Deciding
public import EventModel

/// A law, a regulation, a notice, and what is launched under it.
public struct Policy: LifeCycle {
  /// Where a policy stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// Only what was launched under it is known, not its text.
    case named
    /// Its text is known.
    case issued
    /// It no longer holds.
    case repealed
  }

  /// What is told of a time after it changes nothing.
  static let endPhases: Set<Phase> = [.repealed]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// What kind of text it is.
  public internal(set) var kind: PBPolicyIssued.Kind?
  /// Its title.
  public internal(set) var title: String?
  /// Its number, unique with its issuer.
  public internal(set) var documentNumber: String?
  /// Who issued it.
  public internal(set) var issuer: StreamName?
  /// When it was issued.
  public internal(set) var issued: Moment?
  /// The day on which it was adopted.
  public internal(set) var adoptedOn: CivilDate?
  /// The first day on which it holds; `nil`: from when it was issued.
  public internal(set) var inForceFrom: CivilDate?
  /// The last day on which it holds.
  public internal(set) var lastDay: CivilDate?
  /// When it was repealed.
  public internal(set) var repealed: Moment?
  /// The digest of its text.
  public internal(set) var text: String?
  /// A prefix of the codes of the regions in which it holds; `nil`: everywhere.
  public internal(set) var territory: String?
  /// The policy that it carries out.
  public internal(set) var implements: StreamName?
  /// The policy that replaces it.
  public internal(set) var replacedBy: StreamName?
  /// How often it was amended.
  public internal(set) var amendmentCount = 0
  /// The rules that are read out of it, by version.
  public internal(set) var rulesets: [Int: [String]] = [:]
  /// The platforms that were launched under it.
  public internal(set) var platforms: [Platform] = []

  /// A service that opened to the public.
  public struct Platform: Hashable, Sendable {
    /// Its name.
    public let name: String
    /// Who runs it.
    public let organiser: StreamName?
    /// Who runs it with them.
    public let cosponsors: [StreamName]
    /// Who supports it.
    public let supporters: [StreamName]
    /// When it was launched.
    public let launched: Moment
  }

  /// Whether it holds on a day.
  public func isInForce(on day: CivilDate, in zone: LogZone) -> Bool {
    guard phase != .named, let issued else { return false }
    if day < (inForceFrom ?? issued.lastDay(in: zone)) { return false }
    if let last = lastDay ?? repealed?.lastDay(in: zone), day > last { return false }
    return true
  }

  /// It holds its number, unless issuer or number are unknown.
  static let holdsCodes = true

  /// Its number with its issuer.
  static func codes(of state: Self, at stream: StreamName) -> Set<CodeKey> {
    guard let issuer = state.issuer, let number = state.documentNumber,
      let key = CodeKey(CodeKey.policyCategory, digestOf: [issuer.text, number])
    else { return [] }
    return [key]
  }
}

extension Policy {
  /// The steps of a policy's life.
  enum Step {
    static let issue = Transition<Policy>(from: [.named], to: .issued, "issuing it")
    static let amend = Transition<Policy>(from: [.issued], "amending it")
    static let repeal = Transition<Policy>(from: [.issued], to: .repealed, "repealing it")
    static let launch = Transition<Policy>(from: [.named, .issued], "launching a platform")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Policy?, _ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .issued(let fact):
      if state == nil { state = Policy(phase: .named) }
      state?.issue(fact, event)
    case .platformLaunched(let fact):
      if state == nil { state = Policy(phase: .named) }
      state?.launch(fact, event)
    default: state?.add(payload, event)
    }
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .issued, .platformLaunched: break
    case .amended(let fact):
      take(Step.amend, event)
      amendmentCount += 1
      if fact.hasTitle { title = fact.title }
      if fact.hasTextSha256 { text = fact.textSha256 }
    case .repealed(let fact):
      repealed = end(Step.repeal, event, at: repealed)
      if isPassedOver(event) { return }
      lastDay = CivilDate(field: fact.lastDay) ?? lastDay
      replacedBy = StreamName(field: fact.by) ?? replacedBy
    case .rulesetPublished(let fact):
      take(Step.amend, event)
      rulesets[Int(fact.version)] = fact.rules
    }
  }

  private mutating func issue(_ fact: PBPolicyIssued, _ event: EffectiveEvent) {
    issued = takeOnce(Step.issue, event, at: issued)
    if isPassedOver(event) { return }
    if fact.hasKind { kind = fact.kind }
    if fact.hasTitle { title = fact.title }
    if fact.hasDocumentNumber { documentNumber = fact.documentNumber }
    issuer = StreamName(field: fact.issuer) ?? issuer
    adoptedOn = CivilDate(field: fact.adoptedOn) ?? adoptedOn
    inForceFrom = CivilDate(field: fact.inForceFrom) ?? inForceFrom
    if fact.hasTextSha256 { text = fact.textSha256 }
    if fact.hasTerritory { territory = fact.territory }
    implements = StreamName(field: fact.implements) ?? implements
  }

  private mutating func launch(_ fact: PBPlatformLaunched, _ event: EffectiveEvent) {
    take(Step.launch, event)
    platforms.append(
      Platform(
        name: fact.name, organiser: StreamName(field: fact.organiser),
        cosponsors: fact.cosponsors.compactMap { StreamName(field: $0) },
        supporters: fact.supporters.compactMap { StreamName(field: $0) },
        launched: event.occurred))
  }
}
