public import Deciding
public import EventModel

/// A body of schools, enterprises and institutions that cooperate under one charter.
public struct Alliance: LifeCycle {
  /// Where an alliance stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// Somebody wants it.
    case proposed
    /// It exists.
    case founded
    /// It rests.
    case suspended
    /// It ended.
    case dissolved
  }

  /// What is told of a time after it changes nothing.
  static let endPhases: Set<Phase> = [.dissolved]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// Its name.
  public internal(set) var name: String?
  /// The zone or park it works in.
  public internal(set) var zone: String?
  /// The zone's region code.
  public internal(set) var region: String?
  /// What it is about, as "manufacturing".
  public internal(set) var focus: String?
  /// The bureau that guides it.
  public internal(set) var guidedBy: StreamName?
  /// When it was founded.
  public internal(set) var founded: Moment?
  /// When it was dissolved.
  public internal(set) var dissolved: Moment?
  /// Whether a charter was adopted.
  public internal(set) var hasCharter = false
  /// The charter's version in force.
  var charterVersion: String?
  /// The governing units of the last election.
  public internal(set) var governingUnits: [GoverningUnit] = []
  /// Who runs it from day to day.
  public internal(set) var operatedBy: StreamName?
  /// The years for which a work plan was released.
  var workPlanYears: Set<Int> = []
  /// The planned intern batches, by key.
  var internBatches: [String: InternBatch] = [:]

  /// A member with an office.
  public struct GoverningUnit: Hashable, Sendable {
    /// The member.
    public let organisation: StreamName
    /// The office, if it is known.
    public let office: String?
  }

  /// Whether it can act.
  public var isActive: Bool { phase == .founded }
}

extension Alliance {
  /// The steps of an alliance's life after it came to be.
  enum Step {
    static let found = Transition<Alliance>(from: [.proposed], to: .founded, "founding")
    static let conduct = Transition<Alliance>(from: [.founded])
    static let plan = Transition<Alliance>(from: [.proposed, .founded], "planning interns")
    static let suspend = Transition<Alliance>(from: [.founded], to: .suspended, "suspending it")
    static let resume = Transition<Alliance>(from: [.suspended], to: .founded, "resuming it")
    static let dissolve = Transition<Alliance>(
      from: [.proposed, .founded, .suspended], to: .dissolved, "dissolving it")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Alliance?, _ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .proposed(let profile) where state == nil:
      state = Alliance(phase: .proposed)
      state?.describe(profile)
    case .founded(let profile) where state == nil:
      state = Alliance(phase: .founded)
      state?.describe(profile)
      state?.founded = event.occurred
    default:
      state?.add(payload, event)
    }
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .proposed: passOver(event)
    case .founded(let profile):
      founded = takeOnce(Step.found, event, at: founded)
      if isPassedOver(event) { return }
      describe(profile)
    case .charterAdopted(let charter):
      take(Step.conduct, event)
      hasCharter = true
      if charter.hasVersion { charterVersion = charter.version }
    case .charterAmended(let charter):
      take(Step.conduct, event)
      hasCharter = true
      charterVersion = charter.hasVersion ? charter.version : nil
    case .governingUnitsElected(let election):
      take(Step.conduct, event)
      governingUnits = election.units.compactMap { unit in
        StreamName(field: unit.organisation).map {
          GoverningUnit(organisation: $0, office: unit.hasOffice ? unit.office : nil)
        }
      }
    case .workPlanReleased(let plan):
      take(Step.conduct, event)
      workPlanYears.insert(Int(plan.year))
    case .operatorAppointed(let appointment):
      take(Step.conduct, event)
      operatedBy = StreamName(field: appointment.operator)
    case .awardGranted, .plaqueUnveiled:
      take(Step.conduct, event)
    case .internBatchPlanned(let plan):
      take(Step.plan, event)
      internBatches[plan.batch] = InternBatch(plan)
    case .suspended: take(Step.suspend, event)
    case .resumed: take(Step.resume, event)
    case .dissolved: dissolved = end(Step.dissolve, event, at: dissolved)
    }
  }

  // A founding that leaves out what the proposal said doesn't take it back.
  private mutating func describe(_ profile: PBAllianceProfile) {
    if profile.hasName { name = profile.name }
    if profile.hasZone { zone = profile.zone }
    if profile.hasRegion { region = profile.region }
    if profile.hasFocus { focus = profile.focus }
    if let bureau = StreamName(field: profile.guidedBy) { guidedBy = bureau }
  }
}
