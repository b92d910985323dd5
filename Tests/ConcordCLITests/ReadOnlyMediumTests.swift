import Foundation
import TestSupport
import Testing

@Suite(.enabled(if: MountedFileSystem.isPossible, "\(MountedFileSystem.whyNot)"))
struct `A medium that is read only` {
  let place = Place()

  init() throws {
    _ = try run("init", "--origin", "example.org/test")
    _ = try run("record", "-", input: Lines.organisations(1..<20) + Lines.persons(1...3))
  }

  private func run(
    _ arguments: String..., status: Int32 = 0, input: String? = nil
  ) throws -> Outcome {
    let outcome = try Program.run(place, arguments, input: input)
    #expect(outcome.status == status, "\(arguments): \(outcome.output)\(outcome.errors)")
    return outcome
  }

  @Test func `has a backup restored from it, and verified on it`() throws {
    let backup = place.path + "/backup"
    _ = try run("backup", backup)
    let before = try FileManager.default.subpathsOfDirectory(atPath: backup).sorted()
    let medium = try ReadOnlyMount(of: backup)
    // The control: nothing can be made there.
    #expect(!FileManager.default.createFile(atPath: medium.path + "/file", contents: nil))
    let new = place.path + "/restored"
    _ = try run("restore", medium.path, new, "--key", place.data + ".key")
    let verified = try run("verify", "--data", medium.path, "--key", place.data + ".key")
    #expect(verified.output.contains("3 sealed parts, 3 opened"), "\(verified.output)")
    #expect(try FileManager.default.subpathsOfDirectory(atPath: backup).sorted() == before)
    let whole = try run("verify", "--data", new, "--key", place.data + ".key")
    #expect(whole.output.contains("3 sealed parts, 3 opened"), "\(whole.output)")
  }

  @Test func `of a directory that is served has no backup made, and its parts left open`() throws {
    let medium = try ReadOnlyMount(of: place.data)
    let backup = place.path + "/backup"
    try Program.serving(place) { _, _ in
      let refused = try run("backup", backup, "--data", medium.path, status: 74)
      #expect(refused.errors.contains("can't be locked"), "\(refused.errors)")
      #expect(!refused.output.contains("Backed up"), "\(refused.output)")
      #expect(!FileManager.default.fileExists(atPath: backup))
      let verified = try run("verify", "--data", medium.path, "--key", place.data + ".key")
      #expect(verified.output.contains("- personal parts: "), "\(verified.output)")
      #expect(verified.output.contains("can't be locked"), "\(verified.output)")
      // The control: where it can be locked.
      _ = try run("backup", backup)
    }
  }

  @Test func `has its log read, and says where its read models are to be made`() throws {
    let medium = try ReadOnlyMount(of: place.data)
    let events = try run("replay", "--data", medium.path, "--limit", "5")
    #expect(events.output.split(separator: "\n").count == 5, "\(events.output)")
    for question in [
      ["views", "show", "OrganisationRegister"], ["measure", "alliance.members"],
      ["views", "digest"], ["views", "rebuild"],
    ] {
      let refused = try Program.run(place, question + ["--data", medium.path])
      #expect(refused.status == 74, "\(refused)")
      #expect(refused.errors.split(separator: "\n").count == 1, "\(refused.errors)")
      #expect(refused.errors.contains("can't be written"), "\(refused.errors)")
      #expect(
        refused.errors.contains("concord replay --into DIRECTORY --data \(medium.path)"),
        "\(refused.errors)")
    }
    let made = place.path + "/made"
    _ = try run("replay", "--into", made, "--data", medium.path)
    let rows = try run(
      "views", "show", "OrganisationRegister", "--in", made, "--data", medium.path)
    #expect(rows.output.contains("Works 7"), "\(rows.output)")
  }
}
