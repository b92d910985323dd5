internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// The alliances, and the batches of interns that they plan.
struct Alliances: StateProjection {
  typealias Folded = Alliance
  typealias Memory = PlannedBatches

  let name = "Alliances"
  let version = 3
  let initialMemory = PlannedBatches()
  static let alliance = TableDeclaration(
    "alliance", "An alliance as it stands now.",
    [
      .text("name", nullable: true, title: "Name", "Its name."),
      .text(
        "phase", title: "Phase", "proposed, founded, suspended or dissolved.",
        of: Alliance.Phase.self),
      .text("zone", nullable: true, title: "Zone", "The zone or park it works in."),
      .text("region", nullable: true, title: "Region", "GB/T 2260, 6 digits."),
      .text("focus", nullable: true, title: "Focus", "What it is about."),
      .organisation("guided_by", title: "Guided by", "The bureau that guides it."),
      .organisation("operated_by", title: "Operated by", "Who runs it."),
      .day("founded_on", title: "Founded", "When it was founded."),
      .flag("has_charter", title: "Charter", "1 when a charter was adopted."),
      .integer(
        "governing_units", title: "Governing units", unit: "members",
        "How many members the last election named."),
      .evidence, .confirmed,
    ])
  static let allianceInternBatch = PlannedBatches.table("alliance_intern_batch")
  let tables = [Self.alliance, Self.allianceInternBatch]

  func remember(
    _ payload: Alliance.Event, _ event: EffectiveEvent, in memory: inout PlannedBatches
  ) {
    if case .internBatchPlanned(let plan) = payload { memory.add(plan, event) }
  }

  func addRows(
    of state: Alliance?, _ facts: StreamFacts, _ memory: PlannedBatches, to rows: inout RowSink
  ) {
    guard let alliance = state else { return }
    let first = facts.last(Alliance.Types.founded, Alliance.Types.proposed)
    rows.add(
      [
        .text(facts.stream.text), SQLValue(alliance.name), .text(alliance.phase.rawValue),
        SQLValue(alliance.zone), SQLValue(alliance.region), SQLValue(alliance.focus),
        SQLValue(alliance.guidedBy), SQLValue(alliance.operatedBy), facts.day(alliance.founded),
        SQLValue(alliance.hasCharter), SQLValue(alliance.governingUnits.count),
        first?.evidence ?? .null, facts.confirmed,
      ], to: Self.alliance)
    memory.addRows(facts, to: &rows, Self.allianceInternBatch)
  }

  static let view = ViewDeclaration("Alliances", title: "Alliances", of: Alliances.alliance)
}
