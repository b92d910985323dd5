import Cooperation
import EventModel
import Testing

@testable import Importing

@Suite struct `The record of an import` {
  private func record(rows: Int) throws -> ImportRecord {
    let kind = try #require(ImportKind.named("organisations"))
    let digest = try Digest(hex: String(repeating: "a", count: 64))
    return try ImportRecord(kind, file: digest, rowCount: rows, mapping: nil)
  }

  private func result(_ number: Int, _ status: RowResult.Status) throws -> RowResult {
    let sheet = try Sheet("organisations")
    let placed = try #require(try sheet.placed("kind,name,occurred\nSCHOOL,A,2012\n").first)
    var row = placed.row
    row.number = number
    var result = RowResult(row: row, layout: placed.layout, status: status)
    if status == .refused {
      result.problems = [RowProblem(.unknownReference, "no", field: "name")]
    }
    return result
  }

  @Test func `is named by kind and file, and says that it came`() throws {
    let record = try record(rows: 3)
    #expect(record.name == "import-organisations-" + String(repeating: "a", count: 64))
    #expect(record.reception.receiveImport.details.rowCount == 3)
    _ = try ParsedCommand(record.reception)
  }

  @Test func `holds what became of each row, and ends with the sums`() throws {
    var record = try record(rows: 4)
    let all: [RowResult.Status] = [.recorded, .refused, .alreadySo, .repeated]
    for (index, status) in all.enumerated() { record.add(try result(index + 1, status)) }
    let commands = record.commands()
    #expect(commands.count == 2)
    let run = try #require(commands.first).recordImportRows.details
    #expect([run.firstRow, run.rowCount, run.recordedCount, run.alreadySoCount] == [1, 4, 2, 1])
    #expect(run.rejected.map(\.row) == [2])
    #expect(run.rejected.map(\.reason) == [.unknownReference])
    #expect(commands[1].completeImport.details.rejectedCount == 1)
    for command in commands { _ = try ParsedCommand(command) }
  }

  @Test func `goes on where an earlier run stopped, and isn't complete before its end`() throws {
    var record = try record(rows: 4)
    record.resume(at: 3, recorded: 2, alreadySo: 0, rejected: 0)
    for number in 1...3 { record.add(try result(number, .repeated)) }
    var whole = record
    let commands = record.commands()
    #expect(commands.map(\.recordImportRows.details.firstRow) == [3])
    whole.add(try result(4, .refused))
    #expect(whole.commands().last?.completeImport.details.recordedCount == 3)
  }

  @Test func `ends with the row of which nobody knows`() throws {
    var record = try record(rows: 3)
    record.add(try result(1, .recorded))
    record.add(try result(2, .unanswered))
    record.add(try result(3, .recorded))
    #expect(record.commands().map(\.recordImportRows.details.rowCount) == [1])
  }

  @Test func `makes another run where many are refused`() throws {
    var record = try record(rows: 600)
    for number in 1...600 { record.add(try result(number, .refused)) }
    let counts = record.commands().dropLast().map(\.recordImportRows.details.rowCount)
    #expect(counts == [250, 250, 100])
  }

  @Test func `tells what the domain said of a value from the form of a cell`() throws {
    var record = try record(rows: 2)
    for (number, isOfDomain) in [(1, true), (2, false)] {
      var row = try result(number, .refused)
      row.problems = [RowProblem(.badFormat, "no")]
      row.problems[0].isOfDomain = isOfDomain
      record.add(row)
    }
    let rejected = try #require(record.commands().first).recordImportRows.details.rejected
    #expect(rejected.map(\.reason) == [.refused, .badFormat])
    #expect(rejected.map(\.code) == ["BadFormat", "BadFormat"])
  }
}
