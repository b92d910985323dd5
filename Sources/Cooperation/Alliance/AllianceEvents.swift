internal import Deciding
public import EventModel

extension Alliance {
  /// The streams of alliances.
  public static let category = StreamCategory("alliance")

  /// What can happen to an alliance.
  public enum Event: Sendable {
    /// Somebody wants it.
    case proposed(PBAllianceProfile)
    /// The founding meeting founds it.
    case founded(PBAllianceProfile)
    /// The meeting adopts the charter.
    case charterAdopted(PBCharter)
    /// The charter gets another text.
    case charterAmended(PBCharter)
    /// Members are elected to govern.
    case governingUnitsElected(PBGoverningUnitsElected)
    /// The points of a year's work are made known.
    case workPlanReleased(PBWorkPlanReleased)
    /// Somebody runs it from now on.
    case operatorAppointed(PBOperatorAppointed)
    /// Organisations are honoured.
    case awardGranted(PBAwardGranted)
    /// The plaque is unveiled.
    case plaqueUnveiled(PBPlaqueUnveiled)
    /// It plans a batch of interns.
    case internBatchPlanned(PBInternBatchPlanned)
    /// It rests.
    case suspended(PBAllianceStatusChanged)
    /// It works again.
    case resumed(PBAllianceStatusChanged)
    /// It ends.
    case dissolved(PBAllianceStatusChanged)
  }

  /// The stored names of those events.
  package enum Types {
    package static let proposed = EventType("alliance.proposed")
    package static let founded = EventType("alliance.founded")
    package static let charterAdopted = EventType("alliance.charter-adopted")
    static let charterAmended = EventType("alliance.charter-amended")
    package static let internBatchPlanned = EventType("alliance.intern-batch-planned")
    package static let suspended = EventType("alliance.suspended")
    package static let resumed = EventType("alliance.resumed")
    package static let dissolved = EventType("alliance.dissolved")
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Types.proposed, Event.proposed),
    .of(Types.founded, Event.founded),
    .of(Types.charterAdopted, Event.charterAdopted),
    .of(Types.charterAmended, Event.charterAmended),
    .of(Event.governingUnitsElected),
    .of(Event.workPlanReleased),
    .of(Event.operatorAppointed),
    .of(Event.awardGranted),
    .of(Event.plaqueUnveiled),
    .of(Types.internBatchPlanned, Event.internBatchPlanned),
    .of(Types.suspended, Event.suspended),
    .of(Types.resumed, Event.resumed),
    .of(Types.dissolved, Event.dissolved),
  ])
}

extension PBGoverningUnitsElected: EventPayload {
  /// The stored name.
  public static let eventType = EventType("alliance.governing-units-elected")
}

extension PBWorkPlanReleased: EventPayload {
  /// The stored name.
  public static let eventType = EventType("alliance.work-plan-released")
}

extension PBOperatorAppointed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("alliance.operator-appointed")
}

extension PBAwardGranted: EventPayload {
  /// The stored name.
  public static let eventType = EventType("alliance.award-granted")
}

extension PBPlaqueUnveiled: EventPayload {
  /// The stored name.
  public static let eventType = EventType("alliance.plaque-unveiled")
}
