internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// What graduates do after school, and how that changed.
struct Outcomes: StateProjection {
  typealias Folded = EmploymentOutcome
  typealias Memory = [Period]

  /// A time in which an outcome said one thing.
  struct Period: Sendable {
    let from: Moment
    var to: Moment?
    let category: String?
    let isKeyField: Bool
    let phase: EmploymentOutcome.Phase
    let evidence: Source.Evidence?
    let isConfirmed: Bool
  }

  let name = "Outcomes"
  let version = 3
  let initialMemory: [Period] = []
  static let outcome = TableDeclaration(
    "outcome", "A graduate's outcome as it stands now; subject ids only.",
    [
      .text("graduate", nullable: true, title: "Graduate", "The person's stream."),
      .text("enrolment", nullable: true, title: "Enrolment", "The enrolment it belongs to."),
      .organisation("school", title: "School", "The school."),
      .integer("class_year", nullable: true, title: "Class", "The year the class graduates."),
      .text(
        "phase", title: "Phase", "declared, confirmed or contested.",
        of: EmploymentOutcome.Phase.self),
      .text("category", nullable: true, title: "Category", "A code of destination categories."),
      .organisation("employer", title: "Employer", "With whom."),
      .text("occupation", nullable: true, title: "Occupation", "What the work is."),
      .text("industry", nullable: true, title: "Industry", "GB/T 4754."),
      .text("region", nullable: true, title: "Region", "Where the work is."),
      .flag("is_key_field", title: "Key field", "1 in a field that the state favours."),
      .day("declared_on", title: "Declared", "When it was declared."),
      .integer("revisions", title: "Revisions", unit: "revisions", "How often it was revised."),
      .flag("is_contested", title: "Contested", "1 while the graduate contests it."),
      .text(
        "contest_ground", nullable: true, title: "Ground", "Why it is contested.",
        of: PBOutcomeGraduateContested.Ground.self),
      .text(
        "cross_check", nullable: true, title: "Cross-check", "What a register said.",
        of: PBOutcomeEmployerCrossChecked.Result.self),
      .flag("school_passed", nullable: true, title: "School", "1 when the school passed it."),
      .flag("bureau_passed", nullable: true, title: "Bureau", "1 when the bureau passed it."),
      .evidence, .confirmed,
    ], indexes: [["enrolment"], ["graduate"], ["employer"]])
  static let outcomePeriod = TableDeclaration(
    "outcome_period", "A time in which an outcome said one thing.",
    key: [.integer("number", title: "Number", "Which time, from 0.")],
    [
      .text("enrolment", nullable: true, title: "Enrolment", "The enrolment it belongs to."),
      .text("category", nullable: true, title: "Category", "A code of destination categories."),
      .flag("is_key_field", title: "Key field", "1 in a field that the state favours."),
      .text(
        "phase", title: "Phase", "declared, confirmed or contested.",
        of: EmploymentOutcome.Phase.self),
      .day("from_day", title: "From", "Since when it says so."),
      .day("to_day", title: "Until", "Until when; nothing while it does."),
      .evidence, .confirmed,
    ], indexes: [["enrolment"]])
  let tables = [Self.outcome, Self.outcomePeriod]

  func remember(
    _ payload: EmploymentOutcome.Event, _ event: EffectiveEvent, in memory: inout [Period]
  ) {
    let said = memory.last.map { ($0.category, $0.isKeyField) } ?? (nil, false)
    switch payload {
    case .declared(let fact):
      if memory.isEmpty { begin(told(fact.facts), .declared, event, &memory) }
    case .revised(let fact): begin(told(fact.facts), .declared, event, &memory)
    case .graduateConfirmed: begin(said, .confirmed, event, &memory)
    case .graduateContested: begin(said, .contested, event, &memory)
    default: break
    }
  }

  private func told(_ facts: PBOutcomeFacts) -> (category: String?, isKeyField: Bool) {
    (facts.hasCategory ? facts.category : nil, facts.keyField)
  }

  private func begin(
    _ said: (category: String?, isKeyField: Bool), _ phase: EmploymentOutcome.Phase,
    _ event: EffectiveEvent, _ periods: inout [Period]
  ) {
    if let last = periods.indices.last { periods[last].to = event.occurred }
    // What a declaration rests on stays, whoever confirms or contests it.
    let isNew = phase == .declared
    periods.append(
      Period(
        from: event.occurred, category: said.category, isKeyField: said.isKeyField, phase: phase,
        evidence: isNew ? event.source.evidence : periods.last?.evidence,
        isConfirmed: event.isConfirmed && (isNew || periods.last?.isConfirmed != false)))
  }

  func addRows(
    of state: EmploymentOutcome?, _ facts: StreamFacts, _ memory: [Period], to rows: inout RowSink
  ) {
    guard let outcome = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let (said, revised) = (outcome.facts, PBOutcomeRevised.eventType)
    rows.add(
      [
        stream, SQLValue(outcome.graduate), SQLValue(outcome.enrolment), SQLValue(outcome.school),
        SQLValue(outcome.classYear), .text(outcome.phase.rawValue), SQLValue(outcome.category),
        SQLValue(outcome.employer), SQLValue(field: said.occupation),
        SQLValue(field: said.industry),
        SQLValue(field: said.region), SQLValue(said.keyField), facts.day(outcome.declared),
        SQLValue(outcome.revisionCount), SQLValue(outcome.isContested),
        SQLValue(outcome.contestGround?.word), SQLValue(outcome.crossCheck?.word),
        SQLValue(outcome.schoolReview?.passed), SQLValue(outcome.bureauReview?.passed),
        facts.evidence(revised, PBOutcomeDeclared.eventType), facts.confirmed,
      ], to: Self.outcome)
    for (number, period) in memory.enumerated() {
      rows.add(
        [
          stream, SQLValue(number), SQLValue(outcome.enrolment), SQLValue(period.category),
          SQLValue(period.isKeyField), .text(period.phase.rawValue), facts.day(period.from),
          facts.day(period.to),
          SQLValue(period.evidence?.word), SQLValue(period.isConfirmed),
        ], to: Self.outcomePeriod)
    }
  }

  /// Whether an outcome is in a dispute that is open at the end of a day, in SQL.
  static func isDisputed(_ stream: String, on day: String) -> String {
    """
    EXISTS (SELECT 1 FROM dispute_subject x WHERE x.subject = \(stream)
      AND x.raised_on <= \(day) AND (x.settled_on IS NULL OR x.settled_on > \(day)))
    """
  }

  static let view = ViewDeclaration(
    "Outcomes", title: "Outcomes", of: Outcomes.outcome,
    readers: .ofSinglePersons(figuresIn: "OutcomeStatistics", owners: ["school"]))
}
