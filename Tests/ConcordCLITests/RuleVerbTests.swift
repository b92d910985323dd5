import Foundation
import Testing

@Suite struct `Showing rules` {
  @Test func `says of each whether it was verified`() throws {
    let place = Place()
    let list = try Program.run(place, "rules", "list")
    #expect(list.status == 0, "\(list.errors)")
    let lines = list.output.split(separator: "\n")
    for (number, mark) in [("R24", "?"), ("R07", "?"), ("R01", ""), ("R09", "?"), ("P04", "")] {
      let line = try #require(
        lines.first { $0.split(separator: " ").first.map(String.init) == number }, "\(number)")
      #expect(line.split(separator: " ")[1] == "?" ? mark == "?" : mark.isEmpty, "\(line)")
    }
    #expect(lines.last?.hasPrefix("? unverified: ") == true)
  }

  @Test func `explains who is left out`() throws {
    let place = Place()
    for (number, study, isFullTimeOnly) in [
      ("R01", "full-time", "true"), ("R09", "full-time", "true"), ("R24", "any mode", "false"),
    ] {
      let text = try Program.run(place, "rules", "explain", number)
      #expect(text.output.contains("\nStudy         \(study)\n"), "\(text.output)")
      let json = try Program.run(place, "rules", "explain", number, "--json")
      #expect(json.output.contains(#""fullTimeOnly":\#(isFullTimeOnly)"#), "\(json.output)")
    }
  }

  @Test func `explains what was not verified`() throws {
    let place = Place()
    let broking = try Program.run(place, "rules", "explain", "R24")
    #expect(broking.output.contains("Verified      no: its text, or its days in force"))
    #expect(broking.output.contains("its first day in force was not read in the original"))
    #expect(broking.output.contains("since 2018-10-01"))
    let agreement = try Program.run(place, "rules", "explain", "r01")
    #expect(agreement.output.contains("Verified      yes: "))
    let json = try Program.run(place, "rules", "explain", "R24-FILING", "--json")
    #expect(json.output.contains(#""verified":false"#))
  }
}
