internal import Cooperation
internal import EventModel
internal import Projections

/// Codes of many years told as the lists of one day have them.
///
/// Facts keep the codes that were recorded. Who groups them over years asks with a day: a code that
/// had ended by then is told as its successor, and one that ended without as unmapped, as is one that
/// a complete list doesn't have. That a list which is not complete lacks a code says nothing: it
/// stands as it was recorded.
/// Of the codes that a list has the same as ``Cooperation/CodeLists/mapped(_:in:to:)``.
enum CodeVintage {
  /// The argument that asks for it; in SQL `:codes_on`.
  static let argument = ArgumentDeclaration(
    "codes_on", .date,
    "Codes are told as the lists have them on that day, UNMAPPED in front of one that has ended by "
      + "then, or that a complete list doesn't have; as they were recorded when missing.")

  /// What stands in front of a code that means nothing on the day asked for.
  static let unmapped = "UNMAPPED "

  /// Common table expressions that give `NAME(code, told)`: what codes of a list are on the day that
  /// is asked for; no rows when none is.
  ///
  /// Looked up in the list that the log holds, once it is in use, else in the one that Concord brings.
  static func mapping(of list: CodeListName, as name: String) -> String {
    let stream = "'\(list.stream.text)'"
    let isComplete = Cooperation.CodeLists().isComplete(list)
    let isRecorded =
      "EXISTS (SELECT 1 FROM code_list l WHERE l.stream = \(stream) AND l.is_in_use = 1)"
    return """
      \(name)_entry AS MATERIALIZED (
        SELECT code, number, valid_from, valid_to, successor FROM code
        WHERE stream = \(stream) AND :codes_on IS NOT NULL AND \(isRecorded)
        UNION ALL
        SELECT column1, column2, column3, column4, column5 FROM (\(shipped(list)))
        WHERE :codes_on IS NOT NULL AND NOT \(isRecorded)),
      \(name)_now AS MATERIALIZED (
        SELECT DISTINCT code FROM \(name)_entry
        WHERE (valid_from IS NULL OR valid_from <= :codes_on)
          AND (valid_to IS NULL OR valid_to >= :codes_on)),
      \(name)_next AS MATERIALIZED (
        SELECT code, successor, max(number) FROM \(name)_entry WHERE successor IS NOT NULL
        GROUP BY code),
      \(name)_chain(code, at, path) AS (
        SELECT DISTINCT code, code, '|' || code || '|' FROM \(name)_entry
        UNION ALL
        SELECT c.code, n.successor, c.path || n.successor || '|'
        FROM \(name)_chain c JOIN \(name)_next n ON n.code = c.at
        LEFT JOIN \(name)_now v ON v.code = c.at
        WHERE v.code IS NULL AND instr(c.path, '|' || n.successor || '|') = 0),
      \(name)_holds AS MATERIALIZED (
        SELECT c.code, c.at AS told FROM \(name)_chain c JOIN \(name)_now v ON v.code = c.at),
      \(name)_complete AS MATERIALIZED (
        SELECT coalesce((SELECT l.is_complete FROM code_list l
          WHERE l.stream = \(stream) AND l.is_in_use = 1), \(isComplete ? 1 : 0)) AS is_complete),
      \(name) AS MATERIALIZED (
        SELECT DISTINCT e.code AS code, coalesce(h.told, '\(unmapped)' || e.code) AS told
        FROM \(name)_entry e LEFT JOIN \(name)_holds h ON h.code = e.code)
      """
  }

  /// A column's code as it is asked for, in SQL; `joined` is what stands there for the mapping of that
  /// name.
  static func told(_ column: String, _ joined: String, of mapping: String) -> String {
    """
    CASE WHEN :codes_on IS NULL OR \(column) IS NULL THEN \(column)
      ELSE coalesce(\(joined).told, CASE WHEN (SELECT is_complete FROM \(mapping)_complete)
        THEN '\(unmapped)' ELSE '' END || \(column)) END
    """
  }

  private static func shipped(_ list: CodeListName) -> String {
    let entries = Cooperation.CodeLists().list(list).entries.sorted { $0.key < $1.key }
    func quoted(_ text: String?) -> String {
      text.map { "'" + $0.replacing("'", with: "''") + "'" } ?? "NULL"
    }
    let rows = entries.flatMap { code, times in
      times.enumerated().map { number, entry in
        "(\(quoted(code)), \(number), \(quoted(entry.validFrom?.description)), "
          + "\(quoted(entry.validTo?.description)), \(quoted(entry.successor)))"
      }
    }
    return "VALUES " + rows.joined(separator: ", ")
  }
}
