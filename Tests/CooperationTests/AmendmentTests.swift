@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import SwiftProtobuf
import Testing

@Suite struct `A correction` {
  static let code = "91330203XXXX00019A"
  static let otherCode = "91330203XXXX000350"

  private func registration(_ details: String, corrects event: String) -> String {
    """
    {"corrects":"\(event)","occurred":"2020-01-01","registerOrganisation":
     {"organisation":"organisation-a","details":{"kind":"ENTERPRISE","name":"A"\(details)}}}
    """
  }

  private func rename(_ name: String, corrects event: String? = nil) -> String {
    let corrects = event.map { #""corrects":"\#($0)","# } ?? ""
    return """
      {\(corrects)"changeOrganisationName":{"organisation":"organisation-a",
       "details":{"name":"\(name)"}}}
      """
  }

  private func void(_ event: String, _ stream: String = "organisation-a") -> String {
    #"{"voidEvent":{"stream":"\#(stream)","event":"\#(event)","reason":"wrong"}}"#
  }

  @Test func `replaces the original in effect`() throws {
    var story = Story()
    let first = try story.register("a")
    let outcome = try story.tell(
      registration(#","region":"510112""#, corrects: first.id))
    #expect(outcome.types == ["organisation.registered"])
    #expect(outcome.recorded[0].event.corrects?.description == first.id)
    let organisation = try #require(try story.state(Organisation.self, "organisation-a"))
    #expect(organisation.name == "A" && organisation.region == "510112")
  }

  @Test func `of a code releases the old and claims the new in one append`() throws {
    var story = Story()
    let first = try story.register("a", #""creditCode":"\#(Self.code)""#)
    let outcome = try story.tell(
      registration(#","creditCode":"\#(Self.otherCode)""#, corrects: first.id))
    #expect(outcome.types == ["organisation.registered", "code.released", "code.claimed"])
    #expect(Set(outcome.recorded.map(\.commandID)).count == 1)
    try story.register("b", #""creditCode":"\#(Self.code)""#)
    // And back again, while somebody else holds it.
    let no = refused(.codeTaken) { () throws(Rejection) in
      try story.tell(registration(#","creditCode":"\#(Self.code)""#, corrects: first.id))
    }
    #expect(no?.stream?.text == "organisation-b")
  }

  @Test func `is judged before the original's place`() throws {
    var story = Story()
    try story.register("a")
    let first = try story.tell(rename("B"), "2021-01-01")
    try story.tell(rename("C"), "2022-01-01")
    // It is called C now; as a correction of the first change, C is news all the same.
    #expect(try story.tell(rename("C", corrects: first.id), "2021-01-01").types.count == 1)
    #expect(try story.state(Organisation.self, "organisation-a")?.name == "C")
    try story.tell(rename("D", corrects: first.id), "2021-01-01")
    #expect(try story.state(Organisation.self, "organisation-a")?.name == "C")
    let history = story.past.history(try StreamName(validating: "organisation-a"))
    let then = try history.state(Organisation.self, asOf: Moment(validating: "2021-06-01"))
    #expect(then?.name == "D")
    // Before the first change it was called The a: that it still was is news of that day.
    try story.tell(rename("The a", corrects: first.id), "2021-01-01")
    let corrected = story.past.history(try StreamName(validating: "organisation-a"))
    #expect(
      try corrected.state(Organisation.self, asOf: Moment(validating: "2021-06-01"))?.name
        == "The a")
  }

  @Test func `after a void reinstates the original`() throws {
    var story = Story()
    let first = try story.register("a", #""creditCode":"\#(Self.code)""#)
    #expect(try story.tell(void(first.id)).types == ["event.voided", "code.released"])
    #expect(try story.state(Organisation.self, "organisation-a") == nil)
    #expect(try story.tell(void(first.id)).types == [], "voided twice")
    let back = try story.tell(
      registration(#","creditCode":"\#(Self.code)""#, corrects: first.id))
    #expect(back.types == ["organisation.registered", "code.claimed"])
    #expect(try story.state(Organisation.self, "organisation-a")?.creditCode == Self.code)
  }

  @Test func `after a void is refused where the code has gone to another`() throws {
    var story = Story()
    let first = try story.register("a", #""creditCode":"\#(Self.code)""#)
    try story.tell(void(first.id))
    try story.register("b", #""creditCode":"\#(Self.code)""#)
    let no = refused(.codeTaken) { () throws(Rejection) in
      try story.tell(registration(#","creditCode":"\#(Self.code)""#, corrects: first.id))
    }
    #expect(no?.stream?.text == "organisation-b")
  }

  @Test func `names an original of its type in its stream, and nothing else`() throws {
    var story = Story()
    let first = try story.register("a")
    try story.register("b")
    let renamed = try story.tell(rename("B"))
    let corrected = try story.tell(rename("C", corrects: renamed.id))
    let voided = try story.tell(void(renamed.id))
    for (event, word) in [
      (first.id, "void the one and record the other"), (corrected.id, "amends"),
      (voided.id, "amends"), ("00000000-0000-0000-0000-000000000000", "no event"),
    ] {
      let no = refused(.notAmendable) { () throws(Rejection) in
        try story.tell(rename("D", corrects: event))
      }
      #expect(no?.reason.contains(word) == true, "\(no?.reason ?? "")")
    }
    // The event of another stream.
    refused(.notAmendable) { () throws(Rejection) in
      try story.tell(
        """
        {"corrects":"\(renamed.id)","changeOrganisationName":{"organisation":"organisation-b",
         "details":{"name":"X"}}}
        """)
    }
    refused(.malformedValue, field: "corrects") { () throws(Rejection) in
      try story.tell(
        #"{"corrects":"\#(first.id)","voidEvent":{"stream":"organisation-a","event":"\#(first.id)","reason":"r"}}"#
      )
    }
    refused(.malformedValue, field: "corrects") { () throws(Rejection) in
      try story.tell(rename("D", corrects: "xyz"))
    }
  }

  @Test func `keeps the personal part that it does not replace`() throws {
    var story = Story()
    let first = try story.person("p", #""name":"Zhang Wei","birthDate":"2004-02-29""#)
    let before = try #require(try story.state(Person.self, "person-p")?.identity)
    try story.tell(
      #"{"corrects":"\#(first.id)","occurred":"2020-09-02","registerPerson":{"person":"person-p"}}"#
    )
    #expect(try story.state(Person.self, "person-p")?.identity == before)
    #expect(
      try story.state(Person.self, "person-p")?.registered == Moment(validating: "2020-09-02"))
  }
}

@Suite struct `A void` {
  private func void(_ event: String, _ stream: String, _ reason: String = "wrong") -> String {
    #"{"voidEvent":{"stream":"\#(stream)","event":"\#(event)","reason":"\#(reason)"}}"#
  }

  @Test func `is stored as event.voided with the reason`() throws {
    var story = Story()
    try story.register("a")
    let suspended = try story.tell(
      #"{"suspendOrganisation":{"organisation":"organisation-a","details":{}}}"#)
    let voided = try story.tell(void(suspended.id, "organisation-a", "mixed up"))
    let event = voided.recorded[0].event
    #expect(event.voids?.description == suspended.id)
    #expect(event.standing == .decided)
    #expect(try PBEventVoided(serializedBytes: event.payload).reason == "mixed up")
    #expect(try story.state(Organisation.self, "organisation-a")?.status == .active)
  }

  @Test func `names an original event and gives a reason`() throws {
    var story = Story()
    let outcome = try story.register("a", #""creditCode":"91330203XXXX00019B""#)
    let claimed = outcome.recorded[2]
    #expect(claimed.event.type.text == "code.claimed")
    for (event, stream) in [
      (try #require(outcome.reviewID), "organisation-a"),
      (claimed.event.id.description, claimed.stream.text), (outcome.id, "organisation-b"),
      (outcome.id, "person-p"),
    ] {
      refused(.notAmendable) { () throws(Rejection) in try story.tell(void(event, stream)) }
    }
    refused(.malformedValue, field: "voidEvent.reason") { () throws(Rejection) in
      try story.tell(void(outcome.id, "organisation-a", " "))
    }
    refused(.malformedValue, field: "voidEvent.event") { () throws(Rejection) in
      try story.tell(void("7", "organisation-a"))
    }
    refused(.malformedValue, field: "standing") { () throws(Rejection) in
      try story.tell(
        #"{"standing":"REPORTED","voidEvent":{"stream":"organisation-a","event":"\#(outcome.id)","reason":"r"}}"#
      )
    }
  }
}

@Suite struct `A review` {
  private func end(_ name: String, _ review: String, _ reason: String = "seen") -> String {
    """
    {"\(name)":{"stream":"organisation-a","review":"\(review)","reason":"\(reason)"}}
    """
  }

  private func isConfirmed(_ story: Story) throws -> Bool {
    let history = story.past.history(try StreamName(validating: "organisation-a"))
    return try #require(history.effective.first).isConfirmed
  }

  private func story() throws -> (Story, registration: String, review: String) {
    var story = Story()
    let outcome = try story.register("a", kind: "SCHOOL", #""creditCode":"12330200XXXX000195""#)
    return (story, outcome.id, try #require(outcome.reviewID))
  }

  @Test func `that passes confirms the fact`() throws {
    var (story, _, review) = try story()
    #expect(try !isConfirmed(story))
    #expect(try story.tell(end("passReview", review)).types == ["review.passed"])
    #expect(try isConfirmed(story))
    #expect(try story.tell(end("passReview", review)).types == [])
    refused(.wrongState) { () throws(Rejection) in try story.tell(end("failReview", review)) }
  }

  @Test func `that fails leaves it unconfirmed for good`() throws {
    var (story, _, review) = try story()
    refused(.malformedValue, field: "failReview.reason") { () throws(Rejection) in
      try story.tell(end("failReview", review, ""))
    }
    #expect(try story.tell(end("failReview", review)).types == ["review.failed"])
    #expect(try !isConfirmed(story))
    refused(.wrongState) { () throws(Rejection) in try story.tell(end("passReview", review)) }
  }

  @Test func `ends only where there is one`() throws {
    var (story, registration, _) = try story()
    for event in [registration, "00000000000000000000000000000000"] {
      refused(.unknownStream) { () throws(Rejection) in try story.tell(end("passReview", event)) }
    }
  }

  @Test func `no longer holds a fact once that was corrected`() throws {
    var (story, registration, _) = try story()
    try story.tell(
      """
      {"corrects":"\(registration)","registerOrganisation":{"organisation":"organisation-a",
       "details":{"kind":"SCHOOL","name":"A","creditCode":"12330200XXXX000194"}}}
      """)
    #expect(try isConfirmed(story))
  }

  @Test func `of a correction holds the correction`() throws {
    var story = Story()
    let first = try story.register("a")
    let outcome = try story.tell(
      """
      {"corrects":"\(first.id)","registerOrganisation":{"organisation":"organisation-a",
       "details":{"kind":"ENTERPRISE","name":"A","creditCode":"91330203XXXX00019B"}}}
      """)
    #expect(outcome.reviews == ["USCC"])
    #expect(try !isConfirmed(story))
  }

  @Test func `makes a fact no ground for our own act, but for a report`() throws {
    var (story, _, review) = try story()
    try story.person("p")
    func enrol(_ id: String, _ standing: String) -> String {
      """
      {"standing":"\(standing)","enrolStudent":{"enrolment":"enrolment-\(id)","details":
       {"person":"person-p","school":"organisation-a"}}}
      """
    }
    let no = refused(.unconfirmed, field: "enrolStudent.details.school") {
      () throws(Rejection) in
      try story.tell(enrol("e", "DECIDED"))
    }
    #expect(no?.stream?.text == "organisation-a")
    try story.tell(enrol("f", "REPORTED"))
    try story.tell(end("passReview", review))
    try story.tell(enrol("e", "DECIDED"))
  }

  /// Also where the act only names the entity, and judges nothing by it.
  @Test func `makes an entity no party to our own act, but to a report`() throws {
    var (story, _, review) = try story()
    try story.register("b")
    func draft(_ id: String, _ standing: String) -> String {
      """
      {"standing":"\(standing)","draftAgreement":{"agreement":"agreement-\(id)","details":
       {"kind":"SCHOOL_ENTERPRISE","parties":["organisation-b","organisation-a"],
        "rightsAndDuties":"The school teaches.","from":"2022-07-01","to":"2025-06-30"}}}
      """
    }
    let no = refused(.unconfirmed, field: "draftAgreement.details.parties[1]") {
      () throws(Rejection) in
      try story.tell(draft("d", "DECIDED"))
    }
    #expect(no?.stream?.text == "organisation-a")
    try story.tell(draft("e", "REPORTED"))
    try story.tell(end("passReview", review))
    #expect(try story.tell(draft("d", "DECIDED")).types.first == "agreement.drafted")
  }
}
