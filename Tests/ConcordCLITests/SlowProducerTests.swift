import Foundation
import Testing

@Suite struct `Lines that come slowly` {
  /// Hands lines in one by one, each once the one before it is answered.
  private func checkAnswers(_ place: Place, _ arguments: [String]) throws {
    let process = Program.process(place, ["record", "-"] + arguments)
    let (input, output) = (Pipe(), Pipe())
    process.standardInput = input
    process.standardOutput = output
    try Program.running(process, within: 180) { process in
      try output.fileHandleForWriting.close()
      for number in 1...3 {
        // The second is none.
        let line = number == 2 ? "[]" : Lines.organisation(number)
        try input.fileHandleForWriting.write(contentsOf: Data((line + "\n").utf8))
        // Text tells refused lines alone.
        if !arguments.contains("--json") && number != 2 { continue }
        var answer = ""
        while !answer.hasSuffix("\n") {
          let more = output.fileHandleForReading.availableData
          try #require(!more.isEmpty, "\(arguments): no answer to line \(number)")
          answer += String(decoding: more, as: UTF8.self)
        }
        let mark = arguments.contains("--json") ? "\"line\":\(number)" : "line \(number): "
        #expect(answer.contains(mark), "\(answer)")
        #expect(answer.split(separator: "\n").count == 1, "\(answer)")
      }
      try input.fileHandleForWriting.close()
      let rest = output.fileHandleForReading.readDataToEndOfFile()
      process.waitUntilExit()
      #expect(process.terminationStatus == 1)
      #expect(
        rest.isEmpty == arguments.contains("--json"), "\(String(decoding: rest, as: UTF8.self))")
    }
  }

  @Test(arguments: [[], ["--json"]])
  func `are answered while more may come, by a server and by a data directory`(
    form: [String]
  ) throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    try checkAnswers(place, form)
    try Program.serving(place) { _, address in
      try checkAnswers(place, ["--url", address] + form)
    }
  }
}
