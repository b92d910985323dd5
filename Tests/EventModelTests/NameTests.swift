import EventModel
import Testing

@Suite struct `A stream name` {
  @Test(arguments: [
    "organisation-shenlong", "code.uscc-91330203XXXX00019A", "internship.agreement-2022_43.a-b",
  ])
  func `is a category, a hyphen and an id`(text: String) throws {
    let name = try StreamName(validating: text)
    #expect(name.text == text)
    #expect(name.category.text + "-" + name.id == text)
  }

  @Test(arguments: [
    "", "-", "a-", "-a", "organisation", "Organisation-a", "organisation.-a", ".a-b", "a..b-c",
    "organisation-神龙", "organisation-a b", "a1-b", "organisation-a/b",
  ])
  func `is refused in any other form`(text: String) {
    #expect(throws: EventModelError.self) { try StreamName(validating: text) }
  }

  @Test func `has at most 200 bytes`() throws {
    let prefix = "organisation-"
    let longest = prefix + String(repeating: "x", count: 200 - prefix.count)
    #expect(try StreamName(validating: longest).text == longest)
    #expect(throws: EventModelError.self) { try StreamName(validating: longest + "x") }
  }
}

@Suite struct `An event type` {
  @Test(arguments: ["placement.started", "log.created", "code.released", "a.b.c", "a-b.c-d"])
  func `is words joined by dots`(text: String) throws {
    #expect(try EventType(validating: text).text == text)
  }

  @Test(arguments: ["", "placement", "Placement.started", "a..b", ".a", "a.", "a.b-", "a.1"])
  func `is refused in any other form`(text: String) {
    #expect(throws: EventModelError.self) { try EventType(validating: text) }
  }
}

@Suite struct `An id` {
  let text = "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e2f"

  @Test func `reads the form of a UUID and plain hex`() throws {
    let id = try CommandID(validating: text)
    #expect(id.description == text)
    #expect(try CommandID(validating: text.filter { $0 != "-" }.uppercased()) == id)
    #expect(CommandID(prefixOf: id.bytes) == id)
  }

  @Test(arguments: [
    "", "3f2c8d1e", "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e2", "3f2c8d1e0-b4a-4c6d-9e8f-7a6b5c4d3e2f",
    "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e2g", "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e2ff",
  ])
  func `refuses any other form`(text: String) {
    #expect(throws: EventModelError.self) { try CommandID(validating: text) }
  }

  @Test func `of a digest has 64 hex digits`() throws {
    let hex = String(repeating: "0f", count: 32)
    #expect(try Digest(hex: hex).description == hex)
    #expect(throws: EventModelError.self) { try Digest(hex: String(hex.dropLast())) }
    #expect(throws: EventModelError.self) { try Digest([1, 2, 3]) }
  }
}
