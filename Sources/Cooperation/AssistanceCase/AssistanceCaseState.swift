public import Deciding
public import EventModel

/// One graduate who is helped to find work, by one responsible person.
public struct AssistanceCase: LifeCycle {
  /// Where a case stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// The graduate is to be helped.
    case opened
    /// It is known what stands in the way.
    case diagnosed
    /// The graduate is being helped.
    case inProgress
    /// The graduate has what was sought.
    case resolved
    /// It ended without that.
    case closed
  }

  /// The phases in which somebody is responsible.
  static let openPhases: Set<Phase> = [.opened, .diagnosed, .inProgress]
  /// Two different ends on one day contradict each other.
  static let endPhases: Set<Phase> = [.resolved, .closed]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// Who is helped.
  public internal(set) var graduate: StreamName?
  /// Where the key-group status is confirmed.
  public internal(set) var enrolment: StreamName?
  /// Whose graduate it is.
  public internal(set) var school: StreamName?
  /// When it was opened.
  public internal(set) var opened: Moment
  /// The one person responsible.
  public internal(set) var owner: StreamName?
  /// When somebody first did something for the graduate.
  public internal(set) var firstContact: Moment?
  /// How often what stands in the way was recorded.
  public internal(set) var diagnosisCount = 0
  /// How often the graduate was advised.
  public internal(set) var guidanceCount = 0
  /// How many jobs were recommended.
  public internal(set) var recommendationCount = 0
  /// How many subsidies the graduate was told of.
  var subsidyCount = 0
  /// Where the graduate went.
  public internal(set) var outcome: StreamName?
  /// When it ended last, in whichever way.
  public internal(set) var ended: Moment?
  /// Why it was closed.
  public internal(set) var closingReason: PBAssistanceClosed.Reason?

  /// Whether the graduate is still to be helped.
  public var isOpen: Bool { Self.openPhases.contains(phase) }

  /// An open case holds the person's one place.
  static let holdsCodes = true

  /// A person has one open case.
  static func codes(of state: Self, at stream: StreamName) -> Set<CodeKey> {
    guard state.isOpen, let graduate = state.graduate,
      let key = CodeKey(
        CodeKey.assistanceCategory, graduate.id, onConflict: .review(.oneOpenCase))
    else { return [] }
    return [key]
  }

  /// Whom its facts are about, besides itself.
  var about: [About] { graduate.map { [About(role: "graduate", stream: $0)] } ?? [] }
}

extension AssistanceCase {
  /// The steps of a case's life after it was opened.
  enum Step {
    static let diagnose = Transition<AssistanceCase>(from: openPhases, "a diagnosis")
    static let assign = Transition<AssistanceCase>(from: openPhases, "another owner")
    static let help = Transition<AssistanceCase>(from: openPhases, to: .inProgress)
    static let link = Transition<AssistanceCase>(from: openPhases.union([.resolved]), "an outcome")
    static let resolve = Transition<AssistanceCase>(from: openPhases, to: .resolved, "resolving")
    static let close = Transition<AssistanceCase>(from: openPhases, to: .closed, "closing")
    static let reopen = Transition<AssistanceCase>(
      from: [.resolved, .closed], to: .inProgress, "reopening")
  }

  /// Adds one effective event to the state.
  public static func evolve(
    _ state: inout AssistanceCase?, _ payload: Event, _ event: EffectiveEvent
  ) {
    if case .opened(let fact) = payload, state == nil {
      var opened = AssistanceCase(phase: .opened, opened: event.occurred)
      opened.graduate = StreamName(field: fact.graduate)
      opened.enrolment = StreamName(field: fact.enrolment)
      opened.school = StreamName(field: fact.school)
      opened.owner = StreamName(field: fact.owner)
      state = opened
    } else {
      state?.add(payload, event)
    }
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .opened: passOver(event)
    case .ownerAssigned(let fact):
      // Who is responsible says nothing new by being named again.
      let named = StreamName(field: fact.owner)
      if let named, named == owner { return }
      take(Step.assign, event)
      owner = named
    case .diagnosisRecorded:
      take(Step.diagnose, event)
      if phase == .opened { phase = .diagnosed }
      diagnosisCount += 1
      firstContact = firstContact ?? event.occurred
    case .guidanceGiven:
      help(event)
      guidanceCount += 1
    case .jobRecommended:
      help(event)
      recommendationCount += 1
    case .subsidyGuided:
      help(event)
      subsidyCount += 1
    case .outcomeLinked(let fact):
      // Where the graduate went says nothing new by being told again.
      let named = StreamName(field: fact.outcome)
      if let named, named == outcome { return }
      take(Step.link, event)
      outcome = named
    case .resolved:
      ended = end(Step.resolve, event, at: ended)
    case .closed(let fact):
      ended = end(Step.close, event, at: ended)
      if isPassedOver(event) { return }
      if fact.hasReason { closingReason = fact.reason }
    case .reopened(let fact):
      take(Step.reopen, event)
      ended = nil
      closingReason = nil
      if let owner = StreamName(field: fact.owner) { self.owner = owner }
    }
  }

  private mutating func help(_ event: EffectiveEvent) {
    // A late report of help leaves a case that has ended as it is.
    if isOpen { take(Step.help, event) } else { markOutOfOrder(event) }
    firstContact = firstContact ?? event.occurred
  }
}
