public import Deciding
internal import EventModel

/// Decides every command of the domain; see ``DomainCommand`` for what each brings of its own.
public struct CooperationDecider: Decider {
  /// A decider; it has no state.
  public init() {}

  /// The events that the command leads to, or what else has to be loaded first.
  ///
  /// First the target and all that the command names; then what the decision reads, where its events
  /// go, what its rules judge by, the codes that change hands and the findings it may open.
  public func decide(
    _ command: ParsedCommand, _ context: DecisionContext
  ) throws(Rejection) -> DecisionRound {
    do throws(Rejection) {
      return try round(command, context)
    } catch {
      throw error.located(in: command.name)
    }
  }

  private func round(
    _ command: ParsedCommand, _ context: DecisionContext
  ) throws(Rejection) -> DecisionRound {
    var readings: Set<Reading> = [.stream(command.target)]
    if case .domain(let domain) = command.act {
      for reference in domain.references {
        if let stream = try reference.stream() { readings.insert(.stream(stream)) }
      }
      readings.formUnion(domain.codeListReads)
      guard context.holds(readings) else { return .needs(readings) }
      readings = try domain.reads(context.before(command.corrects, command.target))
    }
    guard context.holds(readings) else { return .needs(readings) }
    let draft = try draft(command, context)
    if draft.events.isEmpty { return .decided(draft) }
    return try round(draft, command, context)
  }

  /// Goes on with a draft, which what is loaded later doesn't change.
  private func round(
    _ draft: Decision, _ command: ParsedCommand, _ context: DecisionContext
  ) throws(Rejection) -> DecisionRound {
    let again: DecisionRound.Next = { (context) throws(Rejection) in
      do throws(Rejection) {
        return try round(draft, command, context)
      } catch {
        throw error.located(in: command.name)
      }
    }
    var readings = Set(draft.events.distinctStreams.map(Reading.stream))
    // An erasure that comes between must conflict with every new part of the person.
    readings.formUnion(draft.events.flatMap(\.personal).map { .stream($0.subject) })
    guard context.holds(readings) else { return .needs(readings, then: again) }
    try checkSubjects(draft, context)
    // A correction is judged before its original's place, and may rest on others there.
    readings = try readsToJudge(draft, context.before(command.corrects, command.target))
    guard context.holds(readings) else { return .needs(readings, then: again) }
    return try round(draft, judged: try judged(draft, command, context), command, context)
  }

  /// Goes on with what the rules say of a draft.
  private func round(
    _ draft: Decision, judged: Decision, _ command: ParsedCommand, _ context: DecisionContext
  ) throws(Rejection) -> DecisionRound {
    let codes = try CodeClaims(draft.events, context)
    let funds = try FundCommitments(draft.events, context)
    var readings = codes.reads.union(funds.reads)
    readings.formUnion(judged.findings.map { .stream($0.stream) })
    guard context.holds(readings) else {
      return .needs(readings) { (context) throws(Rejection) in
        do throws(Rejection) {
          return try round(draft, judged: judged, command, context)
        } catch {
          throw error.located(in: command.name)
        }
      }
    }
    var decision = judged
    try codes.add(to: &decision, context)
    decision.events += funds.events
    for finding in decision.findings {
      if let event = finding.event(after: try context.state(Finding.self, finding.stream)) {
        decision.events.append(event)
      }
    }
    return .decided(decision)
  }

  /// What the command leads to by itself, before rules and codes.
  private func draft(
    _ command: ParsedCommand, _ context: DecisionContext
  ) throws(Rejection) -> Decision {
    try refuseFuture(context)
    try checkPeriod(command, context)
    let history = context.history(of: command.target)
    switch command.act {
    case .void(let event, _, let reason):
      let decision = try Amending.void(event, reason, in: history)
      if !decision.events.isEmpty { try Approvals.demand(.void, of: event, in: history) }
      return decision
    case .endReview(let review, _, let passed, let reason):
      return try Amending.endReview(review, passed: passed, reason, in: history)
    case .approval(let act, _): return try act.decide(in: history, context)
    case .domain(let domain):
      if let event = command.corrects {
        let original = try Amending.original(event, in: history)
        try Amending.checkKind(of: original, type(of: domain))
        try Approvals.demand(.correct, of: event, by: command.digest, in: history)
      }
      try checkTarget(domain, command, history)
      try checkReferences(domain, context)
      var decision = try domain.decide(context.before(command.corrects, command.target))
      if !decision.events.isEmpty {
        decision.events[0].reviews += try domain.codeReviews(context)
      }
      if let event = command.corrects {
        decision = try Amending.correct(event, in: history, by: decision)
      }
      try addAbout(domain, command.target, to: &decision)
      return decision
    }
  }

  private func refuseFuture(_ context: DecisionContext) throws(Rejection) {
    let earliest = context.occurred.earliest(in: context.zone)
    guard earliest <= context.now.microseconds + Limits.futureToleranceMicroseconds else {
      throw Rejection(
        .inTheFuture,
        "\(context.occurred) lies in the future: it is \(context.now) now; what is planned is "
          + "recorded as a plan",
        field: "occurred")
    }
  }

  private func checkPeriod(
    _ command: ParsedCommand, _ context: DecisionContext
  ) throws(Rejection) {
    guard let from = command.effectiveFrom, let to = command.effectiveTo else { return }
    guard from.earliest(in: context.zone) <= to.latest(in: context.zone) else {
      throw .malformed("effectiveTo", "effectiveTo \(to) lies before effectiveFrom \(from)")
    }
  }

  private func checkTarget(
    _ domain: any DomainCommand, _ command: ParsedCommand, _ history: StreamHistory
  ) throws(Rejection) {
    let stream = command.target
    guard let aggregate = CooperationModel.aggregate(stream.category) else {
      throw .malformed(command.name, "there is no category \(stream.category)")
    }
    if type(of: domain).creates {
      guard command.corrects != nil || history.isEmpty else {
        let exists = try aggregate.exists(history)
        throw Rejection(
          .alreadyExists,
          exists
            ? "\(stream) exists already"
            : "the registration of \(stream) was voided; a correction of it puts it back",
          stream: stream)
      }
    } else if history.isEmpty, !type(of: domain).mayCreate {
      throw Rejection(.unknownStream, "there is no \(stream)", stream: stream)
    }
  }

  private func checkReferences(
    _ domain: any DomainCommand, _ context: DecisionContext
  ) throws(Rejection) {
    for reference in domain.references {
      guard let stream = try reference.stream() else { continue }
      let history = context.history(of: stream)
      guard let aggregate = CooperationModel.aggregate(stream.category),
        try aggregate.exists(history)
      else {
        throw Rejection(
          .unknownStream, "\(reference.field): there is no \(stream)", field: reference.field,
          stream: stream)
      }
      guard try aggregate.exists(context.ground(stream)) else {
        throw Rejection(
          .unconfirmed,
          "\(reference.field): \(stream) is under review and no ground for a decided act",
          field: reference.field, stream: stream)
      }
    }
  }

  /// An erased person takes no new personal part.
  private func checkSubjects(
    _ decision: Decision, _ context: DecisionContext
  ) throws(Rejection) {
    for part in decision.events.flatMap(\.personal) {
      guard !Person.isErased(context.history(of: part.subject)) else {
        throw .wrongState(part.subject, "the personal data of \(part.subject) were erased")
      }
    }
  }

  /// Every event is about its target and all that the command names.
  private func addAbout(
    _ domain: any DomainCommand, _ target: StreamName, to decision: inout Decision
  ) throws(Rejection) {
    var named = [About(role: target.category.text, stream: target)]
    for reference in domain.references {
      guard let stream = try reference.stream() else { continue }
      named.append(About(role: reference.role, stream: stream))
    }
    for index in decision.events.indices {
      var about = decision.events[index].about
      about += named.filter { one in !about.contains { $0.stream == one.stream } }
      decision.events[index].about = about
    }
  }
}

extension DecisionContext {
  /// The context of a correction: the target as it stood before the original's place.
  func before(_ event: EventID?, _ stream: StreamName) -> DecisionContext {
    guard let event, let history = histories[stream] else { return self }
    var context = self
    context.histories[stream] = history.before(event)
    return context
  }
}
