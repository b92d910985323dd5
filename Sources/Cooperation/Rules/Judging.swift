public import Deciding
internal import EventModel

/// An event of a draft that rules judge: decoded once, however many rounds it takes.
struct DraftFact: Sendable {
  /// Which event of the draft it is.
  let index: Int
  /// Our own act, or a report.
  let standing: Standing
  /// What judging it by what came before it needs to see.
  let reads: Judging<Readings>
  /// What the rules say of it by what came before it.
  let judge: Judging<[Judgement]>
  /// What judging it by all that is known needs to see: of a correction, as of the fact that it
  /// corrects.
  let readsAsKnown: Judging<Readings>
  /// What the rules say by all that is known.
  let judgeAsKnown: Judging<[Judgement]>

  /// A question to the rules.
  typealias Judging<Answer> = @Sendable (DecisionContext) throws(Rejection) -> Answer

  /// The judged events of a draft.
  static func all(
    of draft: Decision, _ context: DecisionContext
  ) throws(Rejection) -> [DraftFact] {
    var facts: [DraftFact] = []
    for (index, event) in draft.events.enumerated() where event.voids == nil {
      let fact = JudgedFact(event, context)
      guard let aggregate = CooperationModel.judges(fact) else { continue }
      let judging = try aggregate.judging(fact)
      var asKnown = judging
      if let original = event.corrects {
        var corrected = fact
        corrected.id = original
        corrected.corrects = nil
        asKnown = try aggregate.judging(corrected)
      }
      facts.append(
        DraftFact(
          index: index, standing: fact.standing, reads: judging.reads, judge: judging.judge,
          readsAsKnown: asKnown.reads, judgeAsKnown: asKnown.judgeAsKnown))
    }
    return facts
  }
}

/// What the rules see of a draft.
struct DraftSight: Sendable {
  /// What came before the fact: of a correction, before its original's place.
  let placed: DecisionContext
  /// All that is known: of a correction, also what came after its original, and itself.
  let whole: DecisionContext
  /// Whether both are one.
  let isWhole: Bool

  /// - Precondition: the target is loaded.
  init(_ draft: Decision, of command: ParsedCommand, _ context: DecisionContext) {
    placed = context.before(command.corrects, command.target)
    isWhole = command.corrects == nil
    guard !isWhole else {
      whole = context
      return
    }
    var corrected = context
    corrected.histories[command.target] = context.history(of: command.target).adding(
      draft.events.filter { $0.stream == command.target }, context)
    whole = corrected
  }
}

extension CooperationDecider {
  /// What judging a draft's events needs to see.
  func readsToJudge(
    _ facts: [DraftFact], of draft: Decision, _ sight: DraftSight
  ) throws(Rejection) -> Readings {
    var readings: Readings = []
    for fact in facts {
      readings.formUnion(try fact.reads(sight.placed))
      if !sight.isWhole { readings.formUnion(try fact.readsAsKnown(sight.whole)) }
      readings.formUnion(try LawfulGround.reads(draft.events[fact.index], sight.placed))
      readings.formUnion(
        try RestrictedProcessing.reads(parts: draft.events[fact.index], sight.placed))
    }
    return readings
  }

  /// The draft with the reviews and findings that its rules demand.
  ///
  /// - Throws: ``Rejection`` with code `rule` where a rule refuses our own act.
  func judged(
    _ draft: Decision, _ facts: [DraftFact], _ sight: DraftSight
  ) throws(Rejection) -> Decision {
    var decision = draft
    for fact in facts {
      let judgements =
        try fact.judge(sight.placed) + fact.judgeAsKnown(sight.whole)
        + LawfulGround.judge(draft.events[fact.index], sight.placed)
        + RestrictedProcessing.judge(parts: draft.events[fact.index], sight.placed)
      for judgement in judgements {
        switch try judgement.consequence(fact.standing) {
        case .finding(let finding): decision.findings.append(finding)
        case .review(let review): decision.events[fact.index].reviews.append(review)
        case nil: break
        }
      }
    }
    return decision
  }

  /// What the rules say of a recorded fact after something it stood on was corrected or voided, or
  /// what else has to be seen to say so: one verdict for each finding.
  ///
  /// A finding that would go by it stays where another fact still breaks the rule, which is for the
  /// one to see who asks.
  /// - Parameters:
  ///   - isEffective: whether the fact itself still counts; one that doesn't breaks no rule.
  ///   - context: with the fact's own occurred.
  public func judgeAgain(
    _ fact: JudgedFact, isEffective: Bool, _ context: DecisionContext
  ) throws(Rejection) -> JudgingRound {
    let keeping = DecidedEvent(keeping: fact)
    var readings = Readings(([fact.stream] + keeping.personal.map(\.subject)).map(Reading.stream))
    guard let aggregate = CooperationModel.judges(fact) else { return .judged([]) }
    guard context.holds(readings) else { return .needs(readings) }
    let placed = context.placed(fact)
    let judging = try aggregate.judging(fact)
    readings = try judging.reads(placed).union(judging.reads(context))
      .union(RestrictedProcessing.reads(parts: fact, placed))
      .union(LawfulGround.reads(keeping, placed))
    guard placed.holds(readings) else { return .needs(readings) }
    var verdicts: [FindingVerdict] = []
    let judgements =
      try judging.judge(placed) + judging.judgeAsKnown(context)
      + RestrictedProcessing.judge(parts: fact, placed)
      + LawfulGround.judgeAgain(keeping, isEffective: isEffective, placed, context)
    for judgement in judgements {
      var breach: FindingProposal?
      // It is recorded, so it is too late to refuse it: what a report's breach leads to holds.
      if isEffective, case .finding(let proposal)? = try judgement.consequence(.reported) {
        breach = proposal
      }
      verdicts.append(
        FindingVerdict(
          stream: breach?.stream
            ?? Finding.stream(rule: judgement.rule.number, subjects: judgement.subjects),
          breach: breach,
          withdrawal: isEffective
            // Be it another fact, its correction or another rule book that changed it.
            ? "the rule is kept, by what is known and as the rules are now" : "the fact was voided")
      )
    }
    return .judged(verdicts.onePerFinding)
  }
}

extension FindingVerdict {
  /// The event that makes a finding say so; `nil` where it says so already.
  ///
  /// - Parameter finding: what the finding's stream adds up to.
  public func event(after finding: Finding?) -> DecidedEvent? {
    guard let breach else { return finding?.withdrawal(withdrawal) }
    // What was kept before a ground was told lacks one for ever: whoever found it rectified knew that.
    let isOfGround = [Rule.lawfulGround.number, Rule.separateConsent.number].contains(breach.rule)
    if isOfGround, finding?.status == .rectified { return nil }
    return breach.event(after: finding)
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

extension DecidedEvent {
  /// A recorded fact as it was proposed, with whose parts it keeps.
  fileprivate init(keeping fact: JudgedFact) {
    self.init(
      fact.type, to: fact.stream, schemaVersion: fact.schemaVersion, payload: fact.payload,
      personal: fact.personal.map {
        ProposedPersonalPart(subject: $0.subject, part: $0.part, plaintext: [])
      })
  }
}

extension JudgedFact {
  fileprivate init(_ event: DecidedEvent, _ context: DecisionContext) {
    self.init(
      stream: event.stream, type: event.type, schemaVersion: event.schemaVersion,
      payload: event.payload, occurred: context.occurred,
      standing: event.standing ?? context.standing)
    corrects = event.corrects
  }
}
