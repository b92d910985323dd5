import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import TestSupport

@Suite struct `The review of an agreement` {
  private let keys = Keys()

  private func body(_ name: String, _ details: String = "", on day: String) -> String {
    #"{"occurred":"\#(day)","\#(name)":{"agreement":"agreement-x","details":{\#(details)}}}"#
  }

  @Test(arguments: [("approveAgreement", ""), ("rejectAgreement", #""reason":"no duties""#)])
  func `is the bureau's, and what is reviewed the parties'`(end: (name: String, details: String))
    async throws
  {
    let recorder = try keys.add(.recorder, "organisation-a")
    let clerk = try keys.add(.clerk)
    let fixture = try ServerFixture(keys: keys.file())
    defer { keys.remove() }
    try await fixture.ask(.router) { client in
      let second = "3f2c8d1e-0b4a-4c6d-9e8f-7a6b5c4d3e02"
      for command in [registration(), registration(second, stream: "organisation-b")] {
        #expect(try await client.post(command, key: clerk).status == .created)
      }
      let parties = #""parties":["organisation-a","organisation-b"]"#
      for command in [
        body("draftAgreement", parties, on: "2022-07-01"),
        body("submitAgreement", on: "2022-07-02"),
      ] {
        let answer = try await client.post(command, key: recorder)
        #expect(answer.status == .created, "\(answer.text)")
      }
      let review = body(end.name, end.details, on: "2022-07-03")
      let refused = try await client.post(review, key: recorder)
      #expect(refused.status == .forbidden, "\(refused.text)")
      let taken = try await client.post(review, key: clerk)
      #expect(taken.status == .created, "\(taken.text)")
    }
  }
}
