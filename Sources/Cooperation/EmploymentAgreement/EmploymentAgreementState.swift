public import Deciding
public import EventModel

/// What binds one graduate and one employer before the labour contract.
public struct EmploymentAgreement: LifeCycle {
  /// Where an employment agreement stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// The employer asks the graduate.
    case invited
    /// The graduate agrees.
    case agreed
    /// The school approves.
    case approved
    /// It binds both.
    case inForce
    /// It no longer does.
    case terminated
  }

  /// What is told of a time after it binds nobody again.
  static let endPhases: Set<Phase> = [.terminated]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// Who, with whom, for what.
  public internal(set) var terms = PBEmploymentTerms()
  /// The digest of the stamped form.
  public internal(set) var document: String?
  /// Since when it binds.
  public internal(set) var inForce: Moment?
  /// When it was ended.
  public internal(set) var terminated: Moment?
  /// By whom, if it is known.
  public internal(set) var terminatedBy: PBEmploymentTerminated.By?

  /// The graduate.
  public var graduate: StreamName? { StreamName(field: terms.graduate) }
  /// The employer.
  public var employer: StreamName? { StreamName(field: terms.employer) }
  /// Whether the graduate is bound: from agreeing to the end.
  var isBinding: Bool { [.agreed, .approved, .inForce].contains(phase) }

  /// A graduate is bound once.
  static let holdsCodes = true

  /// A graduate is bound by one agreement at a time.
  static func codes(of state: Self, at stream: StreamName) -> Set<CodeKey> {
    guard state.isBinding, let graduate = state.graduate,
      let key = CodeKey(
        CodeKey.employmentCategory, graduate.id, onConflict: .review(.oneEmployment))
    else { return [] }
    return [key]
  }

  /// Whom its facts are about, besides itself.
  var about: [About] {
    [
      graduate.map { About(role: "graduate", stream: $0) },
      employer.map { About(role: "employer", stream: $0) },
    ].compactMap(\.self)
  }
}

extension EmploymentAgreement {
  /// The steps of an employment agreement's life after its first event.
  enum Step {
    static let agree = Transition<EmploymentAgreement>(from: [.invited], to: .agreed, "agreeing")
    static let approve = Transition<EmploymentAgreement>(
      from: [.agreed], to: .approved, "approving")
    /// Online, the school has approved.
    static let enter = Transition<EmploymentAgreement>(
      from: [.approved], to: .inForce, "its coming into force")
    /// On paper, the stamp says all.
    static let enterOnPaper = Transition<EmploymentAgreement>(
      from: [.invited, .agreed, .approved], to: .inForce, "its coming into force")
    static let terminate = Transition<EmploymentAgreement>(
      from: [.agreed, .approved, .inForce], to: .terminated, "termination")

    static func enter(_ path: PBEmploymentPath) -> Transition<EmploymentAgreement> {
      path == .offline || path == .registeredPaper ? enterOnPaper : enter
    }
  }

  /// Adds one effective event to the state.
  public static func evolve(
    _ state: inout EmploymentAgreement?, _ payload: Event, _ event: EffectiveEvent
  ) {
    switch payload {
    case .invited(let fact) where state == nil:
      state = EmploymentAgreement(phase: .invited)
      state?.terms = fact.terms
    case .enteredIntoForce(let fact) where state == nil:
      state = EmploymentAgreement(phase: .approved)
      state?.enter(fact, event)
    default: state?.add(payload, event)
    }
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .invited: passOver(event)
    case .graduateAgreed: take(Step.agree, event)
    case .schoolApproved: take(Step.approve, event)
    case .enteredIntoForce(let fact):
      enter(fact, event)
    case .terminated(let fact):
      terminated = end(Step.terminate, event, at: terminated)
      if isPassedOver(event) { return }
      if fact.hasBy { terminatedBy = fact.by }
    }
  }

  private mutating func enter(_ fact: PBEmploymentEnteredIntoForce, _ event: EffectiveEvent) {
    inForce = takeOnce(Step.enter(fact.terms.path), event, at: inForce)
    if isPassedOver(event) { return }
    terms = terms.merged(with: fact.terms)
    if fact.hasDocumentSha256 { document = fact.documentSha256 }
  }
}
