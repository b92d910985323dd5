import Foundation
import Testing

@Suite struct `A file with blank lines` {
  @Test func `is recorded through both doors as if they weren't there, with the file's numbers`()
    throws
  {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/blank").status == 0)
    let text = "\n" + Lines.organisation(1) + "\r\n \t\r\n\n" + Lines.organisation(2) + "\n\n"
    let file = try place.file("blank.ndjson", text)
    let beside = try Program.run(place, "record", file)
    #expect(beside.status == 0, "\(beside.output)\(beside.errors)")
    #expect(beside.output.contains("2 lines: 2 recorded"), "\(beside.output)")
    let wrong = try place.file("wrong.ndjson", text + "{}\n")
    func told(_ outcome: Outcome) -> [String] {
      outcome.output.matches(of: /"line":\d+/).map { String($0.output) }
    }
    let again = try Program.run(place, "record", "--json", wrong)
    #expect(again.status == 1, "\(again.output)\(again.errors)")
    #expect(told(again) == [2, 5, 7].map { #""line":\#($0)"# }, "\(again.output)")
    try Program.serving(place) { server, address in
      let over = try Program.run(place, "record", "--json", wrong, "--url", address)
      #expect(over.status == 1, "\(over.output)\(over.errors)")
      #expect(told(over) == told(again), "\(over.output)")
      #expect(server.end() == 0)
    }
  }
}
