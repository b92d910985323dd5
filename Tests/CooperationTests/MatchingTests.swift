@testable import Cooperation
import Deciding
import EventModel
import FoundationEssentials
import Testing

@Suite struct `A match` {
  static let weightsPath = Repository.root + "/Schemas/codelists/match-weights.csv"

  private static func weights() throws -> MatchWeights {
    try MatchWeights(validating: String(contentsOfFile: weightsPath, encoding: .utf8))
  }

  /// The fenced blocks of the article, in order, each as rows under its header's names.
  private func blocks() throws -> [[[String: String]]] {
    let article = Repository.root + "/Sources/Cooperation/Cooperation.docc/Matching.md"
    let text = try String(contentsOfFile: article, encoding: .utf8)
    var blocks: [[[String: String]]] = []
    for block in text.split(separator: "```csv\n").dropFirst() {
      let lines = block.prefix { $0 != "`" }.split(separator: "\n")
      let header = lines[0].split(separator: ",").map(String.init)
      blocks.append(
        lines.dropFirst().map { line in
          let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
          return Dictionary(uniqueKeysWithValues: zip(header, fields))
        })
    }
    return blocks
  }

  /// Publishes a vacancy of the example, and gives its state.
  private func publish(
    _ row: [String: String], _ story: inout Story
  ) throws -> (stream: StreamName, vacancy: Vacancy) {
    let name = try #require(row["vacancy"])
    var terms = [#""title":"T""#]
    for (column, field) in [
      ("region", "region"), ("pay_min", "payMinFen"), ("from", "from"), ("to", "to"),
    ] {
      if let value = row[column], !value.isEmpty { terms.append(#""\#(field)":"\#(value)""#) }
    }
    if let majors = row["majors"], !majors.isEmpty { terms.append(#""majors":["\#(majors)"]"#) }
    if let years = row["class_years"], !years.isEmpty { terms.append(#""classYears":[\#(years)]"#) }
    terms.append(#""headcount":\#(try #require(row["headcount"]))"#)
    try story.act(
      "publishVacancy", "vacancy", name,
      #""employer":"organisation-host","terms":{\#(terms.joined(separator: ","))}"#,
      on: "2023-03-01")
    if let filled = row["filled"], filled != "0" {
      try story.act("fillVacancy", "vacancy", name, #""filled":\#(filled)"#, on: "2023-03-02")
    }
    return (
      try StreamName(validating: name), try #require(try story.state(Vacancy.self, name))
    )
  }

  private func graduate(_ row: [String: String]) throws -> Graduate {
    Graduate(
      person: try StreamName(validating: #require(row["person"])),
      learner: Learner(
        major: row["major"], classYear: row["class_year"].flatMap(Int.init),
        schoolLevel: .higherVocational),
      region: row["home"], wishedRegions: [try #require(row["wished_regions"])],
      wishedPayFen: row["wished_pay"].flatMap(Int64.init))
  }

  @Test func `works the example of the documentation out`() throws {
    let blocks = try blocks()
    #expect(blocks.count == 5)
    var story = try Story.world()
    let vacancies = try blocks[1].map { try publish($0, &story) }
    let graduate = try graduate(blocks[0][0])
    let weights = try Self.weights()
    let outcome = Matching.vacancies(
      for: graduate, among: vacancies, on: try CivilDate(validating: "2023-04-10"), by: weights)
    for row in blocks[2] {
      let criterion = try #require(Matching.Criterion(rawValue: row["criterion"] ?? ""))
      #expect(
        String(weights.points(criterion, in: .vacanciesForGraduates)) == row["points"],
        "\(criterion)")
    }
    let found = outcome.matches.map { match in
      [
        "rank": String(match.rank), "vacancy": match.recommended.text,
        "score": String(match.score),
        "reasons": match.reasons.map { "\($0.criterion.rawValue) \($0.points)" }
          .joined(separator: " + "),
      ]
    }
    #expect(found == blocks[3])
    let failed = outcome.failures.map {
      ["vacancy": $0.candidate.text, "filter": $0.filter.rawValue]
    }
    #expect(failed == blocks[4])
    // Whatever order they come in.
    let reversed = Matching.vacancies(
      for: graduate, among: vacancies.reversed(), on: try CivilDate(validating: "2023-04-10"),
      by: weights)
    #expect(reversed.matches == outcome.matches)
  }

  @Test func `is recorded as it was explained`() throws {
    let blocks = try blocks()
    var story = try Story.world()
    let vacancies = try blocks[1].map { try publish($0, &story) }
    try story.person("gu")
    let outcome = Matching.vacancies(
      for: try graduate(blocks[0][0]), among: vacancies,
      on: try CivilDate(validating: "2023-04-10"), by: try Self.weights(), limit: 2)
    #expect(outcome.matches.count == 2)
    for match in outcome.matches {
      var command = PBCommand()
      command.occurred = "2023-04-10"
      var give = PBGiveRecommendation()
      give.recommendation = "recommendation-\(match.rank)"
      give.details = outcome.details(of: match)
      command.giveRecommendation = give
      #expect(try story.tell(command).findings == [])
    }
    let first = try #require(try story.state(Recommendation.self, "recommendation-1"))
    #expect(first.details.algorithm == "weighted-sum" && first.details.algorithmVersion == "2")
    #expect(first.details.weightsSha256.count == 64 && first.details.score == 70)
    #expect(first.details.reasons.map(\.criterion) == ["major-same", "region-same-district"])
  }

  @Test func `finds nothing for whoever has switched it off, or knows too little`() throws {
    let blocks = try blocks()
    var story = try Story.world()
    let vacancies = [try publish(blocks[1][0], &story)]
    let day = try CivilDate(validating: "2023-04-10")
    func outcome(_ change: (inout Graduate) -> Void) throws -> Matching.Outcome {
      var graduate = try graduate(blocks[0][0])
      change(&graduate)
      return Matching.vacancies(
        for: graduate, among: vacancies, on: day, by: try Self.weights())
    }
    #expect(try outcome { _ in }.matches.count == 1)
    #expect(try outcome { _ in }.failure == nil)
    for (change, filter, reason) in [
      ({ $0.hasRecommendationsOff = true }, .switchedOff, .notWanted),
      ({ $0.learner.major = nil }, .major, .noSuitable),
      ({ $0.learner.classYear = nil }, .eligibility, .noSuitable),
      ({ $0.wishedRegions = ["51"] }, .region, .tooFar),
    ] as [((inout Graduate) -> Void, Matching.Filter, PBNeedMatchFailed.Reason)] {
      let outcome = try outcome(change)
      #expect(outcome.matches.isEmpty && outcome.failures.map(\.filter) == [filter])
      #expect(outcome.failure == reason)
    }
    #expect(try outcome { $0.wishedRegions = [] }.matches.count == 1)
  }

  @Test func `breaks ties by the end, then by the name`() throws {
    var story = try Story.world()
    func offer(_ id: String, to: String) throws -> (stream: StreamName, vacancy: Vacancy) {
      try publish(
        [
          "vacancy": "vacancy-\(id)", "headcount": "1", "from": "2023-03-01", "to": to,
          "region": "330203",
        ], &story)
    }
    let offers = [
      try offer("c", to: ""), try offer("b", to: "2023-06-30"), try offer("d", to: "2023-05-31"),
      try offer("a", to: "2023-06-30"),
    ]
    let outcome = Matching.vacancies(
      for: try graduate(blocks()[0][0]), among: offers, on: try CivilDate(validating: "2023-04-10"),
      by: try Self.weights())
    #expect(outcome.matches.map(\.recommended.id) == ["d", "a", "b", "c"])
    #expect(Set(outcome.matches.map(\.score)).count == 1)
  }

  @Test func `takes the code of a city for all its districts`() throws {
    var story = try Story.world()
    func offer(_ id: String, in region: String) throws -> (stream: StreamName, vacancy: Vacancy) {
      try publish(["vacancy": "vacancy-\(id)", "headcount": "1", "region": region], &story)
    }
    let offers = [
      try offer("district", in: "330203"), try offer("city", in: "330200"),
      try offer("province", in: "330000"), try offer("elsewhere", in: "330100"),
    ]
    func found(_ wish: String) throws -> [String] {
      var graduate = try graduate(blocks()[0][0])
      graduate.wishedRegions = [wish]
      return Matching.vacancies(
        for: graduate, among: offers, on: try CivilDate(validating: "2023-04-10"),
        by: try Self.weights()
      ).matches.map {
        "\($0.recommended.id) \($0.reasons.map(\.criterion.rawValue).joined(separator: " "))"
      }
    }
    let district = "district region-same-district"
    let city = "city region-same-city"
    #expect(try found("330203") == [district])
    #expect(try found("330200") == [district, city])
    #expect(try found("3302") == [district, city])
    #expect(
      try found("330000")
        == [district, city, "elsewhere region-same-province", "province region-same-province"])
  }

  @Test func `sends nobody to whom its searcher calls absent`() throws {
    var story = try Story.world()
    let offer = try publish(["vacancy": "vacancy-a", "headcount": "1"], &story)
    let employer = try #require(offer.vacancy.employer)
    var graduate = try graduate(blocks()[0][0])
    graduate.wishedRegions = []
    let outcome = Matching.vacancies(
      for: graduate, among: [offer], absent: [employer],
      on: try CivilDate(validating: "2023-04-10"), by: try Self.weights())
    #expect(outcome.matches.isEmpty && outcome.failures.map(\.filter) == [.organisation])
    #expect(outcome.failure == .noSuitable)
  }

  // MARK: Schools and enterprises

  /// Publishes a need and gives its state.
  private func need(
    _ id: String, of organisation: String, _ terms: String, _ story: inout Story
  ) throws -> (stream: StreamName, need: Need) {
    try story.act(
      "publishNeed", "need", "need-\(id)",
      #""organisation":"organisation-\#(organisation)","terms":{\#(terms)}"#, on: "2023-03-01")
    return (
      try StreamName(validating: "need-\(id)"),
      try #require(try story.state(Need.self, "need-\(id)"))
    )
  }

  private static let demand =
    #""side":"DEMAND","kind":"INTERNSHIP","majors":["460701"],"region":"330203","quantity":8,"from":"2023-03-01","to":"2023-06-30""#

  @Test func `brings schools to an enterprise and enterprises to a school`() throws {
    var story = try Story.world()
    let asked = try need("asked", of: "host", Self.demand, &story)
    let supply = Self.demand.replacing("DEMAND", with: "SUPPLY")
    let near = try need("near", of: "school", supply, &story)
    let small = try need(
      "small", of: "school2", supply.replacing(":8,", with: ":7,"), &story)
    let wide = try need(
      "wide", of: "university",
      #""side":"SUPPLY","kind":"INTERNSHIP","majors":["460302"],"region":"3302","quantity":9"#,
      &story)
    let day = try CivilDate(validating: "2023-04-10")
    let weights = try Self.weights()
    let partner = try StreamName(validating: "organisation-school2")
    let found = try #require(
      Matching.counterparts(
        of: asked, as: .schoolsForEnterprises, among: [wide, small, near, asked],
        partners: [partner], on: day, by: weights))
    #expect(found.receiver.text == "organisation-host")
    #expect(
      found.matches.map { "\($0.recommended.id) \($0.score)" }
        == ["near 80", "small 75", "wide 45"])
    #expect(
      found.matches[1].reasons.map(\.criterion) == [
        .majorSame, .regionSameDistrict, .partnerAlready,
      ]
    )
    let back = try #require(
      Matching.counterparts(
        of: near, as: .enterprisesForSchools, among: [asked, small, wide], partners: [], on: day,
        by: weights))
    #expect(back.matches.map(\.recommended.id) == ["asked"])
    #expect(back.failures.map(\.filter) == [.counterpart, .counterpart], "the same side")
  }

  @Test func `says why a need was not matched`() throws {
    var story = try Story.world()
    let asked = try need("asked", of: "host", Self.demand, &story)
    let supply = Self.demand.replacing("DEMAND", with: "SUPPLY")
    let day = try CivilDate(validating: "2023-04-10")
    var candidates: [(stream: StreamName, need: Need)] = []
    for (index, (change, filter)) in [
      (("INTERNSHIP", "TALENT"), Matching.Filter.counterpart),
      (("460701", "520201"), .major), (("330203", "510112"), .region),
      (("2023-06-30", "2023-04-09"), .dates), (("2023-03-01", "2023-04-11"), .dates),
    ].enumerated() {
      let candidate = try need(
        "n\(index)", of: "school", supply.replacing(change.0, with: change.1), &story)
      let outcome = try #require(
        Matching.counterparts(
          of: asked, as: .schoolsForEnterprises, among: [candidate], partners: [], on: day,
          by: try Self.weights()))
      #expect(outcome.failures.map(\.filter) == [filter])
      candidates.append(candidate)
    }
    let city = try need(
      "city", of: "school", supply.replacing("330203", with: "330200"), &story)
    let inCity = try #require(
      Matching.counterparts(
        of: asked, as: .schoolsForEnterprises, among: [city], partners: [], on: day,
        by: try Self.weights()))
    #expect(inCity.matches.first?.reasons.contains { $0.criterion == .regionSameCity } == true)
    let gone = try #require(
      Matching.counterparts(
        of: asked, as: .schoolsForEnterprises, among: [city],
        absent: [StreamName(validating: "organisation-school")], partners: [], on: day,
        by: try Self.weights()))
    #expect(gone.failures.map(\.filter) == [.organisation])
    let full = try need("full", of: "school", supply, &story)
    try story.act(
      "matchNeed", "need", "need-full", #""with":"organisation-host2","quantity":8"#,
      on: "2023-03-02")
    let matched = try #require(try story.state(Need.self, "need-full"))
    let own = try need("own", of: "host", supply, &story)
    let outcome = try #require(
      Matching.counterparts(
        of: asked, as: .schoolsForEnterprises, among: candidates + [(full.stream, matched), own],
        partners: [], on: day, by: try Self.weights()))
    #expect(outcome.failures.suffix(2).map(\.filter) == [.capacity, .counterpart])
    #expect(outcome.matches.isEmpty)
    // Twice the dates, twice no counterpart: the first of the list of filters.
    #expect(outcome.failure == .noSuitable)
    let only = try #require(
      Matching.counterparts(
        of: asked, as: .schoolsForEnterprises, among: [candidates[2]], partners: [], on: day,
        by: try Self.weights()))
    #expect(only.failure == .tooFar)
    let nobody = try #require(
      Matching.counterparts(
        of: asked, as: .schoolsForEnterprises, among: [], partners: [], on: day,
        by: try Self.weights()))
    #expect(nobody.failure == .noSuitable)
  }

  // MARK: Weights

  @Test func `reads its weights from the committed table`() throws {
    let weights = try Self.weights()
    #expect(weights.algorithm == "weighted-sum" && weights.version == "2")
    #expect(weights.points(.majorSame, in: .vacanciesForGraduates) == 40)
    #expect(weights.points(.partnerAlready, in: .vacanciesForGraduates) == 0)
    for search in Matching.Search.allCases {
      #expect(weights.points(.majorSame, in: search) > weights.points(.majorSameClass, in: search))
    }
    let text = try String(contentsOfFile: Self.weightsPath, encoding: .utf8)
    #expect(
      try MatchWeights(validating: text.replacing(",40", with: ",41")).sha256 != weights.sha256)
  }

  @Test func `refuses weights that it does not understand`() throws {
    let head = "search,criterion,points\nalgorithm,a,1\n"
    for (text, line) in [
      ("criterion,points\n", 1), (head + "x,major-same,1", 3),
      (head + "vacancies-for-graduates,x,1", 3), (head + "vacancies-for-graduates,major-same,0", 3),
      (head + "vacancies-for-graduates,major-same", 3),
      (
        head + "vacancies-for-graduates,major-same,1\nvacancies-for-graduates,major-same,2", 4
      ), (head + "algorithm,b,2", 3), ("search,criterion,points\n", 1),
    ] {
      let error = #expect(throws: MatchWeightsError.self) { try MatchWeights(validating: text) }
      #expect(error?.line == line, "\(text)")
    }
  }

  @Test func `has the bounds of internships in its committed table too`() throws {
    let lines = try Repository.lines(
      Repository.root + "/Schemas/codelists/internship-duration.csv")
    #expect(lines.first == "territory,valid_from,least_months,most_months")
    let told = InternshipDuration.bounds.map {
      "\($0.territory),\($0.validFrom),\($0.leastMonths),\($0.mostMonths)"
    }
    #expect(told == Array(lines.dropFirst()))
  }
}
