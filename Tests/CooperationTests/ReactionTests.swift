@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import Testing

@Suite struct `What follows by itself` {
  private static let parties = #""parties":["organisation-school","organisation-host"]"#

  private func intention(_ more: String = "") throws -> Story {
    var story = try Story.world()
    try story.act(
      "recordIntention", "intention", "intention-i", Self.parties + more, on: "2022-06-01")
    return story
  }

  @Test func `a drafted agreement begins the negotiation of its intention`() throws {
    var story = try intention()
    try story.act(
      "draftAgreement", "agreement", "agreement-a", Self.parties + #","intention":"intention-i""#,
      on: "2022-06-30", as: "DECIDED")
    #expect(
      try story.react("agreement.drafted", "agreement-a") == ["intention.negotiation-begun"])
    let state = try #require(try story.state(CooperationIntention.self, "intention-i"))
    #expect(state.phase == .negotiating && state.outOfOrder == [])
    // Again: it is so already.
    #expect(try story.react("agreement.drafted", "agreement-a") == [])
  }

  @Test func `a draft without an intention leads to nothing`() throws {
    var story = try intention()
    try story.act(
      "draftAgreement", "agreement", "agreement-a", Self.parties, on: "2022-06-30", as: "DECIDED")
    #expect(try story.react("agreement.drafted", "agreement-a") == nil)
  }

  @Test func `an agreement signed elsewhere converts its intention`() throws {
    var story = try intention()
    try story.agreement("agreement-a", on: "2022-07-15", #","intention":"intention-i""#)
    #expect(
      try story.react("agreement.reported-signed", "agreement-a") == ["intention.converted"])
    let state = try #require(try story.state(CooperationIntention.self, "intention-i"))
    #expect(state.phase == .converted && state.agreement?.text == "agreement-a")
    #expect(state.ended?.description == "2022-07-15", "the trigger's day, not today")
  }

  @Test func `the last party's signature does, not the first`() throws {
    var story = try intention()
    try story.act(
      "draftAgreement", "agreement", "agreement-a", Self.parties + #","intention":"intention-i""#,
      on: "2022-06-02", as: "DECIDED")
    try story.act(
      "signAgreement", "agreement", "agreement-a", #""party":"organisation-school""#,
      on: "2022-06-03")
    #expect(try story.following("agreement.party-signed", "agreement-a").isEmpty)
    try story.act(
      "signAgreement", "agreement", "agreement-a", #""party":"organisation-host""#,
      on: "2022-06-04")
    #expect(try story.following("agreement.party-signed", "agreement-a").isEmpty)
    #expect(
      try story.react("agreement.party-signed", "agreement-a", at: 1) == ["intention.converted"])
  }

  @Test func `an intention that lapsed is not converted by force`() throws {
    var story = try intention()
    try story.act(
      "lapseIntention", "intention", "intention-i", #""reason":"no answer""#, on: "2022-06-20")
    try story.agreement("agreement-a", on: "2022-07-15", #","intention":"intention-i""#)
    #expect(throws: Rejection.self) {
      try story.react("agreement.reported-signed", "agreement-a")
    }
    #expect(try story.state(CooperationIntention.self, "intention-i")?.phase == .lapsed)
  }

  @Test func `a voided trigger leads to nothing`() throws {
    var story = try intention()
    try story.agreement("agreement-a", on: "2022-07-15", #","intention":"intention-i""#)
    let stream = try StreamName(validating: "agreement-a")
    try story.void("agreement-a", story.past.history(stream).recorded[0].event.id.description)
    #expect(try story.following("agreement.reported-signed", "agreement-a").isEmpty)
  }

  // MARK: - Needs

  private func need(_ more: String, quantity: String = #","quantity":6"#) throws -> Story {
    var story = try Story.world()
    try story.act(
      "publishNeed", "need", "need-1",
      #""organisation":"organisation-host","terms":{"side":"DEMAND","kind":"INTERNSHIP"\#(quantity)}"#,
      on: "2022-05-01")
    try story.act("recordIntention", "intention", "intention-i", more, on: "2022-06-01")
    return story
  }

  @Test func `an intention that names a need matches it with the other party`() throws {
    var story = try need(Self.parties + #","need":"need-1","plannedHeadcount":4"#)
    #expect(try story.react("intention.recorded", "intention-i") == ["need.matched"])
    let need = try #require(try story.state(Need.self, "need-1"))
    #expect(need.matches.map(\.with?.text) == ["organisation-school"])
    #expect(need.openQuantity == 2 && need.phase == .open)
  }

  @Test func `more than is open matches all of it, and no number too`() throws {
    for planned in [#","plannedHeadcount":40"#, ""] {
      var story = try need(Self.parties + #","need":"need-1""# + planned)
      #expect(try story.react("intention.recorded", "intention-i") == ["need.matched"])
      #expect(try story.state(Need.self, "need-1")?.phase == .matched)
    }
  }

  @Test func `a need of none of two parties is for a person`() throws {
    for details in [
      Self.parties,
      #""need":"need-1","parties":["organisation-school","organisation-host2"]"#,
      #""need":"need-1","parties":["organisation-school","organisation-host","organisation-host2"]"#,
    ] {
      let story = try need(details)
      #expect(try story.following("intention.recorded", "intention-i").isEmpty, "\(details)")
    }
  }

  // MARK: - Vacancies

  private func vacancy(_ headcount: Int = 2) throws -> Story {
    var story = try Story.world()
    try story.act(
      "publishVacancy", "vacancy", "vacancy-1",
      #""employer":"organisation-host","terms":{"title":"Fitter","headcount":\#(headcount)}"#,
      on: "2022-06-01")
    for person in ["a", "b", "c"] { try story.person(person) }
    return story
  }

  private func apply(
    _ story: inout Story, _ person: String, _ details: String = ""
  ) throws(Rejection) {
    try step(&story, "submitApplication", person, details)
  }

  @discardableResult
  private func step(
    _ story: inout Story, _ name: String, _ person: String, _ details: String = "",
    on day: String = "2022-06-10"
  ) throws(Rejection) -> Story.Outcome {
    try story.tell(
      #"{"standing":"REPORTED","\#(name)":{"vacancy":"vacancy-1","person":"person-\#(person)","details":{\#(details)}}}"#,
      day)
  }

  private func accept(
    _ story: inout Story, _ person: String, on day: String = "2022-06-10"
  ) throws(Rejection) {
    for name in ["submitApplication", "offerJob", "acceptJobOffer"] {
      try step(&story, name, person, on: day)
    }
  }

  @Test func `accepted offers fill a vacancy`() throws {
    var story = try vacancy()
    try accept(&story, "a")
    #expect(try story.react("application.offer-accepted", "application-1.a") == ["vacancy.filled"])
    #expect(try story.state(Vacancy.self, "vacancy-1")?.openPlaces == 1)
    try accept(&story, "b")
    #expect(try story.react("application.offer-accepted", "application-1.b") == ["vacancy.filled"])
    let full = try #require(try story.state(Vacancy.self, "vacancy-1"))
    #expect(full.filled == 2 && full.phase == .filled)
    // A third is one too many; nothing is left to fill.
    try accept(&story, "c")
    #expect(try story.react("application.offer-accepted", "application-1.c") == nil)
  }

  @Test func `a vacancy is full from when its last place was taken, in any order`() throws {
    var story = try vacancy()
    try accept(&story, "a", on: "2022-06-10")
    try story.react("application.offer-accepted", "application-1.a")
    // Told later, though it was before.
    try accept(&story, "b", on: "2022-06-03")
    #expect(try story.react("application.offer-accepted", "application-1.b") == ["vacancy.filled"])
    let filled = try story.past.history(StreamName(validating: "vacancy-1")).recorded.last
    #expect(filled?.event.occurred.description == "2022-06-10")
    #expect(try story.state(Vacancy.self, "vacancy-1")?.openPlaces == 0)
    // One place was left until the tenth.
    #expect(try step(&story, "submitApplication", "c", on: "2022-06-05").findings.isEmpty)
    try story.person("d")
    #expect(
      try step(&story, "submitApplication", "d", on: "2022-06-11").findings == ["OPEN-VACANCY"])
  }

  @Test func `an offer that was not accepted fills nothing, and what was told by hand stays`()
    throws
  {
    var story = try vacancy(5)
    try accept(&story, "a")
    try apply(&story, "b")
    try step(&story, "offerJob", "b")
    try step(&story, "declineJobOffer", "b")
    #expect(
      try story.following("application.offer-accepted", "application-1.a").map(\.name)
        == ["fillVacancy"])
    try story.act("fillVacancy", "vacancy", "vacancy-1", #""filled":1"#, on: "2022-06-11")
    #expect(try story.following("application.offer-accepted", "application-1.a").isEmpty)
    #expect(try story.state(Vacancy.self, "vacancy-1")?.filled == 1)
  }

  @Test func `more accepted offers than places are refused`() throws {
    var story = try vacancy(1)
    try accept(&story, "a")
    try accept(&story, "b")
    #expect(throws: Rejection.self) {
      try story.react("application.offer-accepted", "application-1.b")
    }
  }

  // MARK: - Recommendations

  @Test func `applying on a recommendation accepts it, on another's doesn't`() throws {
    var story = try vacancy()
    try story.act(
      "giveRecommendation", "recommendation", "recommendation-1",
      #""to":"person-a","recommended":"vacancy-1""#, on: "2022-06-02")
    try apply(&story, "b", #""recommendation":"recommendation-1""#)
    #expect(try story.react("application.submitted", "application-1.b") == nil)
    try apply(&story, "a", #""recommendation":"recommendation-1""#)
    #expect(
      try story.react("application.submitted", "application-1.a") == ["recommendation.accepted"])
    let state = try #require(try story.state(Recommendation.self, "recommendation-1"))
    #expect(state.phase == .accepted && state.ledTo?.text == "application-1.a")
    try apply(&story, "c")
    #expect(try story.react("application.submitted", "application-1.c") == nil)
  }

  // MARK: - Ids

  @Test func `commands have ids of name, trigger and target, and the trigger's source`() throws {
    var story = try intention()
    try story.tell(
      #"{"standing":"REPORTED","source":{"evidence":"SYNTHETIC","document":"d","publishedOn":"2022-08-01"},"reportAgreementSigned":{"agreement":"agreement-a","details":{\#(Self.parties),"intention":"intention-i"}}}"#,
      "2022-07")
    let trigger = story.past.history(try StreamName(validating: "agreement-a")).recorded[0]
    let command = try #require(
      try story.following("agreement.reported-signed", "agreement-a").first)
    #expect(command.causation == trigger.event.id)
    #expect(command.evidence == .synthetic && command.document == "d")
    #expect(command.publishedOn?.description == "2022-08-01")
    #expect(command.occurred?.description == "2022-07")
    let other = try StreamName(validating: "intention-j")
    let reaction = try #require(Reaction.all.first { $0.command == command.name })
    #expect(command.id == reaction.id(after: trigger.event.id, on: command.target))
    #expect(command.id != reaction.id(after: trigger.event.id, on: other))
    #expect(
      command.id != reaction.id(after: EventID(high: 1, low: 1), on: command.target))
    // SHA-256 of "convert-intention", 0, 15 times 0 and 1, "intention-i", by another tool.
    #expect(
      reaction.id(after: EventID(high: 0, low: 1), on: command.target).description == Self.golden)
  }

  private static let golden = "bfb5d3ca-a35c-1df2-ff6f-507eb1948f33"
}

/// `Schemas/process-managers.md` against the code.
@Suite struct `The table of process managers` {
  private struct Row {
    let name: String
    let triggers: Set<String>
    let command: Set<String>
    let target: String
    let runs: String
  }

  /// The code words of a cell.
  private static func words(_ cell: String) -> [String] {
    let parts = cell.split(separator: "`", omittingEmptySubsequences: false)
    return parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) }
  }

  private func rows() throws -> [Row] {
    try Repository.lines(Repository.root + "/Schemas/process-managers.md")
      .filter { $0.hasPrefix("| ") && !$0.hasPrefix("| name") }
      .map { line in
        let cells = line.split(separator: "|").map { $0.trimmed }
        #expect(cells.count == 6, "\(line)")
        return Row(
          name: cells[0].replacing("`", with: ""),
          triggers: Set(Self.words(cells[1]).filter { $0.contains(".") }),
          command: Set(Self.words(cells[2])), target: Self.words(cells[3]).first ?? "",
          runs: cells[5])
      }
  }

  @Test func `holds every reaction, and every row is one`() throws {
    let own = try rows().filter { $0.runs == "by itself" && $0.name != "finding-manager" }
    #expect(own.map(\.name).sorted() == Reaction.all.map(\.name).sorted())
    for reaction in Reaction.all {
      let row = try #require(own.first { $0.name == reaction.name })
      #expect(row.triggers == Set(reaction.triggers.map(\.text)), "\(reaction.name)")
      #expect(row.command == [reaction.command], "\(reaction.name)")
      #expect(row.target == reaction.target.text, "\(reaction.name)")
    }
    #expect(try rows().contains { $0.name == "finding-manager" })
  }

  @Test func `says of each row who does it, and names what there is`() throws {
    let types = Set(
      CooperationModel.aggregates.flatMap { $0.eventTypes.keys.map(\.text) }
        + ["event.voided", "review.passed"])
    for row in try rows() {
      #expect(["by itself", "by hand"].contains(row.runs), "\(row.name)")
      #expect(row.triggers.isSubset(of: types), "\(row.name)")
    }
    #expect(try rows().filter { $0.runs == "by hand" }.count == 15)
  }

  @Test func `no reaction is led to by what another one leads to`() throws {
    // Otherwise what follows would depend on how far the manager is.
    let results: Set = [
      "intention.negotiation-begun", "intention.converted", "need.matched",
      "recommendation.accepted", "vacancy.filled", "agreement.successor-confirmed",
      "privacy-request.executed", "finding.opened", "internship-agreement.superseded",
    ]
    for reaction in Reaction.all {
      #expect(results.isDisjoint(with: reaction.triggers.map(\.text)), "\(reaction.name)")
    }
  }
}

extension Substring {
  fileprivate var trimmed: String {
    let isSpace = { (character: Character) in character == " " }
    return String(drop(while: isSpace).reversed().drop(while: isSpace).reversed())
  }
}
