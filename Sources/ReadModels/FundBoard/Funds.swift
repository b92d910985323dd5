internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Funds and their budgets.
struct Funds: StateProjection {
  typealias Folded = Fund
  typealias Memory = [BudgetChange]

  /// By how much a budget grew or shrank.
  struct BudgetChange: Sendable {
    let changed: Moment
    let amountFen: Int64
    let evidence: Source.Evidence?
    let isConfirmed: Bool
  }

  let name = "Funds"
  let version = 4
  let initialMemory: [BudgetChange] = []
  static let fund = TableDeclaration(
    "fund", "A fund as it stands now.",
    [
      .text("name", nullable: true, title: "Name", "Its name."),
      .organisation("manager", title: "Manager", "Who runs it."),
      .text("policy", nullable: true, title: "Policy", "The policy it rests on."),
      .text("territory", nullable: true, title: "Territory", "A region's prefix."),
      .integer("year", nullable: true, title: "Year", "The year for which it is."),
      .text("phase", title: "Phase", "open or closed.", of: Fund.Phase.self),
      .integer(
        "budget_fen", nullable: true, title: "Budget", unit: "fen", "What it has."),
      .integer("committed_fen", title: "Committed", unit: "fen", "What it has promised."),
      .day("established_on", title: "Established", "When it was set up."),
      .evidence, .confirmed,
    ])
  static let fundBudget = TableDeclaration(
    "fund_budget", "A change of a fund's budget; those up to a day add up to the budget then.",
    key: [.integer("number", title: "Number", "Which change, from 0.")],
    [
      .integer("change_fen", title: "Change", unit: "fen", "By how much."),
      .day("changed_on", title: "Changed", "When it was set or increased."),
      .evidence, .confirmed,
    ])
  let tables = [Self.fund, Self.fundBudget]

  func remember(_ payload: Fund.Event, _ event: EffectiveEvent, in memory: inout [BudgetChange]) {
    func book(_ amountFen: Int64, _ evidence: Source.Evidence?, isConfirmed: Bool) {
      memory.append(
        BudgetChange(
          changed: event.occurred, amountFen: amountFen, evidence: evidence,
          isConfirmed: isConfirmed))
    }
    func bookNew(_ amountFen: Int64) {
      book(amountFen, event.source.evidence, isConfirmed: event.isConfirmed)
    }
    switch payload {
    case .budgetSet(let fact) where event.isConfirmed:
      // What was set or added before is no part of it any more, whatever that rested on.
      for (evidence, isConfirmed, sum) in Self.sums(memory) {
        book(-sum, evidence, isConfirmed: isConfirmed)
      }
      bookNew(fact.amountFen)
    case .budgetSet(let fact):
      // What a review holds back takes nothing away yet: it is booked as the difference it would make.
      bookNew(fact.amountFen - memory.reduce(0) { $0 + $1.amountFen })
    case .budgetIncreased(let fact): bookNew(fact.byFen)
    case .established, .commitmentChanged, .closed: return
    }
  }

  /// What the changes add up to by what they rest on, nothing where that is nothing.
  private static func sums(
    _ changes: [BudgetChange]
  ) -> [(evidence: Source.Evidence?, isConfirmed: Bool, amountFen: Int64)] {
    var sums: [(evidence: Source.Evidence?, isConfirmed: Bool, amountFen: Int64)] = []
    for change in changes {
      if let index = sums.firstIndex(where: {
        $0.evidence == change.evidence && $0.isConfirmed == change.isConfirmed
      }) {
        sums[index].amountFen += change.amountFen
      } else {
        sums.append((change.evidence, change.isConfirmed, change.amountFen))
      }
    }
    return sums.filter { $0.amountFen != 0 }
  }

  func addRows(
    of state: Fund?, _ facts: StreamFacts, _ memory: [BudgetChange], to rows: inout RowSink
  ) {
    guard let fund = state else { return }
    let established = PBFundEstablished.eventType
    rows.add(
      [
        .text(facts.stream.text), SQLValue(fund.name), SQLValue(fund.manager),
        SQLValue(fund.policy),
        SQLValue(fund.territory), SQLValue(fund.year), .text(fund.phase.rawValue),
        SQLValue(fund.budgetFen), SQLValue(fund.committedFen), facts.day(of: established),
        facts.evidence(established), facts.confirmed,
      ], to: Self.fund)
    for (number, change) in memory.enumerated() {
      rows.add(
        [
          .text(facts.stream.text), SQLValue(number), .integer(change.amountFen),
          facts.day(change.changed), SQLValue(change.evidence?.word),
          SQLValue(change.isConfirmed),
        ], to: Self.fundBudget)
    }
  }
}

/// Grants, and what was paid, spent, taken back.
struct Grants: StateProjection {
  typealias Folded = Grant
  typealias Memory = [Payment]

  /// Money that was paid.
  struct Payment: Sendable {
    let amountFen: Int64
    let paid: Moment
    let tranche: String
    let evidence: Source.Evidence?
    let isConfirmed: Bool
  }

  let name = "Grants"
  let version = 3
  let initialMemory: [Payment] = []
  static let grant = TableDeclaration(
    "grant", "A grant as it stands now; all money in fen.",
    [
      .text("fund", nullable: true, title: "Fund", "The fund."),
      .text("agreement", nullable: true, title: "Agreement", "The cooperation agreement."),
      .text("applicants", nullable: true, title: "Applicants", "The organisations' streams."),
      .text(
        "purpose", nullable: true, title: "Purpose", "FACILITIES, HOST_COSTS and so on.",
        of: PBGrantApplied.Purpose.self),
      .integer("year", nullable: true, title: "Year", "The year for which it is."),
      .text(
        "phase", title: "Phase", "applied, published, approved, rejected or withdrawn.",
        of: Grant.Phase.self),
      .integer("applied_fen", nullable: true, title: "Applied for", unit: "fen", "How much."),
      .integer("approved_fen", nullable: true, title: "Approved", unit: "fen", "How much."),
      .integer("paid_fen", title: "Paid", unit: "fen", "How much."),
      .integer("spent_fen", title: "Spent", unit: "fen", "As the applicants report."),
      .integer("clawback_fen", title: "Clawed back", unit: "fen", "Ordered to be repaid."),
      .integer("repaid_fen", title: "Repaid", unit: "fen", "How much came back."),
      .integer("objections", title: "Objections", unit: "objections", "How many came in."),
      .integer(
        "open_objections", title: "Open objections", unit: "objections", "Not settled yet."),
      .integer("milestones", title: "Milestones", unit: "milestones", "How many were accepted."),
      .text(
        "evaluation", nullable: true, title: "Evaluation", "GOOD, SUFFICIENT …",
        of: PBGrantEvaluated.Result.self),
      .day("applied_on", title: "Applied", "When it was applied for."),
      .day("approved_on", title: "Approved on", "When it was approved."),
      .evidence, .confirmed,
    ], indexes: [["fund"], ["agreement"]])
  static let grantPayment = TableDeclaration(
    "grant_payment", "A tranche of a grant that was paid.",
    key: [.integer("number", title: "Number", "Which payment, from 0.")],
    [
      .text("tranche", nullable: true, title: "Tranche", "Its key."),
      .integer("amount_fen", title: "Amount", unit: "fen", "How much."),
      .day("paid_on", title: "Paid", "When."),
      .evidence, .confirmed,
    ])
  let tables = [Self.grant, Self.grantPayment]

  func remember(_ payload: Grant.Event, _ event: EffectiveEvent, in memory: inout [Payment]) {
    if case .paid(let fact) = payload {
      memory.append(
        Payment(
          amountFen: fact.amountFen, paid: event.occurred, tranche: fact.tranche,
          evidence: event.source.evidence, isConfirmed: event.isConfirmed))
    }
  }

  func addRows(
    of state: Grant?, _ facts: StreamFacts, _ memory: [Payment], to rows: inout RowSink
  ) {
    guard let grant = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let applied = PBGrantApplied.eventType
    rows.add(
      [
        stream, SQLValue(grant.fund), SQLValue(grant.agreement), grant.applicants.words,
        SQLValue(grant.purpose?.word), SQLValue(grant.year), .text(grant.phase.rawValue),
        SQLValue(grant.appliedFen), SQLValue(grant.approvedFen), SQLValue(grant.paidFen),
        SQLValue(grant.spentFen), SQLValue(grant.clawbackFen), SQLValue(grant.repaidFen),
        SQLValue(grant.objections.count),
        SQLValue(grant.objections.values.count { !$0.isSettled }), SQLValue(grant.milestoneCount),
        SQLValue(grant.evaluation?.word), facts.day(of: applied),
        facts.day(of: PBGrantApproved.eventType), facts.evidence(applied), facts.confirmed,
      ], to: Self.grant)
    for (number, payment) in memory.enumerated() {
      rows.add(
        [
          stream, SQLValue(number), SQLValue(field: payment.tranche), .integer(payment.amountFen),
          facts.day(payment.paid), SQLValue(payment.evidence?.word),
          SQLValue(payment.isConfirmed),
        ], to: Self.grantPayment)
    }
  }

  static let view = ViewDeclaration("Grants", title: "Grants", of: Grants.grant)
}

/// Funds beside what their grants cost.
enum FundBoard {
  static let view = ViewDeclaration(
    "FundBoard", title: "Funds",
    "A fund with its grants: applied for, approved, paid, spent, clawed back and repaid.",
    columns: Funds.fund.columns + [
      .integer("grants", title: "Grants", unit: "grants", "How many were applied for."),
      .integer("approved_grants", title: "Approved", unit: "grants", "How many were approved."),
      fen("approved_fen", "Approved", "Promised to grants that stand."),
      fen("paid_fen", "Paid", "Paid to grants."), fen("spent_fen", "Spent", "As reported."),
      fen("clawback_fen", "Clawed back", "Ordered to be repaid."),
      fen("repaid_fen", "Repaid", "What came back."),
      .integer(
        "free_fen", nullable: true, title: "Free", unit: "fen",
        "Budget minus approved; nothing when there is no budget."),
    ], keyColumnCount: 1,
    content: .query(
      """
      SELECT f.*, coalesce(g.grants, 0) AS grants, coalesce(g.approved_grants, 0) AS approved_grants,
        coalesce(g.approved_fen, 0) AS approved_fen, coalesce(g.paid_fen, 0) AS paid_fen,
        coalesce(g.spent_fen, 0) AS spent_fen, coalesce(g.clawback_fen, 0) AS clawback_fen,
        coalesce(g.repaid_fen, 0) AS repaid_fen, f.budget_fen - coalesce(g.approved_fen, 0) AS free_fen
      FROM fund f LEFT JOIN (
        SELECT fund, count(*) AS grants,
          count(*) FILTER (WHERE phase = 'approved') AS approved_grants,
          sum(approved_fen) FILTER (WHERE phase = 'approved') AS approved_fen,
          sum(paid_fen) AS paid_fen, sum(spent_fen) AS spent_fen,
          sum(clawback_fen) AS clawback_fen, sum(repaid_fen) AS repaid_fen
        FROM "grant" GROUP BY fund) g ON g.fund = f.stream
      """))

  private static func fen(_ name: String, _ title: String, _ definition: String)
    -> ColumnDeclaration
  {
    .integer(name, title: title, unit: "fen", definition)
  }

  /// Grants by purpose.
  static let purposes = MeasureDeclaration(
    "grants.by-purpose", title: "Grants by purpose",
    "Grants of a fund, or of all, by purpose: how many, approved, paid, and how they were judged.",
    arguments: [
      .stream("fund", of: .fund, "The fund's stream."),
      ArgumentDeclaration("year", .integer, "The year for which grants are."),
    ],
    columns: [
      .text("purpose", title: "Purpose", "MAJORS_AND_COURSES, FACILITIES and so on."),
      .integer("grants", title: "Grants", unit: "grants", "How many were applied for."),
      .integer("approved", title: "Approved", unit: "grants", "How many were approved."),
      fen("approved_fen", "Approved", "Promised."), fen("paid_fen", "Paid", "Paid."),
      fen("clawback_fen", "Clawed back", "Ordered to be repaid."),
      .integer("evaluated", title: "Evaluated", unit: "grants", "How many were evaluated."),
      .integer("good", title: "Good", unit: "grants", "Of these, those judged GOOD or SUFFICIENT."),
    ],
    sql: """
      SELECT coalesce(purpose, 'UNKNOWN'), count(*), count(*) FILTER (WHERE phase = 'approved'),
        coalesce(sum(approved_fen) FILTER (WHERE phase = 'approved'), 0), sum(paid_fen),
        sum(clawback_fen), count(evaluation),
        count(*) FILTER (WHERE evaluation IN ('GOOD', 'SUFFICIENT'))
      FROM "grant" WHERE (:fund IS NULL OR fund = :fund) AND (:year IS NULL OR year = :year)
      GROUP BY 1 ORDER BY 1
      """)
}
