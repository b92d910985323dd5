import Cooperation
import EventModel
import Testing

@testable import Importing

@Suite struct `A template` {
  @Test(arguments: ImportKind.all.map(\.name), SheetLanguage.allCases)
  func `is a sheet of its kind`(name: String, language: SheetLanguage) throws {
    let kind = try #require(ImportKind.named(name))
    let bytes = kind.template(language)
    #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]))
    // With their mark the examples are passed over.
    var passing = SheetReader(kind, mapping: .none, isJSON: false)
    let passed = try passing.read(Array(bytes.dropFirst(3))) + passing.finish()
    #expect(passed.isEmpty)
    #expect(passing.exampleCount > 0)
    let mark = SheetRow.exampleMark.text(language) + " "
    let unmarked = String(decoding: bytes.dropFirst(3), as: UTF8.self).replacing(mark, with: "")
    var reader = SheetReader(kind, mapping: .none, isJSON: false)
    let rows = try reader.read(Array(unmarked.utf8)) + reader.finish()
    #expect(!rows.isEmpty)
    #expect(reader.ignored.isEmpty)
    for row in rows {
      // Whatever it looks up is found.
      let identity = RowIdentity(
        file: try Digest(hex: String(repeating: "0", count: 64)), kind: name, row: row.row.number)
      var answers: [LookUp: LookUpAnswer] = [:]
      var translation = RowTranslation.refused([])
      let read = kind.read(row.row, row.layout, identity: identity, options: ImportOptions())
      for _ in 0..<ImportLimits.lookUpRounds {
        translation = read.translation(answers)
        guard case .wants(let wanted) = translation else { break }
        for lookUp in wanted { answers[lookUp] = .found(try StreamName(validating: "person-1")) }
      }
      guard case .commands(let commands) = translation else {
        Issue.record("\(name): \(translation)")
        continue
      }
      #expect(!commands.isEmpty)
    }
  }

  @Test func `has no two columns that share a header`() {
    for kind in ImportKind.all {
      var seen: [String: String] = [:]
      for field in kind.fields {
        for name in Set(field.names.map(SheetLayout.folded)) {
          #expect(seen.updateValue(field.key, forKey: name) == nil, "\(kind.name): \(name)")
        }
      }
    }
  }
}
