import TestSupport
import Testing

@Suite struct `A backup of a damaged log` {
  let place = Place()

  init() throws {
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    #expect(try Program.run(place, "record", "-", input: Lines.organisations(1..<30)).status == 0)
  }

  @Test func `is not made, and that is told in one sentence`() throws {
    // The control: as long as the log is whole there is one, with the log's root.
    let whole = try Program.run(place, "backup", place.path + "/whole", "--json")
    #expect(whole.status == 0, "\(whole.errors)")
    let root = try Program.run(place, "export", place.path + "/export", "--json").field("root")
    #expect(try whole.field("root") == root)

    #expect(try DamagedFile.flip(Array("Works 15".utf8), in: place.data + "/log/data.mdb") > 0)
    let backup = try Program.run(place, "backup", place.path + "/backup")

    #expect(backup.status == 1, "\(backup)")
    #expect(backup.output.isEmpty, "\(backup.output)")
    #expect(backup.errors.split(separator: "\n").count == 1, "\(backup.errors)")
    #expect(
      backup.errors.contains("damaged") || backup.errors.contains("corrupt"), "\(backup.errors)")
    #expect(!place.exists("backup"), "nothing is left that looks like a backup")
    #expect(try Program.run(place, "verify").status == 1)
  }
}
