import Deciding
import EventModel
import Testing

@testable import Cooperation

/// Where and when each rule of a regulation holds, written down a second time.
struct RuleScopeRow {
  /// Number, territory, levels of school, kinds of internship, mode of study, first day, first day no
  /// longer; `-` where the rule names no bound.
  static let table = """
    R01            -    vocational post full-time 2021-12-31 -
    R01-3302       3302 vocational post -         2020-01-01 -
    R01-3302-2009  3302 vocational post -         2009-03-01 2020-01-01
    R02            -    vocational post full-time 2021-12-31 -
    R02-LABOUR     -    -          post -         1995-01-01 -
    R03            -    vocational post full-time 2021-12-31 -
    R04            -    vocational -    full-time 2021-12-31 -
    R04-2016       -    vocational -    full-time 2016-04-11 2021-12-31
    R05            -    vocational -    -         2022-05-01 -
    R05-2021       -    vocational -    full-time 2021-12-31 2022-05-01
    R06            -    vocational post full-time 2021-12-31 -
    R07            -    vocational post full-time 2016-04-11 -
    R07-3302       3302 vocational post -         2020-01-01 -
    R07-3302-2009  3302 vocational post -         2009-03-01 2020-01-01
    R08            -    vocational post full-time 2021-12-31 -
    R08-FLOOR      -    vocational post full-time 2021-12-31 -
    R08-FLOOR-2016 -    vocational post full-time 2016-04-11 2021-12-31
    R09            -    vocational post full-time 2016-04-11 -
    R10            -    vocational post full-time 2016-04-11 -
    R11            -    vocational post full-time 2021-12-31 -
    R12            -    vocational -    -         2022-05-01 -
    R13            -    vocational post full-time 2021-12-31 -
    R14            -    vocational post full-time 2016-04-11 -
    R15            3302 vocational post -         2020-01-01 -
    R15-2009       3302 vocational post -         2009-03-01 2020-01-01
    R15-FILED      3302 vocational post -         2020-01-01 -
    R15-FILED-2009 3302 vocational post -         2009-03-01 2020-01-01
    R16            3302 vocational post -         2020-01-01 -
    R16-2009       3302 vocational post -         2009-03-01 2020-01-01
    R17            -    -          -    -         2022-05-01 -
    R18            -    -          -    -         2018-03-01 -
    R22            3302 -          -    -         2020-01-01 -
    R22-2009       3302 -          -    -         2009-03-01 2020-01-01
    R22-BAR        3302 -          -    -         2020-01-01 -
    R22-TERM       -    -          -    -         -          -
    R24            -    -          -    -         2018-10-01 -
    R24-FAIR       -    -          -    -         2018-10-01 -
    R24-FILING     -    -          -    -         2018-10-01 -
    R25            -    -          -    -         2018-10-01 -
    R25-VE         -    -          -    -         2022-05-01 -
    R26            -    -          -    -         2020-01-01 -
    R26-TARGET     -    -          -    -         2020-01-01 -
    R27            -    -          -    -         2020-01-01 -
    R28            -    higher     -    -         2022-01-01 2024-01-01
    R29            -    -          -    -         2008-01-01 -
    R31            -    -          -    -         2022-03-01 -
    R31-BRANCHES   -    -          -    -         2022-03-01 -
    P01            -    -          -    -         2021-11-01 -
    P03            -    -          -    -         2021-11-01 -
    P04            -    -          -    -         2021-11-01 -
    P06            -    -          -    -         2021-11-01 -
    P06-RESTRICTED -    -          -    -         2021-11-01 -
    P09            -    -          -    -         2010-01-01 -
    """

  static let rows = table.split(separator: "\n").map(RuleScopeRow.init)

  let number: String
  let territory: String?
  let levels: Set<PBOrganisationRegistered.SchoolLevel>?
  let kinds: Set<Rule.InternshipKind>?
  let isFullTimeOnly: Bool
  let from: String?
  let to: String?

  private init(_ line: Substring) {
    let words = line.split(separator: " ").map { $0 == "-" ? nil : String($0) }
    number = words[0] ?? ""
    territory = words[1]
    levels =
      switch words[2] {
      case "vocational": [.secondaryVocational, .technical, .higherVocational]
      case "higher": [.higherVocational, .undergraduate]
      default: nil
      }
    kinds = words[3] == "post" ? [.post] : nil
    isFullTimeOnly = words[4] == "full-time"
    from = words[5]
    to = words[6]
  }

  /// Whether the rule holds for an internship of which all is told.
  func holds(for told: EverythingWrong) -> Bool {
    let isInTime = from.map { told.day >= $0 } ?? true && to.map { told.day < $0 } ?? true
    return isInTime && territory.map { told.region.hasPrefix($0) } ?? true
      && levels?.contains(told.school.level) ?? true
      && kinds?.contains(told.isPost ? .post : .cognition) ?? true
      && !(isFullTimeOnly && told.isPartTime)
  }
}

@Suite struct `The scope of a rule` {
  @Test func `is the one that is written down here`() {
    let rules = RuleBook.regulations
    let numbers = Set(rules.map(\.number))
    let rows = Set(RuleScopeRow.rows.map(\.number))
    #expect(numbers.subtracting(rows) == [], "the table above has no row of them")
    #expect(rows.subtracting(numbers) == [], "no regulation of RuleBook has their number")
    #expect(rules.count == RuleScopeRow.rows.count)
    for row in RuleScopeRow.rows {
      guard let scope = RuleBook.rule(row.number)?.scope else { continue }
      #expect(scope.territory == row.territory, "\(row.number)")
      #expect(scope.schoolLevels == row.levels, "\(row.number)")
      #expect(scope.internshipKinds == row.kinds, "\(row.number)")
      #expect(scope.isFullTimeOnly == row.isFullTimeOnly, "\(row.number)")
      #expect(scope.validFrom?.description == row.from, "\(row.number)")
      #expect(scope.validTo?.description == row.to, "\(row.number)")
    }
  }

  @Test func `has two sides for each of its borders`() throws {
    for row in RuleScopeRow.rows {
      let rule = try #require(RuleBook.rule(row.number))
      func coverage(
        _ day: String? = nil, region: String = "330203",
        level: PBOrganisationRegistered.SchoolLevel = .higherVocational,
        kind: Rule.InternshipKind = .post, isPartTime: Bool = false, after days: Int = 0
      ) throws -> Rule.Coverage {
        let date = try CivilDate(validating: day ?? row.from ?? "2022-07-01")
        return rule.coverage(
          on: try Moment(validating: CivilDate(dayNumber: date.dayNumber + days).description),
          in: .shanghai,
          region: region, schoolLevel: level, internshipKind: kind, isPartTime: isPartTime)
      }
      #expect(try coverage() == .inside, "\(row.number)")
      if let from = row.from {
        #expect(try coverage(from, after: -1) == .outside, "\(row.number)")
      }
      if let to = row.to {
        #expect(try coverage(to, after: -1) == .inside, "\(row.number)")
        #expect(try coverage(to) == .outside, "\(row.number)")
      }
      for region in ["330102", "510112"] {
        #expect(
          try coverage(region: region) == (row.territory == nil ? .inside : .outside),
          "\(row.number)")
      }
      for level in PBOrganisationRegistered.SchoolLevel.allCases where level != .unspecified {
        #expect(
          try coverage(level: level)
            == (row.levels?.contains(level) ?? true ? .inside : .outside), "\(row.number) \(level)")
      }
      #expect(
        try coverage(kind: .cognition) == (row.kinds == nil ? .inside : .outside), "\(row.number)")
      #expect(
        try coverage(isPartTime: true) == (row.isFullTimeOnly ? .outside : .inside),
        "\(row.number)")
    }
  }

  // MARK: What is done with it

  @Test(arguments: [
    "1994-12-31", "1995-01-01", "2009-02-28", "2009-03-01", "2016-04-10", "2016-04-11",
    "2019-12-31", "2020-01-01", "2021-12-30", "2021-12-31", "2022-04-30", "2022-05-01",
  ])
  func `is kept to on that day`(day: String) throws {
    let wrong = EverythingWrong(day: day)
    #expect(try wrong.findings() == wrong.expected)
  }

  @Test(arguments: ["2009-06-01", "2019-06-01", "2022-07-01"])
  func `is kept to in that place, school and kind of study`(day: String) throws {
    var variants = ["330102", "510112"].map { EverythingWrong(day: day, region: $0) }
    variants += EverythingWrong.School.allCases.map { EverythingWrong(day: day, school: $0) }
    variants.append(EverythingWrong(day: day, isPost: false))
    variants.append(EverythingWrong(day: day, isPartTime: true))
    for wrong in variants { #expect(try wrong.findings() == wrong.expected, "\(wrong)") }
  }

  @Test func `shows each rule on internships at work`() throws {
    let shown = ["1995-01-01", "2009-06-01", "2019-06-01", "2022-03-01", "2022-07-01"].flatMap {
      EverythingWrong(day: $0).expected
    }
    #expect(Set(shown) == Set(EverythingWrong.rules.map(\.number)))
    #expect(shown.count > 20)
  }

  @Test func `of R09 begins on a day`() throws {
    let post = `A post for interns`()
    let terms = #""places":10,"postStaff":49"#
    #expect(try post.findings(terms, on: "2016-04-10") == [])
    #expect(try post.findings(terms, on: "2016-04-11") == ["R09"])
  }

  /// What a fact that is told opens, of one rule.
  private func found(
    _ rule: String, _ outcome: Story.Outcome
  ) -> Bool { outcome.findings.contains(rule) }

  @Test func `of R26 and R27 begins on a day`() throws {
    func contested(
      _ ground: String, on day: String, then review: String? = nil
    ) throws -> Set<String> {
      var story = try Story.world()
      try story.student()
      try story.act(
        "declareOutcome", "outcome", "outcome-o",
        #""graduate":"person-student","facts":{"category":"10"}"#, on: "2019-07-01")
      let contest = try story.act(
        "contestOutcome", "outcome", "outcome-o", #""ground":"\#(ground)""#, on: day)
      guard let review else { return Set(contest.findings) }
      return Set(
        try story.act(
          "reviewOutcomeAsSchool", "outcome", "outcome-o", #""passed":true"#, on: review
        ).findings)
    }
    #expect(try contested("NEVER_AGREED", on: "2019-12-31").contains("R26") == false)
    #expect(try contested("NEVER_AGREED", on: "2020-01-01").contains("R26"))
    #expect(
      try contested("WRONG_FACTS", on: "2019-12-30", then: "2019-12-31").contains("R27") == false)
    #expect(try contested("WRONG_FACTS", on: "2019-12-30", then: "2020-01-01").contains("R27"))
    for (day, isFound) in [("2019-12-31", false), ("2020-01-01", true)] {
      var story = try Story.world()
      try story.student()
      try story.act(
        "declareOutcome", "outcome", "outcome-o",
        #""graduate":"person-student","facts":{"category":"10"}"#, on: "2019-07-01")
      let evidence = try story.act(
        "attachOutcomeEvidence", "outcome", "outcome-o", #""kind":"INTERNSHIP_PAPERS""#, on: day)
      #expect(found("R26", evidence) == isFound, "\(day)")
    }
  }

  @Test func `of R29 begins on a day`() throws {
    for (day, isRefused) in [("2007-12-31", false), ("2008-01-01", true)] {
      var story = Story()
      try story.tell(
        #"{"registerOrganisation":{"organisation":"organisation-s","details":{"kind":"SCHOOL","name":"S"}}}"#,
        "2000-01-01")
      try story.tell(#"{"registerPerson":{"person":"person-p"}}"#, "2000-01-01")
      try story.tell(
        #"{"enrolStudent":{"enrolment":"enrolment-p","details":{"person":"person-p","school":"organisation-s"}}}"#,
        "2005-09-01")
      let command =
        #"{"standing":"DECIDED","confirmKeyGroup":{"enrolment":"enrolment-p","details":{"confirmedBy":"organisation-s"},"sensitive":{"group":"ZERO_EMPLOYMENT"}}}"#
      if isRefused {
        #expect(
          refused(.rule) { () throws(Rejection) in try story.tell(command, day) }?.rule == "R29")
      } else {
        try story.tell(command, day)
      }
    }
  }

  @Test func `of P03 and P04 begins on a day`() throws {
    for (day, isFound) in [("2021-10-31", false), ("2021-11-01", true)] {
      var story = try Story.world()
      try story.person("p")
      let disclosed = try story.act(
        "recordDisclosure", "record", "privacy.record-d",
        #""recipient":"organisation-bureau","purpose":"statistics","persons":["person-p"],"kinds":["PAY"],"ground":"CONSENT""#,
        on: day)
      #expect(disclosed.findings == (isFound ? ["P04", "P03"] : []), "\(day)")
      let assessed = try story.act(
        "assessImpact", "record", "privacy.record-a",
        #""purpose":"x","risk":"HIGH","keptUntil":"2023-01-01""#, on: day, as: nil)
      #expect(assessed.findings == (isFound ? ["P03"] : []), "\(day)")
    }
  }

  @Test func `of P06 begins on a day, and what is held was held before`() throws {
    for (day, rule) in [("2021-10-31", "HELD"), ("2021-11-01", "P06")] {
      var story = try Story.world()
      try story.person("p", #""name":"N""#)
      try story.tell(
        #"{"placeLegalHold":{"person":"person-p","details":{"hold":"h","reason":"LITIGATION"}}}"#,
        "2021-01-01")
      let no = refused(.rule) { () throws(Rejection) in
        try story.tell(
          #"{"erasePersonalData":{"person":"person-p","details":{"ground":"SUBJECT_REQUEST"}}}"#,
          day)
      }
      #expect(no?.rule == rule)
      for (name, details) in [
        ("receivePrivacyRequest", #""person":"person-p","kind":"DELETE""#),
        ("proveRequesterIdentity", #""method":"DOCUMENT_SEEN""#),
      ] {
        try story.act(name, "request", "privacy.request-r", details, on: "2021-02-01", as: nil)
      }
      let promised = refused(.rule) { () throws(Rejection) in
        try story.act(
          "decidePrivacyRequest", "request", "privacy.request-r", #""verdict":"GRANT""#, on: day,
          as: nil)
      }
      #expect(promised?.rule == rule)
    }
  }

  @Test func `of P09 begins on a day`() throws {
    for (day, isFound) in [("2009-12-31", false), ("2010-01-01", true)] {
      var story = try Story.world()
      for (name, details, on) in [
        (
          "designSurvey",
          #""title":"Demand","respondents":["EMPLOYER_RESPONDENT"],"#
            + #""questions":[{"key":"q1","text":"How well?","scaleMin":1,"scaleMax":5}]"#,
          "2009-01-01"
        ),
        ("openSurvey", "", "2009-02-01"), ("closeSurvey", "", "2009-03-01"),
      ] {
        try story.act(name, "survey", "survey-d", details, on: on, as: "DECIDED")
      }
      let published = try story.act(
        "publishSurvey", "survey", "survey-d",
        #""cells":[{"question":"q1","respondentCount":4}]"#, on: day)
      #expect(found("P09", published) == isFound, "\(day)")
    }
  }
}
