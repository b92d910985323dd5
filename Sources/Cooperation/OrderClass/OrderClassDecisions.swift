public import Deciding
public import EventModel

extension PBPlanOrderClass: DomainCommand {
  /// `planOrderClass`
  public static let name = "planOrderClass"
  /// A plan is announced, mostly.
  public static let standings = StandingPolicy.either(default: .reported)
  /// It brings the order class into being.
  public static let creates = true

  /// The order class's stream.
  public func target() throws(Rejection) -> StreamName {
    try Check.present(!orderClass.isEmpty, "orderClass", "a stream name, as order.class-…")
    return try Check.stream(orderClass, "orderClass", [OrderClass.category])
  }

  /// What it rests on, who plans it, who teaches and who ordered it, as far as they are known.
  public var references: [Reference] {
    [
      .optional(
        "agreement", "details.agreement", details.agreement, CooperationAgreement.category),
      .optional("alliance", "details.alliance", details.alliance, Alliance.category),
      .optional("school", "details.school", details.school, Organisation.category),
      .optional("enterprise", "details.enterprise", details.enterprise, Organisation.category),
    ]
  }

  /// One `order-class.planned`.
  public func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(
      details.hasAgreement || details.hasAlliance || details.hasSchool || details.hasEnterprise,
      "details", "an agreement, an alliance, a school or an enterprise")
    if details.hasName { try Check.text(details.name, "details.name") }
    if details.hasMajor { try Check.digits(details.major, 6, "details.major") }
    if details.hasPlannedSize {
      try Check.that(
        details.plannedSize >= 1, "details.plannedSize",
        "details.plannedSize takes a number from 1")
    }
    if details.hasFrom { _ = try Check.date(details.from, "details.from") }
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension OrderClass {
  /// Everything it names: the agreement for its force, the organisations for their kind.
  public static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Set<Reading> {
    guard case .planned(let plan) = event.payload else { return [] }
    return Set(
      [plan.agreement, plan.school, plan.enterprise].compactMap {
        StreamName(field: $0).map(Reading.stream)
      })
  }

  /// R17, and that school and enterprise are parties of the agreement.
  public static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    guard case .planned(let plan) = event.payload else { return [] }
    let agreement = try StreamName(field: plan.agreement).map {
      (stream) throws(Rejection) in
      (
        stream: stream,
        state: try context.ground(stream).state(CooperationAgreement.self, asOf: event.occurred)
      )
    }
    return [
      WrittenAgreement.judge(
        planning: event.stream, plan, agreement: agreement,
        isReported: event.standing == .reported, on: event.occurred, in: context.zone),
      Judgement(
        .fittingAgreement, in: event.stream, breach: agreement?.state?.stranger(plan.sides)),
    ]
  }
}

extension PBOrderClassPlanned {
  fileprivate var sides: [StreamName] {
    [school, enterprise].compactMap { StreamName(field: $0) }
  }
}

extension CooperationAgreement {
  /// Why one of the organisations is no party of the agreement; `nil` when all are.
  func stranger(_ organisations: [StreamName]) -> String? {
    organisations.first { !parties.contains($0) }.map {
      "\($0) is no party of the agreement that it rests on"
    }
  }
}
