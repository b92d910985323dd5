import Deciding
import EventModel
import Testing

@testable import Cooperation

@Suite struct `A rule` {
  private func rule(
    _ scope: Rule.Scope = Rule.Scope(), decided: Rule.Outcome = .reject,
    reported: Rule.Outcome = .finding(.breach)
  ) -> Rule {
    Rule(
      number: "R00", sentence: "Something holds.", source: "Act, Art. 1", isVerified: true,
      scope: scope, whenDecided: decided, whenReported: reported)
  }

  @Test func `holds in its territory, for its schools, its internships and its time`() throws {
    let scoped = rule(
      Rule.Scope(
        territory: "3302", schoolLevels: [.secondaryVocational], internshipKinds: [.post],
        validFrom: Rule.day("2009-03-01"), validTo: Rule.day("2020-01-01")))
    func holds(
      _ moment: String, region: String? = "330203",
      level: PBOrganisationRegistered.SchoolLevel? = .secondaryVocational,
      kind: Rule.InternshipKind? = .post
    ) throws -> Bool {
      scoped.holds(
        on: try Moment(validating: moment), in: .shanghai, region: region, schoolLevel: level,
        internshipKind: kind)
    }
    #expect(try holds("2009-03-01"))
    #expect(try !holds("2009-02-28"))
    #expect(try holds("2009"), "the last day of 2009")
    #expect(try holds("2019-12-31"))
    #expect(try !holds("2020-01-01"))
    // 2009-03-01 in Shanghai, though it is still February in UTC.
    #expect(try holds("2009-02-28T23:00Z"))
    #expect(try !holds("2015", region: "510112"))
    #expect(try !holds("2015", region: nil))
    #expect(try !holds("2015", level: .undergraduate))
    #expect(try !holds("2015", level: nil))
    #expect(try !holds("2015", kind: .cognition))
    #expect(try !holds("2015", kind: nil))
    #expect(rule().holds(on: try Moment(validating: "1950"), in: .shanghai))
  }

  @Test func `is open where something that its scope names is unknown`() throws {
    let scoped = rule(
      Rule.Scope(
        territory: "3302", schoolLevels: [.secondaryVocational], internshipKinds: [.post],
        validFrom: Rule.day("2009-03-01")))
    func coverage(
      _ moment: String = "2015", region: String? = "330203",
      level: PBOrganisationRegistered.SchoolLevel? = .secondaryVocational,
      kind: Rule.InternshipKind? = .post
    ) throws -> Rule.Coverage {
      scoped.coverage(
        on: try Moment(validating: moment), in: .shanghai, region: region, schoolLevel: level,
        internshipKind: kind)
    }
    #expect(try coverage() == .inside)
    #expect(try coverage(region: nil) == .unknown("the region of the work"))
    // Codes as commands carry them, of a province, of a city and of a district.
    #expect(try coverage(region: "330000") == .unknown("the region of the work"))
    #expect(try coverage(region: "330200") == .inside)
    #expect(try coverage(region: "330201") == .inside)
    for other in ["510000", "320000", "330100", "330300", "330106"] {
      #expect(try coverage(region: other) == .outside, "\(other)")
    }
    #expect(try coverage(level: nil) == .unknown("the level of the school"))
    #expect(try coverage(level: .unspecified) == .unknown("the level of the school"))
    #expect(
      try coverage(level: nil, kind: nil)
        == .unknown("the level of the school, the kind of internship"))
    // One thing that is known to lie outside is enough.
    #expect(try coverage("2009-02-28", kind: nil) == .outside)
    #expect(try coverage(level: .undergraduate, kind: nil) == .outside)
    #expect(try coverage(region: nil, kind: .cognition) == .outside)
  }

  private func consequence(
    _ verdict: Judgement.Verdict, _ rule: Rule, _ standing: Standing
  ) throws(Rejection) -> Judgement.Consequence? {
    try Judgement(rule, subjects: [], verdict).consequence(standing)
  }

  @Test func `refuses our own act and only notes a report`() throws {
    let no = refused(.rule) { () throws(Rejection) in
      try consequence(.broken("no agreement"), rule(), .decided)
    }
    #expect(no?.rule == "R00" && no?.source == "Act, Art. 1" && no?.reason == "no agreement")
    #expect(
      try consequence(.broken("no agreement"), rule(), .reported)
        == .finding(
          FindingProposal(rule: "R00", subjects: [], severity: .breach, reason: "no agreement")))
    #expect(try consequence(.kept, rule(), .decided) == nil)
    #expect(
      try consequence(.broken("odd"), rule(decided: .review), .decided)
        == .review(ReviewProposal(rule: "R00", reason: "odd")))
  }

  @Test func `that can't be assessed is not taken as kept`() throws {
    refused(.cannotBeAssessed) { () throws(Rejection) in
      try consequence(.notAssessable("erased"), rule(), .decided)
    }
    for (rule, standing) in [
      (rule(), Standing.reported), (rule(decided: .finding(.critical)), .decided),
    ] {
      guard case .finding(let finding)? = try consequence(.notAssessable("erased"), rule, standing)
      else {
        Issue.record("no finding")
        continue
      }
      #expect(finding.severity == .advisory && finding.reason.contains("cannot be assessed"))
    }
  }

  @Test func `of the book has a number of its own, a sentence and a source`() {
    let rules = RuleBook.rules
    #expect(Set(rules.map(\.number)).count == rules.count)
    for rule in rules {
      #expect(!rule.sentence.isEmpty && !rule.source.isEmpty, "\(rule.number)")
      #expect(RuleBook.rule(rule.number) == rule)
    }
    #expect(RuleBook.rule("R99") == nil)
  }
}
