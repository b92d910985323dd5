import Foundation
import Testing

@Suite struct `The lines that record --json writes` {
  @Test func `say each what they are`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/kinds").status == 0)
    let parties = #""parties":["organisation-1","organisation-2"]"#
    let lines = [
      Lines.organisation(1, on: "2022-01-01"), Lines.organisation(2, on: "2022-01-01"),
      #"{"nonsense":{}}"#,
      #"{"occurred":"2022-05-01","standing":"REPORTED","recordIntention":{"intention":"intention-i","details":{\#(parties)}}}"#,
      #"{"occurred":"2022-06-01","standing":"REPORTED","lapseIntention":{"intention":"intention-i"}}"#,
      // An intention that lapsed can't be converted.
      #"{"occurred":"2022-06-30","standing":"REPORTED","reportAgreementSigned":{"agreement":"agreement-a","details":{\#(parties),"intention":"intention-i"}}}"#,
    ]
    let outcome = try Program.run(
      place, "record", "--json", "-", input: lines.joined(separator: "\n"))
    let written = try outcome.output.split(separator: "\n").map { line in
      try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any], "\(line)")
    }
    let kinds = written.map { $0["kind"] as? String }
    #expect(
      kinds == [
        "receipt", "receipt", "problem", "receipt", "receipt", "receipt", "refusedReaction",
      ], "\(outcome.output)\(outcome.errors)")
    #expect(written.prefix(6).map { $0["line"] as? Int } == Array(1...6))
    #expect(written.last?["stream"] as? String == "agreement-a")
    #expect(written.last?["type"] as? String == "agreement.reported-signed")
    #expect((written.last?["detail"] as? String)?.isEmpty == false)
  }
}
