import Foundation
import Glibc
import TestSupport
import Testing

@Suite struct `An import of persons that is killed` {
  @Test func `is finished by running it again, each person once and in whole`() throws {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let school = try place.file(
      "s.csv", "kind,name,schoolCode,occurred\nSCHOOL,School,3633000001,2012\n")
    #expect(try Program.run(place, "import", "organisations", school).status == 0)
    let count = 1_200
    let sheet = try place.file(
      "e.csv",
      "name,studentNumber,school,occurred\n"
        + (0..<count).map { "Somebody \($0),\(20_220_000 + $0),3633000001,2019-09-01\n" }.joined())
    let process = Program.process(place, ["import", "enrolments", sheet, "--json"])
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    // Killed once something is answered: parts are stored by then whose rows are not in the log yet.
    #expect(!output.fileHandleForReading.availableData.isEmpty)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()

    let again = try Program.run(place, "import", "enrolments", sheet)

    #expect(again.status == 0, "\(again.output)\(again.errors)")
    #expect(again.output.contains("1,200 rows: "), "\(again.output)")
    #expect(!again.output.contains(" 0 recorded before"), "\(again.output)")
    #expect(try place.count("person.registered") == count)
    #expect(try place.count("enrolment.enrolled") == count)
    // Everybody is found by what is personal, whether recorded before the kill or after it.
    let outcomes = try place.file(
      "u.csv",
      "studentNumber,school,category,occurred\n"
        + (0..<count).map { "\(20_220_000 + $0),3633000001,10,2022-07-15\n" }.joined())
    let found = try Program.run(place, "import", "outcomes", outcomes)
    #expect(found.status == 0, "\(found.output)\(found.errors)")
    #expect(found.output.contains("1,200 rows: 1,200 recorded"), "\(found.output)")
    #expect(try Program.run(place, "verify").status == 0)
  }
}
