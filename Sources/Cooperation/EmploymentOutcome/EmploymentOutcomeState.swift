public import Deciding
public import EventModel

/// Where one graduate of one class went, what proves it, and what the graduate says of it.
public struct EmploymentOutcome: LifeCycle {
  /// What the graduate says of what is declared.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// Nothing yet.
    case declared
    /// That it is so.
    case confirmed
    /// That it is not so.
    case contested
  }

  /// What somebody who looked at it said.
  public struct Review: Hashable, Sendable {
    /// Who.
    public let reviewer: StreamName?
    /// Whether it passed.
    public let passed: Bool
    /// When.
    public let reviewed: Moment
  }

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// Who went.
  public internal(set) var graduate: StreamName?
  /// From which enrolment.
  public internal(set) var enrolment: StreamName?
  /// From which school.
  public internal(set) var school: StreamName?
  /// The year in which the class graduated.
  public internal(set) var classYear: Int?
  /// Where to, by now.
  public internal(set) var facts: PBOutcomeFacts
  /// When it was declared.
  public internal(set) var declared: Moment
  /// What proves it.
  public internal(set) var evidence: Set<PBOutcomeEvidenceAttached.Kind> = []
  /// What other data say of the employer.
  public internal(set) var crossCheck: PBOutcomeEmployerCrossChecked.Result?
  /// Why the graduate contests it.
  public internal(set) var contestGround: PBOutcomeGraduateContested.Ground?
  /// How often it was said otherwise.
  public internal(set) var revisionCount = 0
  /// When it was said otherwise last.
  public internal(set) var revised: Moment?
  /// What the school says.
  public internal(set) var schoolReview: Review?
  /// What the bureau says.
  public internal(set) var bureauReview: Review?

  /// Whether figures that count it say that it is contested.
  public var isContested: Bool { phase == .contested }
  /// The category's code.
  public var category: String? { facts.hasCategory ? facts.category : nil }
  /// The employer.
  public var employer: StreamName? { StreamName(field: facts.employer) }

  /// An enrolment has one outcome.
  static let holdsCodes = true

  /// An enrolment has one outcome; a second one is reviewed.
  static func codes(of state: Self, at stream: StreamName) -> Set<CodeKey> {
    guard let enrolment = state.enrolment,
      let key = CodeKey(CodeKey.outcomeCategory, enrolment.id, onConflict: .review(.oneOutcome))
    else { return [] }
    return [key]
  }

  /// Whom its facts are about, besides itself.
  var about: [About] { graduate.map { [About(role: "graduate", stream: $0)] } ?? [] }
}

extension EmploymentOutcome {
  /// The steps of an outcome's life after it was declared.
  enum Step {
    static let look = Transition<EmploymentOutcome>(from: Set(Phase.allCases))
    static let confirm = Transition<EmploymentOutcome>(
      from: [.declared, .contested], to: .confirmed, "confirming")
    static let contest = Transition<EmploymentOutcome>(
      from: [.declared, .confirmed], to: .contested, "contesting")
    static let revise = Transition<EmploymentOutcome>(
      from: Set(Phase.allCases), to: .declared, "revising")
  }

  /// Adds one effective event to the state.
  public static func evolve(
    _ state: inout EmploymentOutcome?, _ payload: Event, _ event: EffectiveEvent
  ) {
    if case .declared(let fact) = payload, state == nil {
      var outcome = EmploymentOutcome(
        phase: .declared, facts: fact.facts, declared: event.occurred)
      outcome.graduate = StreamName(field: fact.graduate)
      outcome.enrolment = StreamName(field: fact.enrolment)
      outcome.school = StreamName(field: fact.school)
      outcome.classYear = fact.hasClassYear ? Int(fact.classYear) : nil
      state = outcome
    } else {
      state?.add(payload, event)
    }
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .declared: passOver(event)
    case .evidenceAttached(let fact): evidence.insert(fact.kind)
    case .employerCrossChecked(let fact): crossCheck = fact.result
    case .graduateConfirmed:
      take(Step.confirm, event)
      contestGround = nil
    case .graduateContested(let fact):
      take(Step.contest, event)
      contestGround = fact.hasGround ? fact.ground : nil
    case .revised(let fact):
      take(Step.revise, event)
      facts = fact.facts
      contestGround = nil
      crossCheck = nil
      revisionCount += 1
      revised = event.occurred
    case .schoolReviewed(let fact): schoolReview = Review(fact, event)
    case .bureauReviewed(let fact): bureauReview = Review(fact, event)
    }
  }
}

extension EmploymentOutcome.Review {
  fileprivate init(_ fact: PBOutcomeReviewed, _ event: EffectiveEvent) {
    self.init(
      reviewer: StreamName(field: fact.reviewer), passed: fact.passed, reviewed: event.occurred)
  }
}
