public import Deciding
public import EventModel

/// Money from a fund for what an agreement's parties do together. All amounts are in fen.
public struct Grant: LifeCycle {
  /// Where a grant stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// It was applied for.
    case applied
    /// The application is open to objections, or was.
    case published
    /// The fund has promised it.
    case approved
    /// The fund turned it down.
    case rejected
    /// The applicants took it back.
    case withdrawn
  }

  /// Two different ends on one day contradict each other.
  static let endPhases: Set<Phase> = [.approved, .rejected, .withdrawn]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// The fund.
  public internal(set) var fund: StreamName?
  /// The cooperation agreement.
  public internal(set) var agreement: StreamName?
  /// The parties that apply: first the one that filed it.
  public internal(set) var applicants: [StreamName] = []
  /// What it is for.
  public internal(set) var purpose: PBGrantApplied.Purpose?
  /// The year for which it is.
  public internal(set) var year: Int?
  /// What was applied for; `nil` when nobody says.
  public internal(set) var appliedFen: Int64?
  /// When and for how long it was open to objections; `nil` before.
  public internal(set) var published: Publication?
  /// The objections, by key.
  public internal(set) var objections: [String: Objection] = [:]
  /// Whether the last review recommends it.
  var isRecommended: Bool?
  /// What was promised; `nil` before, or when the report doesn't say.
  public internal(set) var approvedFen: Int64?
  /// What was paid, by tranche.
  var tranches: [String: Int64] = [:]
  /// How many aims were reached.
  public internal(set) var milestoneCount = 0
  /// What was spent of it.
  public internal(set) var spentFen: Int64 = 0
  /// What came of it, as was said last.
  public internal(set) var evaluation: PBGrantEvaluated.Result?
  /// What is to be paid back.
  public internal(set) var clawbackFen: Int64 = 0
  /// What was paid back.
  public internal(set) var repaidFen: Int64 = 0

  /// The time in which an application is open to objections.
  public struct Publication: Hashable, Sendable {
    /// Its first day, if it was said.
    public let from: CivilDate?
    /// Its last day, if it was said.
    public let to: CivilDate?
  }

  /// Somebody's objection.
  public struct Objection: Hashable, Sendable {
    /// Who objects, if it is an organisation.
    var objector: StreamName?
    /// Whether it was upheld; `nil` while it is open.
    var isUpheld: Bool?
    /// Whether it was settled.
    public internal(set) var isSettled = false
  }

  /// What was paid of it.
  public var paidFen: Int64 { tranches.values.reduce(0, +) }
  /// What its fund has promised.
  var promisedFen: Int64 { phase == .approved ? approvedFen ?? 0 : 0 }
  /// Whether it was neither rejected nor withdrawn.
  public var isLive: Bool { phase != .rejected && phase != .withdrawn }

  /// A live grant holds its agreement, purpose and year.
  static let holdsCodes = true

  /// Agreement, purpose and year, where all are known.
  static func codes(of state: Self, at stream: StreamName) -> Set<CodeKey> {
    guard state.isLive, let agreement = state.agreement, let purpose = state.purpose,
      let year = state.year,
      let key = CodeKey(
        CodeKey.grantCategory,
        digestOf: [agreement.text, String(purpose.rawValue), String(year)],
        onConflict: .review(.oneLiveGrant))
    else { return [] }
    return [key]
  }
}

extension Grant {
  /// The steps of a grant's life after it was applied for.
  enum Step {
    static let join = Transition<Grant>(from: [.applied], "applying with the others")
    static let publish = Transition<Grant>(from: [.applied], to: .published, "publishing it")
    static let object = Transition<Grant>(from: [.published], "an objection")
    static let approve = Transition<Grant>(from: [.published], to: .approved, "approving it")
    /// The report of an approval needs none of a publication.
    static let approveElsewhere = Transition<Grant>(from: [.applied, .published], to: .approved)
    static let review = Transition<Grant>(from: [.applied, .published], "reviewing it")
    static let reject = Transition<Grant>(
      from: [.applied, .published], to: .rejected, "rejecting it")
    static let withdraw = Transition<Grant>(
      from: [.applied, .published], to: .withdrawn, "withdrawing it")
    static let use = Transition<Grant>(from: [.approved])
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Grant?, _ payload: Event, _ event: EffectiveEvent) {
    guard state == nil else {
      state?.add(payload, event)
      return
    }
    guard case .applied(let fact) = payload else { return }
    state = Grant(phase: .applied)
    state?.fund = StreamName(field: fact.fund)
    state?.agreement = StreamName(field: fact.agreement)
    state?.applicants = [StreamName(field: fact.applicant)].compactMap { $0 }
    state?.purpose = fact.hasPurpose ? fact.purpose : nil
    state?.year = fact.hasYear ? Int(fact.year) : nil
    state?.appliedFen = fact.hasAmountFen ? fact.amountFen : nil
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .applied: passOver(event)
    case .coApplicationConfirmed(let fact):
      // Who applies says nothing new by joining again.
      let applicant = StreamName(field: fact.applicant)
      if let applicant, applicants.contains(applicant) { return }
      take(Step.join, event)
      if let applicant { applicants.append(applicant) }
    case .applicationPublished(let fact):
      take(Step.publish, event)
      published = Publication(
        from: CivilDate(field: fact.from) ?? published?.from,
        to: CivilDate(field: fact.to) ?? published?.to)
    case .objectionReceived(let fact):
      take(Step.object, event)
      let known = objections[fact.objection]?.objector
      objections[fact.objection, default: Objection()].objector =
        StreamName(field: fact.objector) ?? known
    case .objectionSettled(let fact):
      take(Step.object, event)
      objections[fact.objection, default: Objection()].isSettled = true
      if fact.hasUpheld { objections[fact.objection]?.isUpheld = fact.upheld }
    case .reviewed(let fact):
      take(Step.review, event)
      if fact.hasRecommended { isRecommended = fact.recommended }
    case .approved(let fact):
      guard take(Step.approveElsewhere, event) else { return }
      if fact.hasAmountFen { approvedFen = fact.amountFen }
    case .rejected: take(Step.reject, event)
    case .withdrawn: take(Step.withdraw, event)
    default: use(payload, event)
    }
  }

  private mutating func use(_ payload: Event, _ event: EffectiveEvent) {
    take(Step.use, event)
    switch payload {
    case .paid(let fact): tranches[fact.tranche, default: 0] += fact.amountFen
    case .milestoneAccepted: milestoneCount += 1
    case .expenditureReported(let fact): spentFen += fact.amountFen
    case .evaluated(let fact): evaluation = fact.hasResult ? fact.result : evaluation
    case .clawbackOrdered(let fact): clawbackFen += fact.amountFen
    case .repaid(let fact): repaidFen += fact.amountFen
    default: break
    }
  }
}
