import CommandHandling
import EventModel
import Testing

@Suite struct `A message in JSON` {
  private func failure(_ text: String) -> JSONInputError? {
    do throws(JSONInputError) {
      _ = try MessageJSON.decode(PBRecordedEvent.self, from: Array(text.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test func `is read with the library's mapping`() throws {
    let text =
      #" { "type" : "a.b", "schemaVersion": 2, "actor": {"user":"u é"}, "about":[{"id":"x-y"}] } "#
    let message = try MessageJSON.decode(PBRecordedEvent.self, from: Array(text.utf8))
    #expect(message.type == "a.b")
    #expect(message.schemaVersion == 2)
    #expect(message.actor.user == "u é")
    #expect(message.about.map(\.id) == ["x-y"])
  }

  @Test(
    arguments: [
      (#"{"typo":1}"#, "typo"), (#"{"actor":{"usr":"x"}}"#, "actor.usr"),
      (#"{"schemaVersion":"two"}"#, "schemaVersion"), (#"{"schemaVersion":1.5}"#, "schemaVersion"),
      (#"{"type":5}"#, "type"), (#"{"standing":"MAYBE"}"#, "standing"),
      (#"{"about":[{"id":"a"},{"id":7}]}"#, "about[1].id"), (#"{"about":{"id":"a"}}"#, "about.id"),
      (#"{"type":null}"#, "type"), (#"{"actor":{"user":"a","user":"b"}}"#, "actor"),
      (#"{"eventId":"*"}"#, "eventId"), (#"{"occurred":{"year":01}}"#, "occurred.year"),
      (#"{"occurred":{"year":99999999999}}"#, "occurred.year"),
    ])
  func `names the field to blame`(text: String, field: String) {
    let error = failure(text)
    #expect(error?.field == field, "\(String(describing: error))")
    #expect(error?.reason.isEmpty == false)
  }

  @Test(
    arguments: [
      "", " ", "[]", "5", "{", "{}}", "{\"type\"}", "{\"type\":}", "{\"type\":\"a\",}",
      "{'type':'a'}", "{\"type\":\"a", "{\"type\":\"\u{1}\"}", "{\"t\\u0079pe\":\"a\"}", "nul",
      "{\"type\":\"\\ud800\"}", "{\"schemaVersion\":--1}",
      "{\"a\":" + String(repeating: "[", count: 99),
    ])
  func `that is no whole object is refused`(text: String) {
    #expect(failure(text) != nil)
  }

  @Test func `repeats nothing of a value, and nothing that moves a cursor`() {
    let error = failure("{\"secret\u{202E}name\":\"ID 110101199003070011\"}")
    #expect(error?.description.contains("110101") == false)
    #expect(error?.description.unicodeScalars.contains("\u{202E}") == false)
  }
}
