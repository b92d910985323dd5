public import Deciding
internal import EventModel

/// Decides every command of the domain; see `DomainCommand` for what each brings of its own.
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
      if let fault = command.faults.first { throw fault }
      return try begin(command, context)
    } catch {
      throw error.located(in: command)
    }
  }

  /// What is to be loaded first; what follows doesn't begin anew.
  private func needs(
    _ readings: Readings, of command: ParsedCommand, then next: @escaping DecisionRound.Next
  ) -> DecisionRound {
    .needs(readings) { (context) throws(Rejection) in
      do throws(Rejection) {
        return try next(context)
      } catch {
        throw error.located(in: command)
      }
    }
  }

  /// Begins with the target and all that the command names.
  private func begin(
    _ command: ParsedCommand, _ context: DecisionContext
  ) throws(Rejection) -> DecisionRound {
    var readings: Readings = [.stream(command.target)]
    var named: [NamedStream] = []
    if case .domain(let domain) = command.act {
      named = try NamedStream.all(of: domain)
      for one in named { readings.insert(.stream(one.stream)) }
      readings.formUnion(domain.codeListReads)
    }
    if context.holds(readings) { return try goOnDrafting(command, named, context) }
    return needs(readings, of: command) { [named] (context) throws(Rejection) in
      try goOnDrafting(command, named, context)
    }
  }

  /// Goes on once the target and all that the command names are loaded.
  private func goOnDrafting(
    _ command: ParsedCommand, _ named: [NamedStream], _ context: DecisionContext
  ) throws(Rejection) -> DecisionRound {
    if case .domain(let domain) = command.act {
      let readings = try domain.reads(context.before(command.corrects, command.target))
      guard context.holds(readings) else {
        return needs(readings, of: command) { (context) throws(Rejection) in
          try goOnDrafting(command, named, context)
        }
      }
    }
    let draft = try draft(command, named, context)
    if draft.events.isEmpty { return .decided(draft) }
    return try goOnJudging(draft, DraftFact.all(of: draft, context), command, context)
  }

  /// Goes on with a draft, which what is loaded later doesn't change.
  private func goOnJudging(
    _ draft: Decision, _ facts: [DraftFact], _ command: ParsedCommand, _ context: DecisionContext
  ) throws(Rejection) -> DecisionRound {
    let again: DecisionRound.Next = { (context) throws(Rejection) in
      try goOnJudging(draft, facts, command, context)
    }
    var readings = Readings(draft.events.map(\.stream).uniqued().map(Reading.stream))
    // An erasure that comes between must conflict with every new part of the person.
    readings.formUnion(draft.events.flatMap(\.personal).map { .stream($0.subject) })
    guard context.holds(readings) else { return needs(readings, of: command, then: again) }
    try checkSubjects(draft, context)
    // A correction is judged before its original's place, and may rest on others there.
    let sight = DraftSight(draft, of: command, context)
    readings = try readsToJudge(facts, of: draft, sight)
    guard context.holds(readings) else { return needs(readings, of: command, then: again) }
    return try goOnClaiming(draft, judged: try judged(draft, facts, sight), command, context)
  }

  /// Goes on with what the rules say of a draft.
  private func goOnClaiming(
    _ draft: Decision, judged: Decision, _ command: ParsedCommand, _ context: DecisionContext
  ) throws(Rejection) -> DecisionRound {
    let codes = try CodeClaims(draft.events, context)
    let funds = try FundCommitments(draft.events, context)
    var readings = codes.reads.union(funds.reads)
    readings.formUnion(judged.findings.map { .stream($0.stream) })
    let last: DecisionRound.Next = { (context) throws(Rejection) in
      .decided(try decision(judged, codes, funds, context))
    }
    return context.holds(readings)
      ? try last(context) : needs(readings, of: command, then: last)
  }

  /// Adds the codes that change hands, what funds promise, and findings to what was judged.
  private func decision(
    _ judged: Decision, _ codes: CodeClaims, _ funds: FundCommitments, _ context: DecisionContext
  ) throws(Rejection) -> Decision {
    var decision = judged
    try codes.add(to: &decision, context)
    decision.events += funds.events
    for finding in decision.findings {
      if let event = finding.event(after: try context.state(Finding.self, finding.stream)) {
        decision.events.append(event)
      }
    }
    return decision
  }

  /// What the command leads to by itself, before rules and codes.
  private func draft(
    _ command: ParsedCommand, _ named: [NamedStream], _ context: DecisionContext
  ) throws(Rejection) -> Decision {
    try refuseFuture(context)
    try checkPeriod(command, context)
    try command.checkEffect()
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
      try checkReferences(named, context)
      var decision = try domain.decide(context.before(command.corrects, command.target))
      if !decision.events.isEmpty {
        decision.events[0].reviews += try domain.codeReviews(context)
      }
      if let event = command.corrects {
        decision = try Amending.correct(event, in: history, by: decision)
      }
      addAbout(named, command.target, to: &decision)
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
    _ named: [NamedStream], _ context: DecisionContext
  ) throws(Rejection) {
    for one in named {
      let (field, stream) = (one.field, one.stream)
      let history = context.history(of: stream)
      guard let aggregate = CooperationModel.aggregate(stream.category),
        try aggregate.exists(history)
      else {
        throw Rejection(
          .unknownStream, "\(field): there is no \(stream)", field: field, stream: stream)
      }
      let ground = context.ground(stream)
      if ground !== history, try !aggregate.exists(ground) {
        throw Rejection(
          .unconfirmed, "\(field): \(stream) is under review and no ground for a decided act",
          field: field, stream: stream)
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
    _ named: [NamedStream], _ target: StreamName, to decision: inout Decision
  ) {
    let all =
      [About(role: target.category.text, stream: target)]
      + named.map { About(role: $0.role, stream: $0.stream) }
    for index in decision.events.indices {
      var about = decision.events[index].about
      about += all.filter { one in !about.contains { $0.stream == one.stream } }
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

/// A stream that a command names besides its target; worked out once, however many rounds it takes.
private struct NamedStream: Sendable {
  /// What it is in the fact.
  let role: String
  /// The command's field.
  let field: String
  let stream: StreamName

  /// - Throws: ``Rejection`` when a required name is missing, malformed or of another category.
  static func all(of domain: any DomainCommand) throws(Rejection) -> [NamedStream] {
    var named: [NamedStream] = []
    for reference in domain.references {
      guard let stream = try reference.stream() else { continue }
      named.append(NamedStream(role: reference.role, field: reference.field, stream: stream))
    }
    return named
  }
}
