public import Deciding
internal import EventModel

extension CooperationDecider {
  /// What judging a draft's events needs to see.
  func readsToJudge(
    _ draft: Decision, _ context: DecisionContext
  ) throws(Rejection) -> Set<Reading> {
    var readings: Set<Reading> = []
    for event in draft.events where event.voids == nil {
      let fact = JudgedFact(event, context)
      guard let aggregate = CooperationModel.judges(fact) else { continue }
      readings.formUnion(try aggregate.readsToJudge(fact, context))
    }
    return readings
  }

  /// The draft with the reviews and findings that its rules demand.
  ///
  /// - Throws: ``Rejection`` with code `rule` where a rule refuses our own act.
  func judged(
    _ draft: Decision, _ command: ParsedCommand, _ context: DecisionContext
  ) throws(Rejection) -> Decision {
    var decision = draft
    let context = context.before(command.corrects, command.target)
    for index in draft.events.indices where draft.events[index].voids == nil {
      let event = draft.events[index]
      let fact = JudgedFact(event, context)
      guard let aggregate = CooperationModel.judges(fact) else { continue }
      let judgements =
        try aggregate.judge(fact, context) + aggregate.judgeEnds(fact, context)
        + LawfulGround.judge(event, context)
      for judgement in judgements {
        switch try judgement.consequence(fact.standing) {
        case .finding(let finding): decision.findings.append(finding)
        case .review(let review): decision.events[index].reviews.append(review)
        case nil: break
        }
      }
    }
    return decision
  }

  /// What the rules say of a recorded fact after something it stood on was corrected or voided, or
  /// what else has to be seen to say so.
  ///
  /// - Parameters:
  ///   - isEffective: whether the fact itself still counts; one that doesn't breaks no rule.
  ///   - context: with the fact's own occurred.
  public func judgeAgain(
    _ fact: JudgedFact, isEffective: Bool, _ context: DecisionContext
  ) throws(Rejection) -> JudgingRound {
    var readings: Set<Reading> = [.stream(fact.stream)]
    guard let aggregate = CooperationModel.judges(fact) else { return .judged([]) }
    guard context.holds(readings) else { return .needs(readings) }
    let placed = context.placed(fact)
    readings = try aggregate.readsToJudge(fact, placed)
    guard placed.holds(readings) else { return .needs(readings) }
    var verdicts: [FindingVerdict] = []
    for judgement in try aggregate.judge(fact, placed) + aggregate.judgeEnds(fact, context) {
      var breach: FindingProposal?
      // It is recorded, so it is too late to refuse it: what a report's breach leads to holds.
      if isEffective, case .finding(let proposal)? = try judgement.consequence(.reported) {
        breach = proposal
      }
      verdicts.append(
        FindingVerdict(
          stream: Finding.stream(rule: judgement.rule.number, subjects: judgement.subjects),
          breach: breach,
          withdrawal: isEffective
            ? "the rule is kept after a correction" : "the fact was voided"))
    }
    return .judged(verdicts)
  }

  /// What judging a recorded fact again and saying so needs to see, given what has been loaded so
  /// far; asked until it names nothing new.
  public func readsToRejudge(
    _ fact: JudgedFact, _ context: DecisionContext
  ) throws(Rejection) -> Set<Reading> {
    switch try judgeAgain(fact, isEffective: true, context) {
    case .needs(let readings): readings
    case .judged(let verdicts): Set(verdicts.map { .stream($0.stream) })
    }
  }

  /// Judges a recorded fact again: it opens and withdraws findings and undoes nothing.
  ///
  /// - Parameters:
  ///   - isEffective: whether the fact itself still counts; the findings of one that doesn't are
  ///     withdrawn.
  ///   - context: with the fact's own occurred; what ``readsToRejudge(_:_:)`` names is loaded.
  public func rejudge(
    _ fact: JudgedFact, isEffective: Bool, _ context: DecisionContext
  ) throws(Rejection) -> Decision {
    guard case .judged(let verdicts) = try judgeAgain(fact, isEffective: isEffective, context)
    else { preconditionFailure("a fact is judged on what was asked for") }
    var decision = Decision()
    decision.findings = verdicts.compactMap(\.breach)
    for verdict in verdicts {
      let finding = try context.state(Finding.self, verdict.stream)
      if let event = verdict.event(after: finding) { decision.events.append(event) }
    }
    return decision
  }
}

extension FindingVerdict {
  /// The event that makes a finding say so; `nil` where it says so already.
  ///
  /// - Parameter finding: what the finding's stream adds up to.
  public func event(after finding: Finding?) -> DecidedEvent? {
    if let breach { breach.event(after: finding) } else { finding?.withdrawal(withdrawal) }
  }
}

extension DecisionContext {
  /// The context of a recorded fact: its own stream as it stood before the fact's place, as it was
  /// when the fact was proposed.
  fileprivate func placed(_ fact: JudgedFact) -> DecisionContext {
    guard let id = fact.id, let history = histories[fact.stream] else { return self }
    var context = self
    context.histories[fact.stream] = history.beforePlace(of: id)
    return context
  }
}

extension CooperationModel {
  /// The aggregate that judges a fact; `nil` for events that stand in any stream.
  static func judges(_ fact: JudgedFact) -> AggregateDescriptor? {
    guard let aggregate = aggregate(fact.stream.category), aggregate.eventTypes[fact.type] != nil
    else { return nil }
    return aggregate
  }
}

extension JudgedFact {
  fileprivate init(_ event: DecidedEvent, _ context: DecisionContext) {
    self.init(
      stream: event.stream, type: event.type, schemaVersion: event.schemaVersion,
      payload: event.payload, occurred: context.occurred,
      standing: event.standing ?? context.standing)
  }
}
