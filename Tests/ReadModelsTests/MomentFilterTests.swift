import Cooperation
import EventLogTesting
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `A filter on moments` {
  private let chronicle: Chronicle

  init() async throws {
    chronicle = try Chronicle()
    for (id, day) in [
      ("a", "<=2009"), ("b", "2022"), ("c", "2022-06-30T23:30:00+08:00"), ("d", "2022-06-30"),
      ("e", "2022-07"),
    ] {
      try await chronicle.organisation(id, .school, on: day)
    }
  }

  // The log's first event is about no organisation.
  private static let ofOrganisations = ViewQuery.Filter("stream", .prefix("organisation-"))

  /// The letters of the organisations whose rows are given.
  private func letters(
    _ view: String, _ filters: ViewQuery.Filter...,
    sort: [ViewQuery.Sort] = []
  ) async throws -> String {
    try await chronicle.store.catchUp()
    let page = try await chronicle.store.page(ViewQuery(view, filters: filters, sort: sort))
    return Self.letters(of: page)
  }

  private static func letters(of page: ViewPage) -> String {
    page.rows.compactMap { $0[0].text?.last.map { String($0) } }.joined()
  }

  private func occurred(_ condition: ViewQuery.Filter.Condition) async throws -> String {
    try await letters("CooperationHistory", Self.ofOrganisations, .init("occurred", condition))
  }

  @Test(arguments: [
    ("2008", ""), ("2009", "a"), ("2022-06-29", "a"), ("2022-06-30T15:29Z", "a"),
    ("2022-06-30T15:30Z", "ac"), ("2022-06-30", "acd"), ("2022-06", "acd"), ("2022-07", "acde"),
    ("2022", "abcde"), ("2999-12-31", "abcde"),
  ])
  func `gives up to the end of a stretch what had happened for certain`(
    _ moment: String, _ letters: String
  ) async throws {
    #expect(try await occurred(.atMost(.text(moment))) == letters)
  }

  @Test(arguments: [
    ("2009", "abcde"), ("2010", "bcde"), ("2022-06-30", "bcde"), ("2022-07", "be"),
    ("2022-08", "b"), ("2023", ""), ("2030", ""),
  ])
  func `gives from the beginning of a stretch what may have happened since`(
    _ moment: String, _ letters: String
  ) async throws {
    #expect(try await occurred(.atLeast(.text(moment))) == letters)
  }

  @Test func `gives what lies within a stretch, or was told so`() async throws {
    #expect(try await occurred(.oneOf(["2022"])) == "bcde")
    #expect(try await occurred(.oneOf(["2022-06"])) == "cd")
    #expect(try await occurred(.oneOf(["2022-06-30"])) == "cd")
    #expect(try await occurred(.oneOf(["2022-06-30T15:30Z"])) == "c")
    #expect(try await occurred(.oneOf(["2009", "2022-07"])) == "ae")
    #expect(try await occurred(.oneOf(["<=2009"])) == "a")
    #expect(try await occurred(.oneOf(["<=2022"])) == "")
    #expect(try await occurred(.prefix("2022-06-30")) == "cd")
  }

  @Test func `sorts by the last moment at which it may have happened`() async throws {
    #expect(
      try await letters("CooperationHistory", Self.ofOrganisations, sort: [.init("occurred")])
        == "acdeb")
    #expect(
      try await letters(
        "CooperationHistory", Self.ofOrganisations,
        sort: [.init("occurred", descending: true)]) == "bedca")
    var query = ViewQuery(
      "CooperationHistory", filters: [Self.ofOrganisations], sort: [.init("occurred")], limit: 2)
    var pages: [String] = []
    repeat {
      let page = try await chronicle.store.page(query)
      pages.append(Self.letters(of: page))
      query.cursor = page.next
    } while query.cursor != nil
    #expect(pages == ["ac", "de", "b"])
  }

  @Test func `takes a day of recording for all of it, and a second as a row shows it`()
    async throws
  {
    func recorded(_ condition: ViewQuery.Filter.Condition) async throws -> String {
      try await letters("CooperationHistory", Self.ofOrganisations, .init("recorded", condition))
    }
    #expect(try await recorded(.atMost("2022-06-30")) == "abcde")
    #expect(try await recorded(.oneOf(["2022-06"])) == "abcde")
    #expect(try await recorded(.atMost("2022-06-29")) == "")
    #expect(try await recorded(.atMost("2022-06-30T00:02:00Z")) == "ab")
    #expect(try await recorded(.oneOf(["2022-06-30T00:02:00Z"])) == "b")
  }

  @Test func `finds by the second that its row shows what was recorded at the end of it`()
    async throws
  {
    chronicle.clock.advance(bySeconds: 0, microseconds: 999_999)
    try await chronicle.organisation("f", .school, on: "2022")
    let shown = try #require(
      try await chronicle.rows(
        "CooperationHistory", .init("stream", .oneOf(["organisation-f"])))[0]["recorded"])
    #expect(shown == "2022-06-30T00:06:00Z")
    for (condition, found) in [
      (.oneOf([shown]), "f"), (.atMost(shown), "abcdef"), (.atLeast(shown), "f"),
    ] as [(ViewQuery.Filter.Condition, String)] {
      #expect(
        try await letters(
          "CooperationHistory", Self.ofOrganisations, .init("recorded", condition)) == found)
    }
  }

  @Test func `finds late facts and reviews alike`() async throws {
    #expect(
      try await letters(
        "LateAndCorrected", .init("occurred", .atMost("2009")),
        .init("recorded", .atMost("2022-06-30")), sort: [.init("occurred")]) == "a")
    #expect(try await letters("LateAndCorrected", .init("occurred", .atMost("2008"))) == "")
    #expect(
      try await letters(
        "ReviewQueue", .init("occurred", .atMost("2022")), sort: [.init("occurred")]) == "")
  }

  @Test func `on a column of days takes a year for all its days`() async throws {
    try await chronicle.member("a", on: "2022-06-30")
    try await chronicle.member("b", on: "2023")
    func admitted(_ condition: ViewQuery.Filter.Condition) async throws -> String {
      try await letters("AllianceRoster", .init("admitted_on", condition))
    }
    #expect(try await admitted(.atMost("2022")) == "a")
    #expect(try await admitted(.atMost("2022-06")) == "a")
    #expect(try await admitted(.oneOf(["2022"])) == "a")
    #expect(try await admitted(.oneOf(["2022-06-30", "2023-12"])) == "ab")
    #expect(try await admitted(.atLeast("2023")) == "b")
    #expect(try await chronicle.count("alliance.members", ["until": "2022"])[3] == 1)
  }

  @Test func `takes a year for all its days where a key is one day`() async throws {
    try await chronicle.record(
      "policy-p",
      PBPolicyIssued.with {
        $0.kind = .regulation
        $0.title = "P"
      }, on: "2009-03-01")
    let timeline = try await chronicle.rows("PolicyTimeline", .init("day", .oneOf(["2009"])))
    #expect(timeline.map { $0["day"] } == ["2009-03-01"])
    func row(_ day: String) async throws -> [SQLValue]? {
      try await chronicle.store.row(of: "PolicyTimeline", key: ["policy-p", day, "inForce", "0"])?
        .row
    }
    #expect(try await row("2009-03-01") != nil)
    #expect(try await row("2009") == nil)
  }

  @Test(arguments: ["soon", "2022-13", "<=2009"])
  func `refuses as a bound what is no stretch of time`(_ text: String) async throws {
    do {
      _ = try await occurred(.atMost(.text(text)))
      Issue.record("\(text) was taken")
    } catch let error as ProjectionError {
      #expect(error.code == .badArgument)
      #expect(error.field == "occurred")
    }
  }
}
