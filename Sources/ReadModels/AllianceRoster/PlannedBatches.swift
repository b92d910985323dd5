internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// The batches of interns that one alliance or agreement plans; a key said again replaces its plan.
struct PlannedBatches: Sendable {
  private struct Batch {
    let key: String
    let plan: PBInternBatchPlanned
    let occurred: Moment
    let evidence: Source.Evidence?
    let isConfirmed: Bool
  }

  private var batches: [Batch] = []

  mutating func add(_ plan: PBInternBatchPlanned, _ event: EffectiveEvent) {
    batches.removeAll { $0.key == plan.batch }
    batches.append(
      Batch(
        key: plan.batch, plan: plan, occurred: event.occurred, evidence: event.source.evidence,
        isConfirmed: event.isConfirmed))
  }

  static func table(_ name: String) -> TableDeclaration {
    TableDeclaration(
      name, "A planned batch of interns: a plan, never a count of people.",
      key: [.text("batch", title: "Batch", "Its key in the planner's stream.")],
      [
        .integer(
          "planned", nullable: true, title: "Planned", unit: "interns", "How many are planned."),
        .date("from_day", nullable: true, title: "From", "The first day."),
        .organisation("school", title: "School", "The school that sends them."),
        .organisation("host", title: "Host", "The host that takes them."),
        .day("planned_on", title: "Planned on", "When it was planned."),
        .evidence, .confirmed,
      ])
  }

  func addRows(_ facts: StreamFacts, to rows: inout RowSink, _ table: TableDeclaration) {
    for batch in batches {
      rows.add(
        [
          .text(facts.stream.text), .text(batch.key),
          batch.plan.hasPlannedInterns ? SQLValue(batch.plan.plannedInterns) : .null,
          SQLValue(field: batch.plan.from), SQLValue(field: batch.plan.school),
          SQLValue(field: batch.plan.host), facts.day(batch.occurred),
          SQLValue(batch.evidence?.word), SQLValue(batch.isConfirmed),
        ], to: table)
    }
  }

  /// All planned batches, whoever plans them.
  static let view = ViewDeclaration(
    "InternBatches", title: "Planned intern batches",
    "A planned batch of interns: a plan, never a count of people.",
    columns: Alliances.allianceInternBatch.columns + [
      .text(
        "alliance", nullable: true, title: "Alliance",
        "The alliance that plans it, or to which the agreement leads.")
    ], keyColumnCount: 2,
    content: .query(
      """
      SELECT b.*, b.stream AS alliance FROM alliance_intern_batch b
      UNION ALL
      SELECT b.*, \(AgreementBoard.alliance(of: "a")) FROM agreement_intern_batch b
      LEFT JOIN agreement a ON a.stream = b.stream
      """))
}
