internal import Deciding
internal import EventModel

extension PBPlanInternBatch: DomainCommand {
  /// An organisation's own affair.
  static let duty = Duty.ownAffairs
  /// A plan is announced, mostly.
  static let standings = StandingPolicy.either(default: .reported)

  /// The alliance or the cooperation agreement that plans it.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!planner.isEmpty, "planner", "a stream name, as alliance-… or agreement-…")
    return try Check.stream(
      planner, "planner", [Alliance.category, CooperationAgreement.category])
  }

  /// School and host, as far as they are known.
  var references: [Reference] {
    [
      .optional("school", "details.school", details.school, Organisation.category),
      .optional("host", "details.host", details.host, Organisation.category),
    ]
  }

  /// One `alliance.intern-batch-planned` or `agreement.intern-batch-planned`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.key(details.batch, "details.batch")
    if context.standing == .decided {
      try Check.present(details.hasPlannedInterns, "details.plannedInterns", "a number from 1")
    }
    if details.hasPlannedInterns {
      try Check.that(
        details.plannedInterns >= 1, "details.plannedInterns",
        "details.plannedInterns takes a number from 1")
    }
    if details.hasFrom { _ = try Check.date(details.from, "details.from") }
    return stream.isOf(Alliance.category)
      ? try planned(by: Alliance.self, Alliance.Types.internBatchPlanned, stream, context)
      : try planned(
        by: CooperationAgreement.self, CooperationAgreement.Types.internBatchPlanned, stream,
        context)
  }

  private func planned<A: InternBatchPlanner>(
    by planner: A.Type, _ type: EventType, _ stream: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> Decision {
    let event = DecidedEvent(type, details, to: stream)
    if context.isRecorded(event) { return .alreadySo }
    guard try context.target(planner, stream).internBatches[details.batch] == nil else {
      throw Rejection(
        .alreadyExists, "\(stream) has planned a batch \(details.batch) already",
        field: "details.batch", stream: stream)
    }
    try context.step(A.planning, event)
    return Decision(events: [event])
  }
}

/// An entity that plans batches of interns.
protocol InternBatchPlanner: LifeCycle {
  /// Its batches, by key.
  var internBatches: [String: InternBatch] { get }
  /// When it may plan.
  static var planning: Transition<Self> { get }
}

extension Alliance: InternBatchPlanner {
  static let planning = Step.plan
}

extension CooperationAgreement: InternBatchPlanner {
  static let planning = Transition<CooperationAgreement>(
    from: [.drafted, .inReview, .awaitingSignatures, .inForce], "planning interns")
}
