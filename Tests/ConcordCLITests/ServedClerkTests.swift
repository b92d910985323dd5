import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct `A clerk's day at a running server` {
  /// What she enters by mistake; the kinds that name a person do so by stream.
  private static let slips: [(kind: String, right: String, wrong: String, code: String)] =
    `A clerk's first day`.slips.map { slip in
      guard slip.kind == "internship-agreements" else { return slip }
      return (kind: slip.kind, right: "2800", wrong: "面议", code: "WrongDataType")
    }

  /// The template's example, in which a person stands by stream: no server looks up numbers.
  private func example(
    _ kind: String, _ person: String?, in place: Place
  ) throws -> String {
    let template = try Program.run(place, "import", "template", kind).output
    let text = String(template.unicodeScalars.dropFirst())
      .replacingOccurrences(of: "#示例 ", with: "")
    guard let person, kind != "enrolments" else { return text }
    return text.replacingOccurrences(of: "990200200403150027,20220101,张三,,", with: ",,,\(person),")
  }

  /// Asks again while the server's read models lie behind what it has recorded.
  private func settled(_ attempt: () throws -> Outcome) throws -> Outcome {
    var outcome = try attempt()
    for _ in 0..<100 where outcome.output.contains("UnknownRef") {
      usleep(100_000)
      outcome = try attempt()
    }
    return outcome
  }

  @Test func `is done with sheets saved as GB18030, and their reject files mended`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    try Program.serving(place) { server, address in
      var person: String?
      for slip in Self.slips {
        func run(_ path: String, _ more: String...) throws -> Outcome {
          try Program.run(place, ["import", slip.kind, path, "--url", address] + more)
        }
        let text = try example(slip.kind, person, in: place)
        #expect(text.contains(slip.right), "\(slip.kind)")
        let sheet = try place.file(
          slip.kind + ".csv",
          gb18030: text.replacingOccurrences(of: slip.right, with: slip.wrong))
        var rejects = ""
        let first = try settled {
          rejects = place.path + "/" + UUID().uuidString
          return try run(sheet, "--reject-file", rejects)
        }
        #expect(first.status == 1, "\(first.output)\(first.errors)")
        #expect(first.output.contains(": \(slip.code): "), "\(first.output)")
        #expect(first.output.contains("1 refused."), "\(first.output)")

        let kept = try String(contentsOf: URL(filePath: rejects), encoding: .utf8)
        #expect(kept.contains(slip.wrong))
        let mended = try place.file(
          slip.kind + "-mended.csv",
          gb18030: kept.replacingOccurrences(of: "\u{FEFF}", with: "")
            .replacingOccurrences(of: slip.wrong, with: slip.right))
        let second = try settled { try run(mended) }
        #expect(second.status == 0, "\(slip.kind): \(second.output)\(second.errors)")
        #expect(second.output.contains("1 rows: 1 recorded"), "\(slip.kind): \(second.output)")

        let again = try run(mended, "--json")
        #expect(again.output.contains("\"status\":\"repeated\""), "\(again.output)")
        if slip.kind == "enrolments" {
          let streams = again.output.split(separator: "\"").map(String.init)
          person = streams.first { $0.hasPrefix("person-") }
          #expect(person != nil, "\(again.output)")
        }
      }
      #expect(server.end() == 0)
    }
    for type in [
      "person.registered", "enrolment.enrolled", "agreement.reported-signed",
      "internship-agreement.reported-signed", "placement.started", "visit.held", "activity.held",
      "vacancy.published", "outcome.declared",
    ] {
      #expect(try place.count(type) == 1, "\(type)")
    }
    #expect(try place.count("import.completed") == 2 * Self.slips.count)
    #expect(try Program.run(place, "verify").status == 0)
  }
}
