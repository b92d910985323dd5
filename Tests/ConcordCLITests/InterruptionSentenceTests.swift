import Foundation
import Testing

@testable import ConcordCLI

@Suite struct `What is said of lines when the user interrupts` {
  @Test(arguments: ["", "{}\n[]\n", "{}\n[]", "\n{}\r\n\r\n \n"])
  func `a pipe's lines are known once its end was read, and not before`(text: String) async throws {
    let pipe = Pipe()
    let lines = try CommandLines("/proc/self/fd/\(pipe.fileHandleForReading.fileDescriptor)")
    try pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    if !text.isEmpty { #expect(try await lines.next()?.count == text.utf8.count) }
    #expect(lines.lineCount() == nil)

    try pipe.fileHandleForWriting.close()
    #expect(try await lines.next() == nil)
    #expect(lines.lineCount() == (text.isEmpty ? 0 : 2))
  }

  @Test func `lines are left, or what follows from them is`() {
    let follow = Record.interruption(answered: 500, of: 500, overHTTP: false)
    #expect(
      follow
        == "interrupted: all 500 lines are answered; what follows from them is left to the next time"
    )
    let some = Record.interruption(answered: 1, of: nil, overHTTP: false)
    #expect(
      some.hasPrefix(
        "interrupted: line 1 is answered, whatever came behind is left and not recorded;"),
      "\(some)")
  }

  @Test func `a rehearsal that a server ends says what helps`() throws {
    let json = #"{"type":"urn:concord:problem:too-large","status":413,"detail":"at most 9 lines"}"#
    let answer = try RemoteAnswer(Array(json.utf8))
    #expect(
      RemoteImport.ending(answer, isDryRun: true)?.hasPrefix(
        "at most 9 lines; rehearse the file in parts, or against a data directory") == true)
    #expect(RemoteImport.ending(answer, isDryRun: false) == "at most 9 lines")

    // The answer to a line, and to no row.
    let spent =
      #"{"line":3,"type":"urn:concord:problem:too-many-look-ups","status":429,"detail":"no more"}"#
    let refused = try RemoteAnswer(Array(spent.utf8))
    let ending = RemoteImport.ending(refused, isDryRun: true)
    #expect(ending?.hasPrefix("no more; the rehearsal ends here") == true, "\(ending ?? "")")
    #expect(ending?.contains("--data") == true)
    #expect(RemoteImport.ending(refused, isDryRun: false) == nil)
    let row = #"{"line":3,"type":"urn:concord:problem:too-large","status":413,"detail":"long"}"#
    #expect(RemoteImport.ending(try RemoteAnswer(Array(row.utf8)), isDryRun: true) == nil)
  }
}
