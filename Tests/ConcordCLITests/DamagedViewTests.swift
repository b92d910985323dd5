import Foundation
import TestSupport
import Testing

@Suite struct `Read models in which a byte changed` {
  private let place = Place()

  init() throws {
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let lines = try place.file("lines", Lines.organisations(1..<60))
    #expect(try Program.run(place, "record", lines).status == 0)
    #expect(try Program.run(place, "views", "rebuild").status == 0)
  }

  /// The file of their rows: that of the generation before may be there too.
  private var file: String {
    get throws {
      let views = place.data + "/views"
      let current = try String(contentsOfFile: views + "/current", encoding: .utf8)
      return views + "/generation-\(current.trimmingCharacters(in: .newlines)).sqlite"
    }
  }

  /// Looks at them, and finds what is to be done.
  private func expectRemedy(_ reason: String) throws {
    let verified = try Program.run(place, "verify", "--views")
    #expect(verified.status == 1, "\(verified)")
    #expect(verified.output.contains("Views    WRONG: \(reason)"), "\(verified)")
    #expect(verified.output.contains("make them anew: concord views rebuild"), "\(verified)")
    // The log was looked at all the same.
    #expect(verified.output.hasPrefix("Records  60,"), "\(verified)")
    #expect(!verified.output.contains("Nothing is wrong"), "\(verified)")
    let json = try Program.run(place, "verify", "--views", "--json")
    #expect(json.status == 1 && json.output.contains(#""equal":false"#), "\(json)")
    #expect(try Program.run(place, "views", "rebuild").status == 0)
    #expect(try Program.run(place, "verify", "--views").status == 0)
  }

  @Test func `are not looked at unless that is asked for, and that is said`() throws {
    #expect(try DamagedFile.flip(Array("Works 15".utf8), in: file) > 0)
    let verified = try Program.run(place, "verify")
    #expect(verified.status == 0, "\(verified)")
    #expect(verified.output.contains("may show in an answer; see --views"), "\(verified)")
  }

  @Test func `are found to differ where a row can be read`() throws {
    #expect(try DamagedFile.flip(Array("Works 15".utf8), in: file) > 0)
    try expectRemedy("not as a rebuild below position 60 in organisation")
  }

  @Test func `are found to be damaged where pages can't be read`() throws {
    // All but the first page, which says where the tables are.
    var bytes = try Data(contentsOf: URL(filePath: file))
    bytes[4_096...] = Data(repeating: 0xA5, count: bytes.count - 4_096)
    try bytes.write(to: URL(filePath: file))
    let asked = try Program.run(
      place, "views", "show", "OrganisationRegister", "--in", place.data + "/views")
    #expect(asked.status == 1, "\(asked)")
    #expect(asked.errors.contains("make them anew: concord views rebuild"), "\(asked)")
    try expectRemedy("")
  }
}
