public import Deciding
public import EventModel

/// A school's course of study in one major.
public struct Programme: LifeCycle {
  /// Where a programme stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// It takes students.
    case open
    /// It takes nobody for a while.
    case suspended
    /// It ended.
    case closed
  }

  /// What is told of a time after it opens it no more.
  static let endPhases: Set<Phase> = [.closed]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// The school.
  public internal(set) var school: StreamName?
  /// The major's code.
  public internal(set) var major: String?
  /// Its name.
  public internal(set) var name: String?
  /// Its level, if it is known.
  public internal(set) var level: PBOrganisationRegistered.SchoolLevel?
  /// How long it takes, in months.
  public internal(set) var durationMonths: Int?
  /// The first year in which students enter it.
  public internal(set) var firstEntryYear: Int?
  /// The agreement it is built under.
  public internal(set) var agreement: StreamName?
  /// The plans of training, by year of entry.
  public internal(set) var plans: [Int: Plan] = [:]

  /// The plan of training for those who enter in one year.
  public struct Plan: Hashable, Sendable {
    /// How many weeks of internship it holds; `nil` when the report doesn't say.
    public let internshipWeeks: Int?
    /// The digest of its text.
    public let document: String?
  }
}

extension Programme {
  /// The steps of a programme's life after it was opened.
  enum Step {
    static let plan = Transition<Programme>(from: [.open, .suspended], "publishing a plan")
    static let suspend = Transition<Programme>(from: [.open], to: .suspended, "suspending it")
    static let resume = Transition<Programme>(from: [.suspended], to: .open, "resuming it")
    static let close = Transition<Programme>(from: [.open, .suspended], to: .closed, "closing it")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Programme?, _ payload: Event, _ event: EffectiveEvent) {
    guard state == nil else {
      state?.add(payload, event)
      return
    }
    guard case .opened(let fact) = payload else { return }
    state = Programme(phase: .open)
    state?.school = StreamName(field: fact.school)
    state?.major = fact.hasMajor ? fact.major : nil
    state?.name = fact.hasName ? fact.name : nil
    state?.level = fact.hasLevel ? fact.level : nil
    state?.durationMonths = fact.hasDurationMonths ? Int(fact.durationMonths) : nil
    state?.firstEntryYear = fact.hasFirstEntryYear ? Int(fact.firstEntryYear) : nil
    state?.agreement = StreamName(field: fact.agreement)
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .opened: passOver(event)
    case .planPublished(let fact):
      take(Step.plan, event)
      let known = plans[Int(fact.entryYear)]
      plans[Int(fact.entryYear)] = Plan(
        internshipWeeks: fact.hasInternshipWeeks
          ? Int(fact.internshipWeeks) : known?.internshipWeeks,
        document: fact.hasDocumentSha256 ? fact.documentSha256 : known?.document)
    case .suspended: take(Step.suspend, event)
    case .resumed: take(Step.resume, event)
    case .closed: take(Step.close, event)
    }
  }
}
