import Foundation
import TestSupport
import Testing

/// What `PersonalData`'s record says of files inside and outside the data directory.
@Suite struct `An imported person, erased,` {
  private static let idNumber = "990200200403150027"
  private static let texts = ["欧阳婉晴", "钱七", idNumber]

  /// The files at or below a path that hold a text, as UTF-8 or UTF-16.
  private static func files(at path: String, holding text: String) throws -> [String] {
    var isDirectory: ObjCBool = false
    try #require(FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory))
    let names =
      isDirectory.boolValue
      ? try #require(FileManager.default.enumerator(atPath: path)).compactMap { $0 as? String }
        .map { path + "/" + $0 } : [path]
    let needles = [
      Data(text.utf8), Data(text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }),
    ]
    return try names.filter { name in
      guard FileManager.default.fileExists(atPath: name, isDirectory: &isDirectory),
        !isDirectory.boolValue
      else { return false }
      let bytes = try Data(contentsOf: URL(filePath: name))
      return needles.contains { bytes.range(of: $0) != nil }
    }
  }

  @Test func `is in no file of the data, its backup or its export; the reject file is one's own`()
    throws
  {
    let place = Place()
    func run(_ arguments: String...) throws -> Outcome {
      let outcome = try Program.run(place, arguments)
      #expect(outcome.status == 0, "\(arguments): \(outcome.output)\(outcome.errors)")
      return outcome
    }
    _ = try run("init", "--origin", "example.org/test")
    let school = try place.file(
      "school.csv", "kind,name,schoolCode,occurred\nSCHOOL,School,3633000001,2012\n")
    _ = try run("import", "organisations", school)
    let row = ",\(Self.idNumber),3633000001,2019-09-01\n"
    let sheet = try place.file("e.csv", "姓名,身份证号,学校,入学日期\n欧阳婉晴" + row + "钱七" + row)
    let rejects = place.path + "/rejects.csv"
    let imported = try Program.run(
      place, "import", "enrolments", sheet, "--reject-file", rejects, "--json")
    #expect(imported.status == 1)
    let name = try #require(
      imported.output.range(of: "person-[A-Za-z0-9-]+", options: .regularExpression))
    let person = String(imported.output[name])
    _ = try run("views", "digest")
    let (backup, export) = (place.path + "/backup", place.path + "/log.export")
    _ = try run("backup", backup)
    _ = try run("export", export)

    func checkNothingIsFound() throws {
      for text in Self.texts {
        for path in [place.data, place.data + ".key", backup, export] {
          #expect(try Self.files(at: path, holding: text) == [], "\(text)")
        }
      }
    }
    try checkNothingIsFound()
    // The control, and the reason why an operator deletes it.
    for text in ["钱七", Self.idNumber] {
      #expect(try Self.files(at: rejects, holding: text) == [rejects])
    }
    let permissions = try FileManager.default.attributesOfItem(atPath: rejects)[.posixPermissions]
    #expect(permissions as? Int == 0o600)

    _ = try run("erase", person, "--reason", "subject-request", "--complete")
    _ = try run("views", "rebuild")
    try checkNothingIsFound()
    #expect(try run("verify", "--views").status == 0)
  }
}
