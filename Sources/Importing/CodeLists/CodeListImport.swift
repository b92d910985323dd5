public import Cooperation
public import EventModel
internal import SwiftProtobuf

/// The commands that record the file of a code list.
///
/// They carry no ids: an entry that is known is "already so", and one that was voided comes back.
public struct CodeListImport: Sendable {
  /// The list's stream.
  public let stream: StreamName
  /// One command for each entry, in the file's order.
  public let entries: [PBCommand]
  /// The line of each entry, from 1.
  public let lines: [Int]
  /// The command that puts the list in use.
  public let edition: PBCommand

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - name: the list's, as "regions"; any name that fits a stream's.
  ///   - file: its bytes: cells with separators, in any encoding that a spreadsheet writes.
  ///   - document: what it is called.
  ///   - edition: the name of the version that the list has afterwards, as "2023".
  ///   - isComplete: whether a code that it lacks is none.
  /// - Throws: ``CodeListTable/Malformed`` with the line that is wrong.
  public init(
    _ name: String, file: [UInt8], document: String, edition: String, isComplete: Bool
  ) throws(CodeListTable.Malformed) {
    guard let stream = try? CodeList.category.stream(name) else {
      throw CodeListTable.Malformed(line: 0, reason: "\(name) fits no stream's name")
    }
    let (table, digest) = try Self.read(file)
    func command(_ body: PBCommand.OneOf_Body) -> PBCommand {
      .with {
        $0.source.evidence = .documented
        $0.source.document = document
        $0.source.sha256 = digest.description
        $0.body = body
      }
    }
    self.stream = stream
    lines = table.lines
    entries = table.entries.map { entry in
      command(
        .addCodeListEntry(
          .with {
            $0.codeList = stream.text
            $0.details = entry
          }))
    }
    self.edition = command(
      .publishCodeListVersion(
        .with {
          $0.codeList = stream.text
          $0.details.version = edition
          $0.details.complete = isComplete
          $0.details.fileSha256 = digest.description
        }))
  }

  private static func read(
    _ file: [UInt8]
  ) throws(CodeListTable.Malformed) -> (CodeListTable, Digest) {
    let found: FileSurvey.Findings
    var rows: [SheetRow]
    do throws(SheetProblem) {
      var survey = FileSurvey()
      survey.look(at: file)
      found = try survey.findings(said: nil)
      if found.isJSON { throw SheetProblem("a code list is a table, and this is JSON") }
      let decoder = try TextDecoder(found.encoding)
      var reader = DelimitedReader()
      rows = reader.read(decoder.decode(file))
      rows += reader.read(decoder.finish())
      rows += reader.finish()
    } catch {
      throw CodeListTable.Malformed(line: 1, reason: error.reason)
    }
    if let row = rows.first(where: { $0.damage != nil }), let damage = row.damage {
      throw CodeListTable.Malformed(line: row.line, reason: damage)
    }
    // A header is known however a spreadsheet spells it, and a cell is read as a row import's.
    guard let head = rows.first else { return (try CodeListTable(rows: []), found.sha256) }
    let columns = head.cells.map(SheetLayout.folded)
    var table = [CodeListTable.Row(line: head.line, cells: columns)]
    for row in rows.dropFirst() {
      var cells: [String] = []
      for (index, raw) in row.cells.enumerated() {
        let column = index < columns.count ? columns[index] : ""
        do throws(CellProblem) { cells.append(try value(of: raw, in: column)) } catch {
          throw CodeListTable.Malformed(line: row.line, reason: "\(column): \(error.reason)")
        }
      }
      table.append(.init(line: row.line, cells: cells))
    }
    return (try CodeListTable(rows: table), found.sha256)
  }

  /// What a cell says; a spreadsheet's way to write a day is taken, what it has spoilt is not.
  private static func value(of raw: String, in column: String) throws(CellProblem) -> String {
    let text = CellText.cleaned(raw)
    guard !text.isEmpty else { return text }
    if let problem = CellProblem(unreadable: text) { throw problem }
    guard !CellText.isRoundedNumber(CellText.halfWidth(text)) else { throw .rounded }
    switch column {
    // What is no day at all is refused with its row.
    case "valid_from", "valid_to": return (try? CellParser.date.parse(text)) ?? text
    case "code", "parent", "successor": return CellText.trimmed(CellText.halfWidth(text))
    default: return text
    }
  }
}
