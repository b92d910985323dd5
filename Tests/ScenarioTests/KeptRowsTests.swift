import EventLog
import EventModel
import FoundationEssentials
import Glibc
import Projections
import ReadModels
import TestSupport
import Testing

/// Histories that are kept as they were recorded, and what every projection makes of them.
///
/// `golden/history-N.log` is an export of a log that the golden commands were recorded into; it never
/// changes. `golden/rows.txt` has a line for each projection's table: history, projection, version,
/// layout, table, rows, digest. With `CONCORD_WRITE_GOLDEN` lines are written where a projection is new,
/// has another version or other tables, never for the same version; and where no history fills a table,
/// but the golden commands do by now, they are recorded into the next one.
@Suite(.serialized) struct `The rows of kept histories` {
  private static let golden = SchemaFile.directory + "/golden"
  private static let writesMissing =
    ProcessInfo.processInfo.environment["CONCORD_WRITE_GOLDEN"] != nil

  private struct Line: Hashable {
    /// What the rows depend on.
    let key: String
    let table: String
    let rows: String

    var text: String { "\(key) \(table) \(rows)" }

    init?(_ text: Substring) {
      let words = text.split(separator: " ")
      guard words.count == 7 else { return nil }
      key = words[...3].joined(separator: " ")
      table = String(words[4])
      rows = words[5...].joined(separator: " ")
    }

    init(_ key: String, _ table: ReadModelDigest.Table) {
      self.key = key
      self.table = table.name
      rows = "\(table.rowCount) \(table.digest)"
    }
  }

  @Test func `change only with the version of the projection`() async throws {
    var lines: [Line] = []
    for history in try Self.histories() { lines += try await Self.lines(of: history) }
    var kept = Self.keptLines()
    if Self.writesMissing {
      let next = try await Self.recordNextHistory(toFill: Self.empty(in: lines))
      lines += next
      let before = Dictionary(kept.map { ($0.key + $0.table, $0) }) { first, _ in first }
      kept = lines.map { before[$0.key + $0.table] ?? $0 }
      let text = kept.map { $0.text + "\n" }.joined()
      try Data(text.utf8).write(to: URL(filePath: Self.golden + "/rows.txt"))
    }
    let known = Set(kept)
    for line in lines where !known.contains(line) {
      Issue.record(
        """
        other rows than before: \(line.text)
        A projection that makes other rows of the same events has another version; \
        CONCORD_WRITE_GOLDEN=1 then writes its lines.
        """)
    }
    #expect(known.subtracting(lines).map(\.text).sorted() == [], "these rows are no more")
  }

  @Test func `show something of every projection`() throws {
    #expect(
      Self.empty(in: Self.keptLines()).sorted() == [],
      """
      No history fills these tables. Once commands.ndjson has a line that does, \
      CONCORD_WRITE_GOLDEN=1 records the next one.
      """)
  }

  /// The tables that hold no row of any history.
  private static func empty(in lines: [Line]) -> Set<String> {
    var empty = Set(CooperationReadModels.all.projections.flatMap(\.tableNames))
    for line in lines where !line.rows.hasPrefix("0 ") { empty.remove(line.table) }
    // Filled by the 63rd thing that one stream's events are about: no golden command goes so far.
    empty.remove("history_more")
    return empty
  }

  private static func histories() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: golden)
      .filter { $0.hasPrefix("history-") && $0.hasSuffix(".log") }.sorted()
  }

  private static func keptLines() -> [Line] {
    let text = (try? SchemaFile.text("golden/rows.txt")) ?? ""
    return text.split(separator: "\n").compactMap { Line($0) }
  }

  private static func lines(of history: String) async throws -> [Line] {
    let directory = TemporaryDirectory()
    let data = directory.path + "/data"
    let file = open(golden + "/" + history, O_RDONLY)
    defer { close(file) }
    try EventLog.importLog(fromDescriptor: file, into: data)
    let log = try EventLog.open(at: data)
    defer { log.close() }
    let set = CooperationReadModels.all
    let store = try ReadModelStore(opening: directory.path + "/views", of: log, set)
    try await store.catchUp()
    let digest = try await store.digest()
    let tables = Dictionary(digest.tables.map { ($0.name, $0) }) { first, _ in first }
    var lines: [Line] = []
    for projection in set.projections {
      let key = "\(history) \(projection.name) \(projection.version) \(projection.layout)"
      for name in projection.tableNames {
        lines.append(Line(key, try #require(tables[name])))
      }
    }
    return lines
  }

  /// Records the golden commands, as they are by now, into one more history; none where they fill none
  /// of the tables.
  ///
  /// - Returns: its lines.
  private static func recordNextHistory(toFill tables: Set<String>) async throws -> [Line] {
    if tables.isEmpty { return [] }
    let number = try histories().count + 1
    let history = "history-\(number).log"
    let path = golden + "/" + history
    let recorded = try await RecordedScenario("../golden/commands.ndjson")
    for refusal in recorded.refusals { print("not in the history: \(refusal)") }
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0o644)
    defer { close(file) }
    try recorded.log.export(toDescriptor: file)
    let made = try await lines(of: history)
    if tables.isSubset(of: empty(in: made)) {
      try FileManager.default.removeItem(atPath: path)
      return []
    }
    return made
  }
}
