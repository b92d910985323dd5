import Foundation
import TestSupport
import Testing

@Suite struct `A clerk's day at a running server` {
  private func example(_ kind: String, in place: Place) throws -> String {
    let template = try Program.run(place, "import", "template", kind).output
    return String(template.unicodeScalars.dropFirst())
      .replacingOccurrences(of: "#示例 ", with: "")
  }

  @Test func `is done with sheets saved as GB18030, and their reject files mended`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    try Program.serving(place) { server, address in
      for slip in `A clerk's first day`.slips {
        func run(_ path: String, _ more: String...) throws -> Outcome {
          try Program.run(place, ["import", slip.kind, path, "--url", address] + more)
        }
        let text = try example(slip.kind, in: place)
        #expect(text.contains(slip.right), "\(slip.kind)")
        let sheet = try place.file(
          slip.kind + ".csv",
          gb18030: text.replacingOccurrences(of: slip.right, with: slip.wrong))
        let rejects = place.path + "/" + UUID().uuidString
        let first = try run(sheet, "--reject-file", rejects)
        #expect(first.status == 1, "\(first.output)\(first.errors)")
        #expect(first.output.contains(": \(slip.code): "), "\(first.output)")
        #expect(first.output.contains("1 refused."), "\(first.output)")

        let kept = try String(contentsOf: URL(filePath: rejects), encoding: .utf8)
        #expect(kept.contains(slip.wrong))
        let mended = try place.file(
          slip.kind + "-mended.csv",
          gb18030: kept.replacingOccurrences(of: "\u{FEFF}", with: "")
            .replacingOccurrences(of: slip.wrong, with: slip.right))
        let second = try run(mended)
        #expect(second.status == 0, "\(slip.kind): \(second.output)\(second.errors)")
        #expect(second.output.contains("1 row: 1 recorded"), "\(slip.kind): \(second.output)")

        let again = try run(mended, "--json")
        #expect(again.output.contains("\"status\":\"repeated\""), "\(again.output)")
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
    #expect(try place.count("import.completed") == 2 * `A clerk's first day`.slips.count)
    #expect(try Program.run(place, "verify").status == 0)
  }
}
