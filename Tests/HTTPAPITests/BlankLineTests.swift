import HTTPTypes
import HummingbirdTesting
import NIOCore
import Testing

@Suite(.timeLimit(.minutes(10))) struct `A body of NDJSON with blank lines` {
  @Test(arguments: ["", "?dryRun=1"])
  func `has answers to the others alone, with their numbers in the body`(query: String) async throws
  {
    // Of every command one line is blank before it, in the end two hundred in a row.
    let blanks = ["", "\r", "  ", "\t \r"]
    let commands = (0..<300).map { index in
      index == 7
        ? "{\"broken\""
        : registration(
          "3f2c8d1e-0b4a-4c6d-9e8f-" + String(100_000_000_000 + index),
          stream: "organisation-o\(index)")
    }
    let lines = commands.enumerated().flatMap { [blanks[$0 % blanks.count], $1] }
    let ending = String(repeating: "\n", count: 200)
    try await ServerFixture().ask(.live) { client in
      let answer = try await client.execute(
        uri: "/v1/commands" + query, method: .post,
        headers: [.contentType: "application/x-ndjson"],
        body: ByteBuffer(string: lines.joined(separator: "\n") + ending + registration() + ending))
      #expect(answer.status == .ok)
      let answers = answer.text.split(separator: "\n")
      try #require(answers.count == 301, "\(answer.text)")
      for (index, line) in answers.enumerated() {
        let number = index == 300 ? 800 : 2 * index + 2
        #expect(line.contains(#""line":\#(number)\#(index == 7 ? "}" : ",")"#), "\(line)")
        #expect(line.contains(#""status":"recorded""#) == (index != 7), "\(line)")
      }
      let none = try await client.execute(
        uri: "/v1/commands" + query, method: .post,
        headers: [.contentType: "application/x-ndjson"], body: ByteBuffer(string: " \n\r\n\t"))
      #expect(none.status == .ok && none.text.isEmpty, "\(none.text)")
    }
  }
}
