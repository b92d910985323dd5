public import Deciding
public import EventModel

/// A class that a school trains to an enterprise's order.
public struct OrderClass: TabledAggregate {
  /// What kind of class it is.
  public internal(set) var kind: PBOrderClassPlanned.Kind?
  /// Its name.
  public internal(set) var name: String?
  /// The cooperation agreement it rests on.
  public internal(set) var agreement: StreamName?
  /// The alliance that plans it.
  public internal(set) var alliance: StreamName?
  /// The school that teaches it.
  public internal(set) var school: StreamName?
  /// The enterprise that ordered it.
  public internal(set) var enterprise: StreamName?
  /// The major's code.
  public internal(set) var major: String?
  /// How many students are planned; `nil` when nobody says.
  public internal(set) var plannedSize: Int?
  /// Its first day.
  public internal(set) var from: CivilDate?
  /// When it was planned.
  public internal(set) var planned: Moment

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout OrderClass?, _ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .planned(let fact):
      state = OrderClass(
        kind: fact.hasKind ? fact.kind : nil, name: fact.hasName ? fact.name : nil,
        agreement: StreamName(field: fact.agreement), alliance: StreamName(field: fact.alliance),
        school: StreamName(field: fact.school), enterprise: StreamName(field: fact.enterprise),
        major: fact.hasMajor ? fact.major : nil,
        plannedSize: fact.hasPlannedSize ? Int(fact.plannedSize) : nil,
        from: CivilDate(field: fact.from), planned: event.occurred)
    }
  }
}

extension PBOrderClassPlanned.Kind {
  /// Whether the law asks for a training agreement.
  public var isApprenticeship: Bool {
    self == .modernApprenticeship || self == .newApprenticeship
  }
}
