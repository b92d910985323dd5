internal import Deciding
internal import EventModel

extension Rule.Scope {
  /// Ningbo under its regulation of 2020; of the amendment only the year is known.
  fileprivate static let ningbo2020 = Rule.Scope(
    territory: "3302", validFrom: Rule.day("2020-01-01"))

  /// Ningbo under the regulation's first text.
  fileprivate static let ningbo2009 = Rule.Scope(
    territory: "3302", validFrom: Rule.day("2009-03-01"), validTo: Rule.day("2020-01-01"))
}

extension Rule {
  /// R22: parties apply together and in public.
  static let jointApplication = Rule(
    number: "R22",
    sentence: "Money of the special fund is applied for by the parties of an agreement together, "
      + "and the application is published for objections before it is approved.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2020, Art. 14 and 15; "
      + yearOnly,
    isVerified: false, scope: .ningbo2020, whenDecided: .reject, whenReported: .finding(.breach))

  /// The same before 2020; the first text was not read.
  static let jointApplication2009 = Rule(
    number: "R22-2009",
    sentence: "Money of the special fund is applied for by the parties of an agreement together, "
      + "and the application is published for objections before it is approved.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2009", isVerified: false,
    scope: .ningbo2009, whenDecided: .reject, whenReported: .finding(.advisory))

  /// R22, its part on fraud: who was barred gets nothing.
  ///
  /// Where it is not known to hold, ``heldBar`` says the same of what Concord itself was told.
  static let barredApplicant = Rule(
    number: "R22-BAR",
    sentence: "Who got money of the special fund by fraud repays it and applies for none while "
      + "barred.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2020, Art. 25; "
      + yearOnly,
    isVerified: false, scope: .ningbo2020, whenDecided: .reject, whenReported: .finding(.breach))

  /// R22, the fund's own terms: applications are open to objections long enough.
  static let publicationTerm = Rule(
    number: "R22-TERM",
    sentence: "An application is open to objections for as many days as its fund says.",
    source: "The fund's own terms", isVerified: true, whenDecided: .finding(.breach),
    whenReported: .finding(.breach))
}

/// Judges grants.
enum GrantRules {
  /// What both texts say when an application is published or approved.
  ///
  /// - Parameters:
  ///   - agreement: with its parties; `nil` when it is unknown.
  ///   - approvedOn: the day of an approval; `nil` of a publication.
  ///   - territory: the fund's; `nil` when nobody says.
  static func joint(
    _ stream: StreamName, _ grant: Grant, agreement: CooperationAgreement?,
    approvedOn: CivilDate?, territory: String?, _ occurred: Moment, _ zone: LogZone
  ) -> [Judgement] {
    var breach: String?
    var culprit: Judgement.Culprit?
    if let missing = agreement?.missingParty(among: Set(grant.applicants)) {
      breach = "\(missing), a party of the agreement, has not applied with the others"
    } else if let approvedOn {
      if let published = grant.published {
        if let to = published.to, approvedOn <= to {
          breach = "the application is open to objections until \(to)"
          culprit = .occurred
        }
      } else {
        breach = "the application was not published"
      }
    }
    return [Rule.jointApplication, .jointApplication2009].map { rule in
      Judgement(
        rule, subjects: [stream], blaming: culprit,
        breach.map { verdict(rule, $0, territory: territory, occurred, zone) } ?? .kept)
    }
  }

  /// What a rule on Ningbo's fund says of a breach.
  ///
  /// A territory that is told is the whole of the fund's, so a province's fund is not Ningbo's. One
  /// that nobody told may be: the unknown is not taken for lawful.
  private static func verdict(
    _ rule: Rule, _ breach: String, territory: String?, _ occurred: Moment, _ zone: LogZone
  ) -> Judgement.Verdict {
    if let territory {
      return rule.holds(on: occurred, in: zone, region: territory) ? .broken(breach) : .kept
    }
    return rule.coverage(on: occurred, in: zone) == .outside
      ? .kept
      : .notAssessable("\(breach); the fund's territory is not known, and the rule may hold")
  }

  /// What the rules say of one who applies: Ningbo's where it is known to hold, else that whoever is
  /// barred is barred.
  static func bar(
    _ stream: StreamName, _ applicant: StreamName, _ organisation: Organisation?,
    territory: String?, _ occurred: Moment, _ zone: LogZone
  ) -> [Judgement] {
    let day = occurred.lastDay(in: zone)
    let until = organisation?.lastDayBarredFromGrants(on: day, in: zone)
    let breach = until.map { "\(applicant) is barred until \($0)" }
    let isNingbos = Rule.barredApplicant.holds(on: occurred, in: zone, region: territory)
    return [
      Judgement(
        .barredApplicant, in: stream, blaming: .entity(applicant), breach: isNingbos ? breach : nil),
      Judgement(
        .heldBar, in: stream, blaming: .entity(applicant), breach: isNingbos ? nil : breach),
    ]
  }

  /// What the fund's terms say of a publication.
  static func term(
    _ stream: StreamName, _ fact: PBGrantApplicationPublished, _ fund: Fund?
  ) -> Judgement {
    var breach: String?
    if let least = fund?.publicationDays, let from = CivilDate(field: fact.from),
      let to = CivilDate(field: fact.to)
    {
      let days = to.dayNumber - from.dayNumber + 1
      if days < least { breach = "it was published for \(days) days; the fund asks for \(least)" }
    }
    return Judgement(.publicationTerm, in: stream, breach: breach)
  }
}

extension Rejudging {
  /// R22: who was barred.
  static let barredApplicant = Rejudging(
    [PBBarredFromGrants.eventType],
    judgeAgain: [PBGrantApplied.eventType, PBGrantCoApplicationConfirmed.eventType])
}
