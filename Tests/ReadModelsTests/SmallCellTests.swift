import Cooperation
import Deciding
import EventModel
import Projections
import ReadModels
import SwiftProtobuf
import Testing

@Suite struct `A cell of fewer than five people` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func apply(_ count: Int, for vacancy: String, major: String) async throws {
    try await chronicle.record(
      "vacancy-\(vacancy)",
      PBVacancyPublished.with {
        $0.employer = "organisation-e"
        $0.terms.headcount = 10
        $0.terms.region = "330200"
        $0.terms.majors = [major]
      }, on: "2023-05-10")
    for number in 0..<count {
      try await chronicle.record(
        "application-\(vacancy).\(number)",
        PBApplicationSubmitted.with {
          $0.vacancy = "vacancy-\(vacancy)"
          $0.person = "person-\(number)"
        }, on: "2023-05-11")
    }
  }

  @Test func `of VacancyMarket can't be what the others leave of all applications`() async throws {
    try await apply(3, for: "a", major: "460701")
    try await apply(6, for: "b", major: "460702")
    try await apply(20, for: "c", major: "460703")
    let market = try await chronicle.rows("VacancyMarket", hidingSmallCells: true)
    #expect(market.map { $0["applications"] } == [.null, .null, 20])
    #expect(market.map { $0["unfilled"] } == [.null, .null, 10])
    #expect(market.map { $0["is_hidden"] } == [1, 1, 0])
    let all = try await chronicle.rows("VacancyMarket")
    #expect(all.map { $0["applications"] } == [3, 6, 20])
  }

  private func enrol(_ count: Int, _ major: String, at school: String) async throws {
    for number in 0..<count {
      try await chronicle.enrol("\(school).\(major).\(number)", at: school, major: major)
    }
  }

  @Test func `of SupplyDemandGap can't be what the others leave of a zone's class`() async throws {
    for (school, region) in [("n", "330206"), ("h", "330106")] {
      try await chronicle.record(
        "organisation-\(school)",
        PBOrganisationRegistered.with {
          $0.kind = .school
          $0.region = region
        }, on: "2010-01-01")
    }
    try await enrol(3, "460701", at: "n")
    try await enrol(6, "460702", at: "n")
    try await enrol(7, "460703", at: "n")
    try await enrol(6, "460702", at: "h")
    func gap(_ zone: String, hiding: Bool) async throws -> [SQLValue?] {
      try await chronicle.rows(
        "SupplyDemandGap", .init("zone", .oneOf([.text(zone)])),
        .init("quarter", .oneOf(["2023-Q1"])), hidingSmallCells: hiding
      ).map { $0["graduates"] }
    }
    // Seven stand as five to seven do.
    #expect(try await gap("3302", hiding: true) == [.null, .null, 5])
    #expect(try await gap("3302", hiding: false) == [3, 6, 7])
    // Another zone has no small cell, and so nothing to hide.
    #expect(try await gap("3301", hiding: true) == [5])
  }

  @Test func `of frozen statistics can't be what the others leave`() async throws {
    func freeze(_ report: String, _ figures: [PBReportFigure]) async throws {
      try await chronicle.record(
        "report-\(report)", PBReportPublished.with { $0.figures = figures }, on: "2023-09-01")
      try await chronicle.record(
        "report-\(report)", PBStatisticsFrozen.with { $0.cutOff = "2023-08-31" }, on: "2023-09-01")
    }
    func part(_ numerator: Int64) -> PBReportFigure {
      .with {
        $0.numerator = numerator
        $0.denominator = 42
      }
    }
    try await freeze("1", [part(2), part(30), part(10)])
    try await freeze("2", [part(12), part(30)])
    try await freeze("3", ["3", "6", "20", "12.5"].map { text in .with { $0.figure = text } })
    func shown(_ report: String, _ column: String) async throws -> [SQLValue?] {
      try await chronicle.rows(
        "FrozenStatistics", .init("stream", .oneOf([.text("report-\(report)")])),
        hidingSmallCells: true
      ).map { $0[column] }
    }
    #expect(try await shown("1", "numerator") == [.null, 30, .null])
    #expect(try await shown("1", "denominator") == [.null, 42, .null])
    #expect(try await shown("2", "numerator") == [12, 30])
    #expect(try await shown("3", "figure") == [.null, .null, "20", .null])
    let open = try await chronicle.rows("FrozenStatistics")
    #expect(!open.contains { $0["is_hidden"] != 0 })
  }

  /// One stream, or more, of every category that is of one person each, with a review and a finding
  /// in each of them.
  private func fillPersonStreams() async throws {
    try await enrol(1, "460701", at: "n")
    for person in ["p", "q"] {
      try await chronicle.record("person-\(person)", PBPersonRegistered(), on: "2020-01-01")
    }
    try await chronicle.record(
      "person-q", PBPersonMerged.with { $0.into = "person-p" }, on: "2020-02-01")
    try await chronicle.record(
      "placement-p",
      PBPlacementStarted.with {
        $0.parties.student = "person-p"
        $0.parties.host = "organisation-e"
      }, on: "2023-02-01")
    try await chronicle.record(
      "internship.agreement-p", EventType("internship-agreement.reported-signed"),
      PBInternshipAgreementDrawnUp.with { $0.student = "person-p" }, on: "2023-01-01")
    try await apply(1, for: "p", major: "460701")
    try await chronicle.record(
      "employment-p",
      PBEmploymentEnteredIntoForce.with { $0.terms.graduate = "person-p" }, on: "2023-07-01")
    try await chronicle.record(
      "outcome-p",
      PBOutcomeDeclared.with {
        $0.graduate = "person-p"
        $0.facts.category = "10"
      }, on: "2023-07-01")
    try await chronicle.record(
      "dispute-p", PBDisputeRaised.with { $0.facts = [.with { $0.stream = "outcome-p" }] },
      on: "2023-08-01")
    try await chronicle.record(
      "assistance-p", PBAssistanceOpened.with { $0.graduate = "person-p" }, on: "2023-05-01")
    try await chronicle.record(
      "survey.response-p", PBSurveyResponseReceived.with { $0.survey = "survey-1" },
      on: "2023-05-01")
    try await chronicle.record(
      "privacy.request-p",
      PBPrivacyRequestReceived.with {
        $0.person = "person-p"
        $0.kind = .delete
      }, on: "2023-03-01")
    try await chronicle.record(
      "person-p", PBPersonalDataErased.with { $0.ground = .subjectRequest }, on: "2023-03-11")
    try await chronicle.record(
      "recommendation-p", PBRecommendationGiven.with { $0.to = "person-p" }, on: "2023-05-01")
    for (number, stream) in Self.personStreams.enumerated() {
      try await chronicle.record(
        stream, ReviewEvents.opened,
        PBReviewOpened.with {
          $0.rule = "USCC"
          $0.reason = "held"
          $0.events = []
        }, on: "2023-09-01")
      try await chronicle.record(
        "finding-\(number)",
        PBFindingOpened.with {
          $0.rule = "R01"
          $0.subjects = [stream]
        }, on: "2023-09-01")
    }
  }

  private static let personStreams = [
    "person-p", "enrolment-n.460701.0", "placement-p", "internship.agreement-p", "application-p.0",
    "employment-p", "outcome-p", "assistance-p", "survey.response-p", "privacy.request-p",
    "recommendation-p",
  ]

  /// The person streams' categories that rows name, alone or among others.
  private func personCategories(in rows: [[String: SQLValue]]) -> Set<String> {
    let categories = Set(Self.personStreams.compactMap { $0.split(separator: "-").first })
    let words = rows.flatMap(\.values).compactMap(\.text).flatMap { $0.split(separator: " ") }
    return Set(
      words.filter { $0.contains("-") }.compactMap { $0.split(separator: "-").first }
        .filter(categories.contains).map(String.init))
  }

  @Test func `can't be added up from rows of single persons`() async throws {
    try await fillPersonStreams()
    let everybody = Set(
      Self.personStreams.compactMap { $0.split(separator: "-").first }.map(String.init))
    // What could be left out is there.
    for view in ["CooperationHistory", "ReviewQueue"] {
      #expect(try await personCategories(in: chronicle.rows(view)) == everybody, "\(view)")
    }
    #expect(try await personCategories(in: chronicle.rows("Aliases")) == ["person"])
    for view in chronicle.store.readModels.views {
      // An analyst who may see the view may see no stream of a person in it.
      guard view.singlePersons == nil else {
        #expect(try await !chronicle.rows(view.name).isEmpty, "\(view.name)")
        await #expect(throws: ProjectionError.self) {
          _ = try await chronicle.rows(view.name, hidingSmallCells: true)
        }
        continue
      }
      let rows = try await chronicle.rows(view.name, hidingSmallCells: true)
      #expect(personCategories(in: rows).isEmpty, "\(view.name)")
    }
    do {
      _ = try await chronicle.rows("Enrolments", hidingSmallCells: true)
      Issue.record("Enrolments was shown")
    } catch let error as ProjectionError {
      #expect(error.code == .singlePersons)
      #expect(error.reason.hasSuffix("ask OutcomeStatistics or the measure graduates"))
    }
  }

  @Test func `aren't named where one stands still that this version doesn't understand`()
    async throws
  {
    for stream in Self.personStreams + ["organisation-q"] {
      let category = stream.prefix { $0 != "-" }
      try await chronicle.record(
        stream, EventType(validating: "\(category).newly-said"), PBSurveyStep())
    }
    let categories = Set(Self.personStreams.map { String($0.prefix { $0 != "-" }) })
    let named = try await chronicle.rows("Quarantine")
    let unnamed = try await chronicle.rows("Quarantine", hidingSmallCells: true)
    #expect(personCategories(in: named) == categories)
    #expect(named.count == Self.personStreams.count + 1 && unnamed.count == named.count)
    #expect(personCategories(in: unnamed).isEmpty)
    #expect(unnamed.contains { $0["stream"] == "organisation-q" })
    // What it is, where, and why: whoever looks after the server needs that.
    for row in unnamed where row["stream"] != "organisation-q" {
      let words = try #require(row["stream"]?.text).split(separator: " ")
      #expect(words.count == 3 && categories.contains(String(words[0])), "\(words)")
      #expect(words.last.flatMap { Int64($0) } == row["position"]?.number)
      #expect(row["reason"]?.text?.isEmpty == false)
    }
  }

  @Test(arguments: [
    ("the stream person-4711 is at revision 3", "the stream person-… is at revision 3"),
    ("enrolment-n.460701.0, placement-p.", "enrolment-…, placement-…."),
    ("organisation-a and code.uscc-91330206MA2TE5T1XN", nil),
    ("a person; a person-less day, person", "a person; a person-… day, person"),
    ("position 17: 'internship.agreement-x' can't", "position 17: 'internship.agreement-…' can't"),
  ])
  func `aren't named in sentences`(sentence: String, told: String?) {
    #expect(SinglePersons.unnamed(in: sentence) == told ?? sentence)
  }

  @Test func `leaves reviews and aliases of organisations in sight`() async throws {
    for id in ["a", "b"] { try await chronicle.organisation(id, .enterprise) }
    try await chronicle.merge("b", into: "a")
    try await chronicle.record(
      "organisation-a", ReviewEvents.opened, PBReviewOpened.with { $0.rule = "USCC" })
    for view in ["Aliases", "ReviewQueue"] {
      #expect(try await chronicle.rows(view, hidingSmallCells: true).count == 1, "\(view)")
    }
  }

  @Test func `is no figure that the other hidden ones leave of all`() async throws {
    // Cases of which somebody had helped: 3 of 20, none of 30, 10 of 50.
    for (school, cases, contacted) in [("a", 20, 3), ("b", 30, 0), ("c", 50, 10)] {
      for number in 0..<cases {
        let stream = "assistance-\(school).\(number)"
        try await chronicle.record(
          stream, PBAssistanceOpened.with { $0.school = "organisation-\(school)" },
          on: "2023-05-01")
        if number < contacted {
          try await chronicle.record(stream, PBAssistanceGuidanceGiven(), on: "2023-05-04")
        }
      }
    }
    let rows = try await chronicle.rows("AssistanceStatistics", hidingSmallCells: true)
    #expect(rows.map { $0["contacted"] } == [15, .null, .null, .null])
    #expect(rows.map { $0["is_hidden"] } == [0, 1, 1, 1])
  }

  @Test(arguments: [
    ("alliance.members", false), ("graduates", true), ("OutcomeStatistics", true), (nil, true),
  ])
  func `of frozen statistics is one of people`(measure: String?, isHidden: Bool) async throws {
    try await chronicle.record(
      "report-1",
      PBReportPublished.with {
        $0.figures = [.with { $0.figure = "3" }, .with { $0.figure = "20" }]
      },
      on: "2023-09-01")
    try await chronicle.record(
      "report-1",
      PBStatisticsFrozen.with {
        $0.cutOff = "2023-08-31"
        if let measure { $0.basis.query.name = measure }
      }, on: "2023-09-01")
    let rows = try await chronicle.rows("FrozenStatistics", hidingSmallCells: true)
    #expect(rows.map { $0["is_hidden"] } == (isHidden ? [1, 1] : [0, 0]))
  }
}
