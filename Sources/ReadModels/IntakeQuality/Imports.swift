internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Files that were handed in, and which rows were refused and why.
struct Imports: StateProjection {
  typealias Folded = Import

  /// What the state doesn't keep.
  struct Memory: Sendable {
    var refusals: [Refusal: Int] = [:]
    /// Who handed the file in; few files tell on whose behalf.
    var sender: String?
  }

  /// One kind of refusal.
  struct Refusal: Hashable, Sendable {
    let reason: String
    let column: String
    let code: String
  }

  let name = "Imports"
  let version = 3
  let initialMemory = Memory()
  static let `import` = TableDeclaration(
    "import", "A file that was handed in, as it stands now.",
    [
      .text("kind", nullable: true, title: "Kind", "What its rows are, as organisations."),
      .organisation(
        "organisation", title: "Organisation",
        "On whose behalf, as told, else for whom it was handed in."),
      .text("file_sha256", nullable: true, title: "File", "SHA-256 of the file."),
      .text(
        "phase", title: "Phase", "received, processing, completed or reversed.",
        of: Import.Phase.self),
      .integer("rows", nullable: true, title: "Rows", unit: "rows", "How many it has."),
      .integer("recorded", title: "Recorded", unit: "rows", "How many were taken in."),
      .integer("already_so", title: "Already so", unit: "rows", "How many said nothing new."),
      .integer("rejected", title: "Rejected", unit: "rows", "How many were refused."),
      .day("received_on", title: "Received", "When it was handed in."),
      .evidence, .confirmed,
    ])
  static let importRejection = TableDeclaration(
    "import_rejection", "Rows of a file that were refused for one reason.",
    key: [
      .text(
        "reason", title: "Reason", "WRONG_DATA_TYPE, MISSING, REFUSED and so on.",
        values: PBImportRowRejected.Reason.words + ["UNKNOWN"]),
      .text("column_name", title: "Column", "The header's name; empty for the whole row."),
      .text("code", title: "Code", "The rejection's, as wrong-state; empty else."),
    ],
    [.integer("rows", title: "Rows", unit: "rows", "How many.")])
  let tables = [Self.import, Self.importRejection]

  func remember(_ payload: Import.Event, _ event: EffectiveEvent, in memory: inout Memory) {
    if case .received = payload { memory.sender = event.original.event.actor.organisation?.text }
    guard case .rowsProcessed(let rows) = payload else { return }
    for row in rows.rejected {
      let refusal = Refusal(
        reason: row.reason.word ?? "UNKNOWN", column: row.column, code: row.code)
      memory.refusals[refusal, default: 0] += 1
    }
  }

  func addRows(
    of state: Import?, _ facts: StreamFacts, _ memory: Memory, to rows: inout RowSink
  ) {
    guard let file = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let details = file.details
    let received = PBImportReceived.eventType
    rows.add(
      [
        stream, SQLValue(field: details.kind),
        SQLValue(field: details.hasOrganisation ? details.organisation : memory.sender ?? ""),
        SQLValue(field: details.fileSha256), .text(file.phase.rawValue),
        details.hasRowCount ? SQLValue(details.rowCount) : .null, SQLValue(file.recordedCount),
        SQLValue(file.alreadySoCount), SQLValue(file.rejectedCount), facts.day(of: received),
        facts.evidence(received), facts.confirmed,
      ], to: Self.import)
    for (refusal, count) in memory.refusals {
      rows.add(
        [
          stream, .text(refusal.reason), .text(refusal.column), .text(refusal.code),
          SQLValue(count),
        ],
        to: Self.importRejection)
    }
  }

  /// Files as they may be seen: of one with rows about people, few of them are not told to who may see
  /// no small cell and handed in none of them, for each row is somebody's enrolment or outcome.
  static let view = ViewDeclaration(
    "Imports", title: "Imports", Imports.import.definition,
    columns: Imports.import.columns.map { column in
      peopleColumns.contains(column.name)
        ? .people(column.name, title: column.title, unit: "rows", column.definition) : column
    } + [.hidden],
    keyColumnCount: 1,
    content: .parameterised(
      """
      WITH \(seen)
      SELECT \(Imports.import.columns.map { shown($0.name) }.joined(separator: ", ")),
        (hides OR (is_blind AND (\(SmallCells.few(["rejected"]))))) AS is_hidden
      FROM seen
      """, []))

  /// What says how many people a file tells of; so do the refused rows, each of which is somebody's.
  private static let peopleColumns = ["rows", "recorded", "already_so", "rejected"]

  /// The kinds of rows that are about no person; one that nobody knows may be about some.
  private static let kindsOfNobody =
    "('organisations', 'agreements', 'visits', 'activities', 'vacancies')"

  /// A common table expression `seen`: files, whether they are of people for whoever asks, and whether
  /// their figures are left out.
  private static let seen = """
    blind AS (SELECT *, \(SmallCells.blind(besides: "organisation"))
        AND coalesce(kind NOT IN \(kindsOfNobody), 1) AS is_blind FROM import),
      seen AS (SELECT *,
        is_blind AND (\(SmallCells.few(["rows", "recorded", "already_so"]))) AS hides FROM blind)
    """

  private static func shown(_ column: String) -> String {
    guard peopleColumns.contains(column) else { return column }
    return SmallCells.figure(column, hiddenWhere: "hides", roundedWhere: "is_blind")
      + " AS \(column)"
  }

  /// Refused rows by whom they come from and why.
  static let quality = ViewDeclaration(
    "IntakeQuality", title: "Quality of what comes in",
    "Refused rows of one file for one reason, beside the file's size and the share refused.",
    columns: Imports.importRejection.columns.map { column in
      column.name == "rows"
        ? .people("rows", title: column.title, unit: "rows", column.definition) : column
    } + [
      .text("kind", nullable: true, title: "Kind", "What the file's rows are."),
      .organisation("organisation", title: "Organisation", "On whose behalf."),
      .day("received_on", title: "Received", "When it was handed in."),
      .people("file_rows", title: "Rows", unit: "rows", "How many the file has."),
      .integer(
        "share_hundredths", nullable: true, title: "Share", unit: "hundredths of a percent",
        "Refused for this reason, as shown, of the file's rows as shown, rounded down."),
    ], keyColumnCount: 4,
    content: .parameterised(
      """
      WITH \(seen),
      file AS (SELECT stream, kind, organisation, received_on, is_blind, \(shown("rows"))
        FROM seen),
      refused AS (SELECT r.stream, r.reason, r.column_name, r.code,
          \(SmallCells.toFive("r.rows", where: "i.is_blind")) AS rows, i.kind, i.organisation,
          i.received_on, i.rows AS file_rows
        FROM import_rejection r JOIN file i ON i.stream = r.stream)
      SELECT *, CASE WHEN file_rows > 0 THEN min(10000, rows * 10000 / file_rows) END
          AS share_hundredths
      FROM refused
      """, []))
}
