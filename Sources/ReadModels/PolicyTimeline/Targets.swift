internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// What is to be reached; how much is reached is counted when it is asked.
struct Targets: StateProjection {
  typealias Folded = Target
  /// Whether it was set and revised by who sees single persons.
  typealias Memory = Bool

  let name = "Targets"
  let version = 5
  let initialMemory = true
  static let target = TableDeclaration(
    "target", "A target as it stands now.",
    [
      .text(
        "kind", nullable: true, title: "Kind", "PLACEMENT_RATE, TRAINED, INTERNS and so on.",
        of: PBTargetSet.Kind.self),
      .text("subject", nullable: true, title: "Subject", "Who is to reach it: any stream."),
      .organisation("set_by", title: "Set by", "Who set it."),
      .text("policy", nullable: true, title: "Policy", "The policy that sets it."),
      .text("figure", nullable: true, title: "Figure", "The figure, as an exact decimal."),
      .integer(
        "wanted", nullable: true, title: "Wanted", unit: "as its unit says",
        "The figure, when it is a whole number."),
      .text("unit", nullable: true, title: "Unit", "Of what."),
      .text(
        "bound", nullable: true, title: "Bound", "EXACT, MORE_THAN and so on.",
        of: PBClaimPublished.Bound.self),
      .date("from_day", nullable: true, title: "From", "The first day that counts."),
      .date("to_day", nullable: true, title: "Until", "The last day that counts."),
      .text("measure", nullable: true, title: "Measure", "What counts it."),
      .text("arguments", nullable: true, title: "Arguments", "The measure's arguments."),
      .day("set_on", title: "Set", "When it was set."),
      .integer("revisions", title: "Revisions", unit: "revisions", "How often it was revised."),
      .text(
        "result", nullable: true, title: "Result", "REACHED, PARTLY, MISSED, as assessed.",
        of: PBTargetAssessed.Result.self),
      .text("assessed_as_of", nullable: true, title: "Assessed as of", "Until when it counted."),
      .evidence, .confirmed, .countsExactly,
    ], indexes: [["measure"]])
  static let targetArgument = TableDeclaration(
    "target_argument", "An argument of the measure that counts a target.",
    key: [.text("name", title: "Name", "The argument's name.")],
    [.text("value", title: "Value", "Its value.")])
  let tables = [Self.target, Self.targetArgument]

  func remember(_ payload: Target.Event, _ event: EffectiveEvent, in countsExactly: inout Bool) {
    switch payload {
    case .set: countsExactly = event.recorderSeesSinglePersons
    case .revised: countsExactly = countsExactly && event.recorderSeesSinglePersons
    case .assessed: break
    }
  }

  func addRows(
    of state: Target?, _ facts: StreamFacts, _ countsExactly: Bool, to rows: inout RowSink
  ) {
    guard let target = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let details = target.details
    let arguments = details.measure.arguments
    rows.add(
      [
        stream, SQLValue(details.kind.word), SQLValue(target.subject),
        SQLValue(field: details.setBy),
        SQLValue(field: details.policy), SQLValue(target.figure?.description),
        SQLValue(target.figure?.whole), SQLValue(field: details.unit), SQLValue(target.bound.word),
        SQLValue(target.from), SQLValue(target.to), SQLValue(field: details.measure.name),
        arguments.map { $0.name + "=" + $0.value }.words, facts.day(target.set),
        SQLValue(target.revisionCount), SQLValue(target.result?.word),
        SQLValue(target.assessedAsOf), facts.evidence(PBTargetSet.eventType), facts.confirmed,
        SQLValue(countsExactly),
      ], to: Self.target)
    for argument in arguments {
      rows.add([stream, .text(argument.name), .text(argument.value)], to: Self.targetArgument)
    }
  }

  /// Targets beside what was counted.
  static func view(_ measures: [CountingMeasure]) -> ViewDeclaration {
    let columns = Targets.target.columns
    let own = columns.map { "t." + $0.name }.joined(separator: ", ")
    let counts = measures.map {
      // Nobody knows here which day it is, and so whether its last day has come.
      $0.ledgerSQL(
        of: "target", countedUntil: countedUntil, since: "c.from_day", isCut: isCut, isRunning: "1")
    }.joined(separator: "\nUNION ALL\n")
    let withSince = measures.filter { $0.arguments.contains { $0.name == "since" } }
      .map { "'\($0.name)'" }.joined(separator: ", ")
    return ViewDeclaration(
      "Targets", title: "Targets and counts",
      "A target beside what its measure counts from its first day, where the measure takes one, until "
        + "its last day or the day asked for.",
      columns: columns + [
        .date(
          "counted_from", nullable: true, title: "Counted from",
          "Earlier facts are not counted; nothing where the measure takes no `since` and so counts "
            + "from the start, whatever the first day is."),
        .day("counted_until", title: "Counted until", "Facts up to that day are counted."),
        .integer(
          "documented", nullable: true, title: "Documented", unit: "as its unit says",
          "Counted from documented facts alone."),
        .integer(
          "with_fill", nullable: true, title: "With fill", unit: "as its unit says",
          "Counted from all facts."),
        .integer(
          "progress_hundredths", nullable: true, title: "Progress", unit: "hundredths of a percent",
          "Documented of wanted, rounded down."),
        .flag(
          "is_reached", nullable: true, title: "Reached",
          "1 when documented facts alone reach it; nothing when there is nothing to count."),
      ], keyColumnCount: 1,
      content: .parameterised(
        """
        SELECT \(own),
          CASE WHEN t.measure IN (\(withSince)) THEN coalesce((SELECT a.value FROM target_argument a
            WHERE a.stream = t.stream AND a.name = 'since'), t.from_day) END AS counted_from,
          nullif(\(countedUntil.replacing("c.", with: "t.")), '9999-12-31')
            AS counted_until,
          n.documented, n.with_fill,
          CASE WHEN t.wanted > 0 THEN n.documented * 10000 / t.wanted END AS progress_hundredths,
          CASE WHEN t.bound = 'MORE_THAN' THEN n.borne > t.wanted
            ELSE n.borne >= t.wanted END AS is_reached
        FROM target t LEFT JOIN (\(counts)) n ON n.claim = t.stream
        """,
        [.until]
      ))
  }

  /// Whether the day asked for is what a target is counted until, or who set it may have chosen the
  /// people, in SQL.
  private static let isCut =
    "(c.counts_exactly = 0 OR (:until IS NOT NULL AND (c.to_day IS NULL OR :until < c.to_day)))"

  /// Until when a target is counted: in SQL, `c` being the target.
  private static let countedUntil =
    "min(coalesce(c.to_day, '9999-12-31'), coalesce(:until, '9999-12-31'))"
}
