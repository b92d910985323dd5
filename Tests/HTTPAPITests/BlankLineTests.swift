import HTTPTypes
import HummingbirdTesting
import NIOCore
import TestSupport
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

  @Test(arguments: ["", "?dryRun=1"])
  func `is answered so too where it comes byte by byte`(query: String) async throws {
    let blanks = ["\n", "\r\n", "  \n", "\t \r\n"]
    var (body, line) = ("", 0)
    var numbers: [Int] = []
    for index in 0..<8 {
      body += (0..<(index % 4)).map { blanks[($0 + index) % blanks.count] }.joined()
      line += index % 4 + 1
      numbers.append(line)
      body +=
        registration(
          "3f2c8d1e-0b4a-4c6d-9e8f-" + String(100_000_000_000 + index),
          stream: "organisation-o\(index)") + (index.isMultiple(of: 2) ? "\n" : "\r\n")
    }
    let pieces = (body + "\n \r\n ").utf8.map { "1\r\n\(UnicodeScalar($0))\r\n" }.joined()
    try await ServerFixture().serve { [numbers] port in
      let answer = try await RawConnection.exchange(
        port: port,
        "POST /v1/commands\(query) HTTP/1.1\r\nHost: localhost\r\n"
          + "Content-Type: application/x-ndjson\r\nConnection: close\r\n"
          + "Transfer-Encoding: chunked\r\n\r\n\(pieces)0\r\n\r\n")
      #expect(answer.hasPrefix("HTTP/1.1 200"), "\(answer)")
      let answers = answer.matches(of: /"line":(\d+),[^\n]*"status":"recorded"/)
      #expect(answers.compactMap { Int($0.1) } == numbers, "\(answer)")
    }
  }
}
