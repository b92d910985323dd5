@testable import CommandHandling
import Cooperation
import Deciding
import EventLog
import EventLogTesting
import EventModel
import Testing

/// Commands that waited for a steward.
extension `The process manager` {
  /// A need of the school, and an intention for it about a topic that stands in no list.
  private func heldIntention() async throws -> CommandReceipt {
    try await world()
    try await record(
      #"{"occurred":"2022-05-01","standing":"REPORTED","publishNeed":{"need":"need-n","details":{"organisation":"organisation-school","terms":{"side":"DEMAND","kind":"INTERNSHIP","title":"Places","quantity":5}}}}"#
    )
    return try await record(
      #"{"occurred":"2022-06-01","standing":"REPORTED","recordIntention":{"intention":"intention-n","details":{\#(Self.parties),"need":"need-n","topics":["astrology"]}}}"#
    )
  }

  private func end(_ act: String, of stream: String) async throws {
    let review = try #require(try events(stream).first { $0.event.type == ReviewEvents.opened })
    try await record(
      #"{"\#(act)":{"stream":"\#(stream)","review":"\#(review.event.id)","reason":"seen"}}"#)
  }

  @Test(arguments: [true, false])
  func `gives what a review held back once it has passed`(keepsUp: Bool) async throws {
    let intended = try await heldIntention()
    let manager = manager(refusals: ["intention-n unconfirmed"])
    if keepsUp { #expect(try await manager.catchUp() == 0) }
    try await end("passReview", of: "intention-n")
    #expect(try await manager.catchUp() == 1)
    let matched = try #require(try events("need-n").last)
    #expect(matched.event.type.text == "need.matched")
    #expect(matched.event.causation == intended.events[0].id, "the fact, not its review")
    #expect(matched.event.occurred.description == "2022-06-01")
    // Again, from the start: nothing more.
    let end = log.end
    #expect(try await self.manager().catchUp() == 0)
    #expect(log.end == end)
  }

  /// An intention for a need of the school, with an enterprise in a region that stands in no list.
  @discardableResult
  private func intentionWithHeldPartner(_ more: String = "") async throws -> CommandReceipt {
    try await world()
    for json in [
      #"{"occurred":"2022-01-01","registerOrganisation":{"organisation":"organisation-held","details":{"kind":"ENTERPRISE","name":"N","region":"330204"}}}"#,
      #"{"occurred":"2022-05-01","standing":"REPORTED","publishNeed":{"need":"need-n","details":{"organisation":"organisation-school","terms":{"side":"DEMAND","kind":"INTERNSHIP","title":"Places","quantity":5}}}}"#,
    ] {
      try await record(json)
    }
    return try await record(
      #"{"occurred":"2022-06-01","standing":"REPORTED","recordIntention":{"intention":"intention-n","details":{"parties":["organisation-school","organisation-held"],"need":"need-n"\#(more)}}}"#
    )
  }

  @Test(arguments: [true, false])
  func `gives what waited for a review of a stream that it rests on`(keepsUp: Bool) async throws {
    let intended = try await intentionWithHeldPartner()
    let manager = manager(refusals: ["intention-n unconfirmed"])
    if keepsUp { #expect(try await manager.catchUp() == 0) }
    try await end("passReview", of: "organisation-held")
    #expect(try await manager.catchUp() == 1)
    let matched = try #require(try events("need-n").last)
    #expect(matched.event.type.text == "need.matched")
    #expect(matched.event.causation == intended.events[0].id)
    #expect(matched.event.occurred.description == "2022-06-01")
    let end = log.end
    #expect(try await self.manager().catchUp() == 0)
    #expect(log.end == end)
  }

  @Test(
    arguments: [
      ["intention-n", "organisation-held"], ["organisation-held", "intention-n"],
    ], [true, false])
  func `waits for both reviews, whichever passes first`(
    streams: [String], keepsUp: Bool
  ) async throws {
    try await intentionWithHeldPartner(#","topics":["astrology"]"#)
    let manager = manager(refusals: ["intention-n unconfirmed"])
    for stream in streams {
      if keepsUp { #expect(try await manager.catchUp() == 0) }
      try await end("passReview", of: stream)
    }
    #expect(try await manager.catchUp() == 1)
    #expect(try types("need-n").last == "need.matched")
    #expect(try await self.manager().catchUp() == 0)
  }

  @Test func `gives nothing where the review failed, or its target had ended by then`() async throws
  {
    try await intentionWithHeldPartner()
    let manager = manager(refusals: ["intention-n unconfirmed", "intention-n wrongState"])
    try await manager.catchUp()
    try await record(
      #"{"occurred":"2022-05-15","standing":"REPORTED","closeNeed":{"need":"need-n","details":{}}}"#
    )
    try await end("passReview", of: "organisation-held")
    #expect(try await manager.catchUp() == 0)
    #expect(try types("need-n") == ["need.published", "need.closed"])
    let other = `The process manager`()
    try await other.intentionWithHeldPartner()
    try await other.end("failReview", of: "organisation-held")
    #expect(
      try await other.manager(refusals: ["intention-n unconfirmed", "intention-n unknownStream"])
        .catchUp() == 0)
    #expect(try other.types("need-n") == ["need.published"])
  }

  @Test func `gives nothing for a review that failed, or held what nothing follows from`()
    async throws
  {
    _ = try await heldIntention()
    try await record(
      #"{"occurred":"2022-06-01","registerOrganisation":{"organisation":"organisation-x","details":{"kind":"ENTERPRISE","name":"N","region":"330204"}}}"#
    )
    try await end("failReview", of: "intention-n")
    try await end("passReview", of: "organisation-x")
    #expect(try await manager(refusals: ["intention-n unconfirmed"]).catchUp() == 0)
    #expect(try types("need-n") == ["need.published"])
  }
}
