@testable import CommandHandling
import Cooperation
import Deciding
import EventLog
import EventLogTesting
import EventModel
import Testing

/// An internship agreement that is drawn up anew.
extension `The process manager` {
  private func prepare(_ id: String, _ more: String = "") async throws {
    try await record(
      #"{"occurred":"2022-06-01","standing":"REPORTED","prepareInternshipAgreement":{"internshipAgreement":"internship.agreement-\#(id)","details":{"kind":"POST","student":"person-p","enrolment":"enrolment-p","school":"organisation-school","host":"organisation-host"\#(more)}}}"#
    )
  }

  @discardableResult
  private func sign(_ party: String, on day: String) async throws -> CommandReceipt {
    try await record(
      #"{"occurred":"\#(day)","standing":"REPORTED","signInternshipAgreement":{"internshipAgreement":"internship.agreement-new","details":{"party":"\#(party)"}}}"#
    )
  }

  @Test(arguments: [true, false])
  func `supersedes an agreement once, on the day on which the new one was complete`(
    keepsUp: Bool
  ) async throws {
    try await world()
    for json in [
      #"{"occurred":"2022-01-01","registerPerson":{"person":"person-p"}}"#,
      #"{"occurred":"2020-09-01","enrolStudent":{"enrolment":"enrolment-p","details":{"person":"person-p","school":"organisation-school","mode":"FULL_TIME"}}}"#,
    ] {
      try await record(json)
    }
    try await prepare("old")
    try await prepare("new", #","supersedes":"internship.agreement-old""#)
    let manager = manager()
    // The host's signature is told first, and was the last.
    for (party, day) in [("HOST_SIDE", "2022-08-01"), ("STUDENT", "2022-06-10")] {
      try await sign(party, on: day)
      if keepsUp { #expect(try await manager.catchUp() == 0) }
    }
    let last = try await sign("SCHOOL_SIDE", on: "2022-06-15")
    #expect(try await manager.catchUp() == 1)
    let superseded = try #require(try events("internship.agreement-old").last)
    #expect(superseded.event.type.text == "internship-agreement.superseded")
    #expect(superseded.event.causation == last.events[0].id)
    #expect(superseded.event.occurred.description == "2022-08-01")
    #expect(try await self.manager().catchUp() == 0)
  }
}
