import Foundation
import TestSupport
import Testing

@Suite struct `Matching at the command line` {
  private static let day = "2023-04-10"

  /// A school, an enterprise, two persons of the school, three vacancies and three needs.
  private static let market = """
    {"occurred":"2020-01-01","registerOrganisation":{"organisation":"organisation-college",\
    "details":{"kind":"SCHOOL","name":"College","schoolLevel":"HIGHER_VOCATIONAL"}}}
    {"occurred":"2020-01-01","registerOrganisation":{"organisation":"organisation-works",\
    "details":{"kind":"ENTERPRISE","name":"Works"}}}
    \(person("gu"))
    \(person("he"))
    {"occurred":"2020-09-01","enrolStudent":{"enrolment":"enrolment-gu","details":{\
    "person":"person-gu","school":"organisation-college","major":"460701","classYear":2023,\
    "gradeYear":1,"mode":"FULL_TIME"}}}
    {"occurred":"2023-04-01","switchRecommendationsOff":{"person":"person-he","details":{}}}
    \(vacancy("near", "460702"))
    \(vacancy("fitter", "460701"))
    \(vacancy("nurse", "520201"))
    \(need("interns", "works", "DEMAND", "INTERNSHIP"))
    \(need("places", "college", "SUPPLY", "INTERNSHIP"))
    \(need("research", "college", "DEMAND", "RESEARCH"))

    """

  private static func person(_ name: String) -> String {
    """
    {"occurred":"2020-09-01","registerPerson":{"person":"person-\(name)","details":{\
    "legalBasis":{"purpose":"employment service","ground":"STATUTORY_DUTY"}}}}
    """
  }

  private static func vacancy(_ name: String, _ major: String) -> String {
    """
    {"occurred":"2023-03-01","publishVacancy":{"vacancy":"vacancy-\(name)","details":{\
    "employer":"organisation-works","terms":{"title":"Post \(name)","headcount":2,\
    "majors":["\(major)"],"classYears":[2023],"from":"2023-03-01","to":"2023-06-30"}}}}
    """
  }

  private static func need(
    _ name: String, _ owner: String, _ side: String, _ kind: String
  ) -> String {
    """
    {"occurred":"2023-03-01","publishNeed":{"need":"need-\(name)","details":{\
    "organisation":"organisation-\(owner)","terms":{"side":"\(side)","kind":"\(kind)",\
    "title":"Need \(name)","quantity":8,"majors":["460701"]}}}}
    """
  }

  private func place() throws -> Place {
    let place = Place()
    #expect(try Program.run(place, "init", "--origin", "example.org/test").status == 0)
    let recorded = try Program.run(place, "record", "-", input: Self.market)
    #expect(recorded.status == 0, "\(recorded.output)\(recorded.errors)")
    return place
  }

  private func match(_ place: Place, _ arguments: String...) throws -> Outcome {
    try Program.run(place, ["match"] + arguments + ["--on", Self.day])
  }

  @Test func `shows a graduate what fits, best first, with its reasons`() throws {
    let place = try place()

    let found = try match(place, "vacancies", "--person", "person-gu")

    #expect(found.status == 0, "\(found.errors)")
    let rows = found.output.split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(
      rows == [
        ["need", "rank", "recommended", "score", "reasons", "title", "of"],
        ["", "1", "vacancy-fitter", "40", "major-same 40", "Post fitter", "organisation-works"],
        [
          "", "2", "vacancy-near", "25", "major-same-class 25", "Post near", "organisation-works",
        ],
      ])
    #expect(found.errors == "For person-gu the best 2 that fit; what doesn't: major 1.\n")
    // The same by the enrolment; one is shown where one is asked for; later nothing is open.
    let same = try match(place, "vacancies", "--enrolment", "enrolment-gu")
    #expect(same.output == found.output)
    let one = try match(place, "vacancies", "--person", "person-gu", "--limit", "1")
    #expect(one.output.contains("vacancy-fitter") && !one.output.contains("vacancy-near"))
    let late = try Program.run(
      place, "match", "vacancies", "--person", "person-gu", "--on", "2023-07-01")
    #expect(late.output.isEmpty)
    #expect(late.errors == "For person-gu nothing fits; what doesn't: dates 3.\n")
  }

  @Test func `weighs by the shipped file, or by another`() throws {
    let place = try place()
    let shipped =
      URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path + "/Schemas/codelists/match-weights.csv"
    let own = try place.file(
      "own.csv",
      """
      search,criterion,points
      algorithm,own,7
      vacancies-for-graduates,major-same-class,50
      """)
    let bad = try place.file("bad.csv", "search,criterion,points\nalgorithm,own,7\nno,such,1\n")

    let asShipped = try match(place, "vacancies", "--person", "person-gu", "--json")
    let byFile = try match(
      place, "vacancies", "--person", "person-gu", "--json", "--weights", shipped)
    let byOwn = try match(place, "vacancies", "--person", "person-gu", "--weights", own)
    let byBad = try match(place, "vacancies", "--person", "person-gu", "--weights", bad)

    #expect(asShipped.status == 0 && asShipped.output == byFile.output)
    #expect(try asShipped.field("algorithmVersion") == "2")
    #expect(asShipped.output.contains(#""unfit":{"major":1}"#))
    let first = byOwn.output.split(separator: "\n").dropFirst().first
    #expect(first?.hasPrefix("\t1\tvacancy-near\t50\tmajor-same-class 50\t") == true)
    #expect(byBad.status == 64)
    #expect(byBad.errors == "concord: \(bad): line 3: there is no search no\n")
  }

  @Test func `takes its weights from files at a server too`() throws {
    let place = try place()
    let own = try place.file(
      "own.csv",
      """
      search,criterion,points
      algorithm,own,7
      vacancies-for-graduates,major-same-class,50
      """)
    let later = try place.file(
      "later.csv",
      """
      search,criterion,points
      algorithm,own,8
      vacancies-for-graduates,major-same-class,51
      """)
    func found(_ address: String) throws -> String {
      let port = try #require(address.split(separator: ":").last.flatMap { Int($0) })
      let connection = try RawConnection(port: port)
      connection.send(
        "GET /v1/matches/vacancies?person=person-gu&on=\(Self.day) HTTP/1.1\r\nHost: localhost\r\n"
          + "Connection: close\r\n\r\n")
      var answer = ""
      while true {
        let more = connection.wait()
        if more.isEmpty { return answer }
        answer += more
      }
    }

    let byOwn = try Program.serving(
      place, ["--match-weights", own, "--match-weights", later]
    ) { server, address in
      defer { _ = server.end() }
      return try found(address)
    }
    let shipped = try Program.serving(place) { server, address in
      defer { _ = server.end() }
      return try found(address)
    }

    #expect(byOwn.contains(#""algorithm":"own","algorithmVersion":"7""#), "\(byOwn)")
    #expect(byOwn.contains(#""score":50"#), "\(byOwn)")
    #expect(shipped.contains(#""algorithmVersion":"2""#), "\(shipped)")
  }

  @Test func `tells at once of weights at a server that can't be used`() throws {
    let place = try place()
    let bad = try place.file("bad.csv", "search,criterion,points\nalgorithm,own,7\nno,such,1\n")
    let own = try place.file("own.csv", "search,criterion,points\nalgorithm,own,7\n")
    func serve(_ files: String...) throws -> Outcome {
      try Program.run(
        place, ["serve", "--port", "0"] + files.flatMap { ["--match-weights", $0] })
    }

    let malformed = try serve(own, bad)
    let missing = try serve(place.path + "/none.csv")
    let folder = try serve(place.path)
    let twice = try serve(own, own)

    #expect(malformed.status == 64)
    #expect(malformed.errors == "concord: \(bad): line 3: there is no search no\n")
    #expect(missing.status == 74)
    #expect(
      missing.errors == "concord: \(place.path)/none.csv can't be read: No such file or directory\n"
    )
    #expect(folder.status == 74)
    #expect(folder.errors == "concord: \(place.path) is no file\n")
    #expect(twice.status == 64)
    #expect(
      twice.errors.hasPrefix("concord: \(own): version 7 of own stands in another file too"),
      "\(twice.errors)")
    for outcome in [malformed, missing, folder, twice] { #expect(outcome.output.isEmpty) }
  }

  @Test func `says one sentence to whoever has switched it off`() throws {
    let place = try place()

    let off = try match(place, "vacancies", "--person", "person-he", "--record")

    #expect(off.status == 0 && off.output.isEmpty)
    #expect(
      off.errors == "person-he has switched recommendations off: nothing is looked for.\n")
    #expect(try place.count("recommendation.given") == 0)
  }

  @Test(arguments: [
    #""deregisterOrganisation":{"organisation":"organisation-works","details":{}}"#,
    #""suspendOrganisation":{"organisation":"organisation-works","details":{}}"#,
    #""enterBlacklist":{"organisation":"organisation-works","details":{"list":"L","reason":"R"}}"#,
  ])
  func `sends nobody to an employer that has ended, rests or is on a blacklist`(
    _ end: String
  ) throws {
    let place = try place()
    let told = try Program.run(
      place, "record", "-", input: #"{"occurred":"2023-04-02",\#(end)}"# + "\n")
    #expect(told.status == 0, "\(told.output)\(told.errors)")

    let vacancies = try match(place, "vacancies", "--person", "person-gu", "--record")
    let enterprises = try match(place, "enterprises", "--school", "organisation-college")
    let seeker = try match(place, "schools", "--enterprise", "organisation-works")

    #expect(
      vacancies.errors.hasPrefix("For person-gu nothing fits; what doesn't: organisation 3.\n"),
      "\(vacancies.output)\(vacancies.errors)")
    #expect(try place.count("recommendation.given") == 0)
    #expect(
      enterprises.errors.contains("For need-places nothing fits; what doesn't: organisation 1."),
      "\(enterprises.output)\(enterprises.errors)")
    #expect(
      seeker.status != 0 && seeker.errors.contains("has ended, rests, or is on a blacklist"),
      "\(seeker.output)\(seeker.errors)")
  }

  @Test func `finds nothing that was published after the day on which it looks`() throws {
    let place = try place()
    let open = vacancyWithoutDates
    let told = try Program.run(place, "record", "-", input: open)
    #expect(told.status == 0, "\(told.output)\(told.errors)")
    func found(_ day: String) throws -> [Bool] {
      let vacancies = try Program.run(
        place, "match", "vacancies", "--person", "person-gu", "--on", day)
      let enterprises = try Program.run(
        place, "match", "enterprises", "--school", "organisation-college", "--on", day)
      return [
        vacancies.output.contains("vacancy-open"), enterprises.output.contains("need-interns"),
      ]
    }
    #expect(try found("2023-02-28") == [false, false])
    #expect(try found("2023-03-01") == [true, true])
  }

  private let vacancyWithoutDates = """
    {"occurred":"2023-03-01","publishVacancy":{"vacancy":"vacancy-open","details":{\
    "employer":"organisation-works","terms":{"title":"Post","headcount":2,"majors":["460701"]}}}}

    """

  @Test func `records what it shows once a day`() throws {
    let place = try place()

    let first = try match(place, "vacancies", "--person", "person-gu", "--record")
    let second = try match(place, "vacancies", "--person", "person-gu", "--record")

    #expect(first.status == 0 && second.status == 0, "\(first.errors)\(second.errors)")
    #expect(first.errors.contains("2 recorded, 0 recorded before, 0 refused."))
    #expect(second.errors.contains("0 recorded, 2 recorded before, 0 refused."))
    #expect(try place.count("recommendation.given") == 2)
    // Other numbers of the same version: what was recommended that day stands.
    let own = try place.file(
      "own.csv",
      """
      search,criterion,points
      algorithm,weighted-sum,2
      vacancies-for-graduates,major-same,41
      """)
    let third = try match(
      place, "vacancies", "--person", "person-gu", "--record", "--weights", own)
    // By these numbers one of the two fits without a reason, and is no recommendation.
    #expect(third.errors.contains("0 recorded, 1 recorded before, 0 refused."))
    let shown = try Program.run(
      place, "views", "show", "Recommendations", "recommended=vacancy-fitter", "--json")
    #expect(shown.output.contains(#""reasons":"major-same=40""#))
    #expect(shown.output.contains(#""algorithm_version":"2""#))
  }

  @Test func `finds the other side of needs, and records why nothing is found`() throws {
    let place = try place()

    let schools = try match(place, "schools", "--enterprise", "organisation-works")
    let enterprises = try match(
      place, "enterprises", "--school", "organisation-college", "--record", "--json")

    #expect(
      schools.output.split(separator: "\n").last
        == "need-interns\t1\tneed-places\t65\tmajor-same 40 + quantity-covered 25\tNeed places\torganisation-college"
    )
    #expect(enterprises.status == 0, "\(enterprises.errors)")
    #expect(try enterprises.field("recorded") == "2")
    #expect(try place.count("recommendation.given") == 1)
    let failed = try Program.run(place, "replay", "--type", "need.match-failed", "--json")
    #expect(failed.output.contains("need-research") && failed.output.contains("NO_SUITABLE"))
    #expect(
      try match(place, "enterprises", "--school", "organisation-college", "--record").errors
        .contains("0 recorded, 2 recorded before, 0 refused."))
  }

  @Test func `records once a day that nothing fits a person`() throws {
    let place = try place()
    let question = [
      "match", "vacancies", "--person", "person-gu", "--on", "2023-07-01", "--record",
    ]

    let first = try Program.run(place, question)
    let second = try Program.run(place, question)

    #expect(first.errors.contains("1 recorded, 0 recorded before, 0 refused."), "\(first.errors)")
    #expect(second.errors.contains("0 recorded, 1 recorded before, 0 refused."))
    let shown = try Program.run(
      place, "views", "show", "Recommendations", "recipient=person-gu", "--json")
    #expect(shown.output.contains(#""phase":"nothingFound""#), "\(shown.output)")
    #expect(shown.output.contains(#""failure":"DATES""#), "\(shown.output)")
  }

  @Test func `refuses whom it doesn't know`() throws {
    let place = try place()
    for (arguments, sentence) in [
      (["vacancies", "--person", "person-nobody"], "there is no person-nobody in the log"),
      (["vacancies", "--enrolment", "enrolment-no"], "there is no enrolment-no in the log"),
      (["schools", "--enterprise", "organisation-no"], "there is no organisation-no in the log"),
      (["enterprises", "--school", "organisation-works"], "organisation-works is no school"),
    ] {
      let outcome = try Program.run(place, ["match"] + arguments)
      #expect(outcome.status == 1 && outcome.output.isEmpty)
      #expect(outcome.errors == "concord: \(sentence)\n")
    }
    for wrong in [
      ["--region", ""], ["--home", ""], ["--region", "x"], ["--region", "330"],
      ["--home", "3302"], ["--region", "\u{663}\u{663}"], ["--pay=-1"],
    ] {
      let outcome = try Program.run(place, ["match", "vacancies", "--person", "person-gu"] + wrong)
      #expect(outcome.status == 64, "\(wrong) \(outcome.output)")
      #expect(outcome.errors.contains("\(wrong[0].prefix(5))"), "\(outcome.errors)")
    }
    #expect(try Program.run(place, "match", "vacancies").status == 64)
    #expect(try Program.run(place, "match", "vacancies", "--person", "vacancy-1").status == 64)
  }
}
