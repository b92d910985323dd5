internal import EventModel
internal import Projections

/// Facts that were entered late, changed, or came after statistics were frozen.
enum LateAndCorrected {
  static let view = ViewDeclaration(
    "LateAndCorrected", title: "Late and changed facts",
    "A recorded event that came a day late or later, was corrected or voided, or speaks of a time "
      + "that frozen statistics had counted before it came.",
    columns: [
      TableDeclaration.streamColumn,
      .integer("position", title: "Position", "Where it stands in the log."),
      .text("type", title: "Type", "Its event type."),
      .moment(
        "occurred", title: "Occurred", "When it happened, as precisely as it is known.",
        .told(by: CooperationHistory.number("occurred_by", of: "LateAndCorrected"))),
      .moment(
        "recorded", title: "Recorded", "When it was recorded, in UTC.",
        .seconds(by: CooperationHistory.number("recorded_at", of: "LateAndCorrected"))),
      .integer(
        "lag_days", title: "Lag", unit: "days",
        "From the last moment it may have happened to its recording, rounded down."),
      .text(
        "status", title: "Status", "effective, corrected, voided, correction and so on.",
        of: HistoryStatus.self),
      .integer(
        "amended_by", nullable: true, title: "Amended by",
        "The position of the correction or void that counts for it; who made it stands there."),
      .integer(
        "freezes", title: "After freezes", unit: "statistics",
        "How many frozen statistics cover its day and were counted before it came."),
      .evidence,
    ], keyColumnCount: 2,
    content: .query(
      """
      SELECT e.stream, e.position, e.type, e.occurred,
        strftime('%Y-%m-%dT%H:%M:%SZ', e.recorded_at / 1000000, 'unixepoch') AS recorded,
        max(0, e.recorded_at - e.occurred_by) / 86400000000 AS lag_days, e.status, e.amended_by,
        (SELECT count(*) FROM report r WHERE r.frozen_on IS NOT NULL
          AND r.tree_size <= e.position AND e.occurred_by <= r.cut_off_by) AS freezes,
        e.evidence
      FROM history_event e
      WHERE e.recorded_at - e.occurred_by >= 86400000000
        OR e.status IN ('corrected', 'voided', 'correction', 'void')
        OR EXISTS (SELECT 1 FROM report r WHERE r.frozen_on IS NOT NULL
          AND r.tree_size <= e.position AND e.occurred_by <= r.cut_off_by)
      """), readers: .ofSinglePersons(figuresIn: "the measure history.lags"))

  /// How late facts come.
  static let lags = MeasureDeclaration(
    "history.lags", title: "How late facts come",
    "Recorded events by type: how many, how many a day late or later, and how many were changed. Of "
      + "streams of single persons and of what they hold, of classes, trainings, vacancies, disputes and findings, "
      + "readers who see no small cells are told nothing of fewer than five events, and of more only figures of "
      + "five at least."
      + SmallCells.roundingNote,
    arguments: [ArgumentDeclaration("type", .text, "The beginning of an event type.")],
    columns: [
      .text("type", title: "Type", "The event type."),
      .integer(
        "events", nullable: true, title: "Events", unit: "events", "How many are recorded."),
      .integer(
        "late", nullable: true, title: "Late", unit: "events",
        "Recorded a whole day or more after the last moment they may have happened."),
      .integer(
        "longest_days", nullable: true, title: "Longest", unit: "days",
        "The longest lag, in whole days; of streams of single persons it is one person's."),
      .integer(
        "changed", nullable: true, title: "Changed", unit: "events", "Corrected or voided."),
      .hidden,
    ],
    sql: """
      WITH counted AS (SELECT type, count(*) AS events,
          count(*) FILTER (WHERE recorded_at - occurred_by >= 86400000000) AS late,
          max(0, max(recorded_at - occurred_by)) / 86400000000 AS longest_days,
          count(*) FILTER (WHERE status IN ('corrected', 'voided')) AS changed,
          :hides_small_cells AND max(\(SmallCells.isOfPerson("stream"))
            OR substr(stream, 1, instr(stream, '-') - 1) IN \(countingPeople)) AS of_persons
        FROM history_event
        WHERE :type IS NULL OR substr(type, 1, length(:type)) = :type GROUP BY type)
      SELECT type, \(ofPersons("events")), \(ofPersons("late")),
        CASE WHEN NOT of_persons THEN longest_days END, \(ofPersons("changed")),
        of_persons AND (\(SmallCells.few(["events", "late", "changed"])))
      FROM counted ORDER BY type
      """)

  /// The streams of nobody whose events come and go with one person each: who joins a class or a training,
  /// is hired, contests what is recorded, or is what a finding speaks of; and those of codes that one person
  /// holds at a time, as an enrolment.
  private static let countingPeople =
    "('order.class', 'training', 'vacancy', 'dispute', 'finding', "
    + SinglePersons.codes.map { "'\($0.text)'" }.joined(separator: ", ") + ")"

  /// A figure as it may be seen: of streams of single persons none below five, and to the nearest five.
  private static func ofPersons(_ figure: String) -> String {
    SmallCells.figure(
      figure, hiddenWhere: "of_persons AND (events < 5 OR \(figure) BETWEEN 1 AND 4)",
      roundedWhere: "of_persons")
  }
}
