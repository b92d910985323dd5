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

  /// What judging a recorded fact again needs to see, given what has been loaded so far; asked until
  /// it names nothing new.
  public func readsToRejudge(
    _ fact: JudgedFact, _ context: DecisionContext
  ) throws(Rejection) -> Set<Reading> {
    var readings: Set<Reading> = [.stream(fact.stream)]
    guard let aggregate = CooperationModel.judges(fact), context.holds(readings) else {
      return readings
    }
    let placed = context.placed(fact)
    readings.formUnion(try aggregate.readsToJudge(fact, placed))
    guard placed.holds(readings) else { return readings }
    for judgement in try aggregate.judge(fact, placed) + aggregate.judgeEnds(fact, context) {
      let stream = Finding.stream(rule: judgement.rule.number, subjects: judgement.subjects)
      readings.insert(.stream(stream))
    }
    return readings
  }

  /// Judges a recorded fact again, after something it stood on was corrected or voided: it opens and
  /// withdraws findings and undoes nothing.
  ///
  /// - Parameters:
  ///   - isEffective: whether the fact itself still counts; the findings of one that doesn't are
  ///     withdrawn.
  ///   - context: with the fact's own occurred; what ``readsToRejudge(_:_:)`` names is loaded.
  public func rejudge(
    _ fact: JudgedFact, isEffective: Bool, _ context: DecisionContext
  ) throws(Rejection) -> Decision {
    var decision = Decision()
    guard let aggregate = CooperationModel.judges(fact) else { return decision }
    let judgements =
      try aggregate.judge(fact, context.placed(fact)) + aggregate.judgeEnds(fact, context)
    for judgement in judgements {
      let stream = Finding.stream(rule: judgement.rule.number, subjects: judgement.subjects)
      let finding = try context.state(Finding.self, stream)
      // It is recorded, so it is too late to refuse it: what a report's breach leads to holds.
      if isEffective, case .finding(let proposal)? = try judgement.consequence(.reported) {
        decision.findings.append(proposal)
        if let event = proposal.event(after: finding) { decision.events.append(event) }
      } else if let event = finding?.withdrawal(
        isEffective ? "the rule is kept after a correction" : "the fact was voided")
      {
        decision.events.append(event)
      }
    }
    return decision
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
