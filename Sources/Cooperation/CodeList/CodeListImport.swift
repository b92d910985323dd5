internal import Crypto
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
  ///   - file: its bytes, UTF-8.
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
    guard let text = String(validating: file, as: UTF8.self) else {
      throw CodeListTable.Malformed(line: 0, reason: "the file is not UTF-8")
    }
    let table = try CodeListTable(csv: text)
    let digest = SHA256.hash(data: file).map { byte in
      let digits = String(byte, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
    func command(_ body: PBCommand.OneOf_Body) -> PBCommand {
      .with {
        $0.source.evidence = .documented
        $0.source.document = document
        $0.source.sha256 = digest
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
          $0.details.fileSha256 = digest
        }))
  }
}
