import EventModel
import Files
import Glibc
import Testing

@testable import PersonalData

@Suite struct `A missing store` {
  let data: TemporaryData

  init() throws { data = try TemporaryData() }

  @Test func `is told from one that is there`() throws {
    #expect(try !PersonalStore.exists(in: data.dataDirectory))
    _ = try data.open()
    #expect(try PersonalStore.exists(in: data.dataDirectory))
    try Directory.remove(data.personal)
    #expect(try !PersonalStore.exists(in: data.dataDirectory))
    // The control: looking makes none.
    #expect(!FileAccess.exists(data.personal))
  }

  @Test func `is one of which only the directory is left`() throws {
    try FileAccess.makeDirectory(data.personal)
    try FileAccess.makeDirectory(data.personal + "/copy-1.new")
    #expect(try !PersonalStore.exists(in: data.dataDirectory))
  }

  @Test func `is not one that can't be looked at`() throws {
    #expect(symlink(data.personal, data.personal) == 0)
    expect(.file(errno: ELOOP)) { _ = try PersonalStore.exists(in: data.dataDirectory) }
  }

  @Test func `is told with its place and what would be right`() {
    let error = PersonalDataError.storeMissing(in: "/d", neededSince: Position(3))
    #expect(error.code == .storeMissing)
    #expect(error.description.hasPrefix("/d/personal: the personal store is missing"))
    #expect(error.reason.contains("from position 3 on"))
    #expect(error.reason.contains("from a backup"))
  }
}
