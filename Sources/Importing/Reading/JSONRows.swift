internal import FoundationEssentials

/// Reads lines of NDJSON as rows of cells: the names are headers.
public enum JSONRows {
  /// A line's names and cells; `nil` for a blank line.
  ///
  /// - Parameter line: its number, from 1.
  public static func row(_ bytes: [UInt8], line: Int) -> (headers: [String], row: SheetRow)? {
    if bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }) { return nil }
    guard String(validating: bytes, as: UTF8.self) != nil else {
      return (
        [],
        SheetRow(
          line: line, cells: [SheetRow.raw(bytes)],
          damage: "the line holds bytes that are no text in the file's encoding; say which with "
            + "--encoding")
      )
    }
    let values: [String: Scalar]
    do {
      values = try JSONDecoder().decode([String: Scalar].self, from: Data(bytes))
    } catch {
      return (
        [],
        SheetRow(
          line: line, cells: [SheetRow.raw(bytes)],
          damage: "the line is no JSON object whose values are texts, numbers, true or false")
      )
    }
    // Sorted, so that rows with the same names have the same layout.
    let headers = values.keys.sorted()
    var cells = headers.map { values[$0]?.text ?? "" }
    // An empty cell at the end would be dropped, and its header with it is fine; a row of nothing is not.
    if cells.allSatisfy(\.isEmpty) { cells = [] }
    return (headers, SheetRow(line: line, cells: cells))
  }

  /// A value of a row.
  private struct Scalar: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        text = ""
      } else if let flag = try? container.decode(Bool.self) {
        text = flag ? "true" : "false"
      } else if let number = try? container.decode(Int64.self) {
        text = String(number)
      } else if let number = try? container.decode(Double.self) {
        text = "\(number)"
      } else {
        text = try container.decode(String.self)
      }
    }
  }
}
