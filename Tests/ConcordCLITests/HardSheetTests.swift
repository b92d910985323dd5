import Foundation
import TestSupport
import Testing

/// Sheets that no template makes.
@Suite(.timeLimit(.minutes(10))) struct `A sheet that is not as it should be` {
  private static let header = "kind,name,organisation,occurred"
  private static func row(_ number: Int) -> String {
    "ENTERPRISE,Works \(number),E\(number),2022-06-30"
  }

  /// Imports bytes as organisations into a new data directory.
  private func imported(_ bytes: some Sequence<UInt8>) throws -> Outcome {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let file = place.path + "/sheet.csv"
    try Data(bytes).write(to: URL(filePath: file))
    return try Program.run(place, "import", "organisations", file)
  }

  private static func utf16(
    _ text: String, mark: Bool, _ order: (UInt16) -> UInt16
  ) -> [UInt8] {
    ((mark ? "\u{FEFF}" : "") + text).utf16.flatMap { unit in
      withUnsafeBytes(of: order(unit)) { Array($0) }
    }
  }

  /// A sheet as a whole that is none, and what is said of it.
  private static let refused: [(text: String, said: String)] = [
    ("", "the file is empty: its first line holds the headers"),
    ("\u{FEFF}", "the file is empty: its first line holds the headers"),
    ("\r\n\r\n ,, \r\n", "the file is empty: its first line holds the headers"),
    (row(1) + "\n" + row(2) + "\n", "the sheet has no column for"),
    ("kind,name,名称,organisation,occurred\n", "the columns 2 and 3 are both for name"),
    ("kind,name,Name *,organisation,occurred\n", "the columns 2 and 3 are both for name"),
    (header + String(repeating: ",x", count: 10_000) + "\n", "line 1: a row has at most 500 cells"),
    ("\"kind,name,organisation,occurred\n" + row(1), "line 1: the quote that opens on line 1"),
    ("%PDF-1.7\n", "the sheet has no column for"),
  ]

  @Test(arguments: refused.indices)
  func `as a whole is refused in one sentence`(index: Int) throws {
    let (text, said) = Self.refused[index]
    let outcome = try imported(text.utf8)
    #expect(outcome.status == 1, "\(outcome.errors)")
    #expect(outcome.errors.contains(said), "\(outcome.errors)")
    #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
    #expect(outcome.output.isEmpty, "\(outcome.output)")
  }

  @Test func `has headers alone and no rows`() throws {
    for text in [Self.header, Self.header + "\r\n\r\n,,\r\n"] {
      let outcome = try imported(text.utf8)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("0 rows: 0 recorded"), "\(outcome.output)")
    }
  }

  @Test func `has rows of which one is too wide`() throws {
    let wide = Self.row(2) + String(repeating: ",", count: 10_000) + "x"
    let outcome = try imported(
      [Self.header, Self.row(1), wide, Self.row(3)].joined(separator: "\n").utf8)
    #expect(outcome.status == 1)
    #expect(
      outcome.output.contains("line 3: BadFormat: a row has at most 500 cells"), "\(outcome.output)"
    )
    #expect(outcome.output.contains("3 rows: 2 recorded"), "\(outcome.output)")
  }

  @Test(arguments: ["\n", "\r\n", "\r"])
  func `ends with a line break in quotes, or right behind them`(lineBreak: String) throws {
    for end in ["\"2022-06-30\(lineBreak)\"", "\"2022-06-30\"", "\"2022-06-30\"\(lineBreak)"] {
      let outcome = try imported(
        [Self.header, Self.row(1), "ENTERPRISE,Works 2,E2," + end].joined(separator: lineBreak)
          .utf8)
      #expect(outcome.status == 0, "\(end): \(outcome.output)\(outcome.errors)")
      #expect(outcome.output.contains("2 rows: 2 recorded"), "\(end): \(outcome.output)")
    }
  }

  @Test func `is a spreadsheet's Unicode text`() throws {
    let text = [Self.header, Self.row(1), "SCHOOL,\u{5B66}\u{6821},S1,2022"]
      .joined(separator: "\r\n").replacing(",", with: "\t")
    for order in [\UInt16.littleEndian, \UInt16.bigEndian] {
      let marked = try imported(Self.utf16(text, mark: true) { $0[keyPath: order] })
      #expect(marked.status == 0, "\(marked.output)\(marked.errors)")
      #expect(marked.output.contains("2 rows: 2 recorded"), "\(marked.output)")
      // Without its mark it is nothing that can be told for certain.
      let bare = try imported(Self.utf16(text, mark: false) { $0[keyPath: order] })
      #expect(bare.status == 1)
      #expect(bare.errors.contains("say so with --encoding utf-16le or utf-16be"), "\(bare.errors)")
    }
  }
}
