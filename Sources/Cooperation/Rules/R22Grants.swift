internal import Deciding
internal import EventModel

extension Rule.Scope {
  /// Ningbo under its regulation of 2020; of the amendment only the year is known.
  fileprivate static let ningbo2020 = Rule.Scope(
    territory: "3302", validFrom: Rule.day("2020-01-01"))
}

extension Rule {
  /// R22: parties apply together and in public.
  public static let jointApplication = Rule(
    number: "R22",
    sentence: "Money of the special fund is applied for by the parties of an agreement together, "
      + "and the application is published for objections before it is approved.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2020, Art. 14 and 15",
    isVerified: true, scope: .ningbo2020, whenDecided: .reject, whenReported: .finding(.breach))

  /// R22, its part on fraud: who was barred gets nothing.
  public static let barredApplicant = Rule(
    number: "R22-BAR",
    sentence: "Who got money of the special fund by fraud repays it and applies for none while "
      + "barred.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2020, Art. 25",
    isVerified: true, scope: .ningbo2020, whenDecided: .reject, whenReported: .finding(.breach))

  /// R22, the fund's own terms: applications are open to objections long enough.
  public static let publicationTerm = Rule(
    number: "R22-TERM",
    sentence: "An application is open to objections for as many days as its fund says.",
    source: "The fund's own terms", isVerified: true, whenDecided: .finding(.breach),
    whenReported: .finding(.breach))
}

/// Judges grants.
enum GrantRules {
  /// What the rule says when an application is published or approved.
  ///
  /// - Parameters:
  ///   - agreement: with its parties; `nil` when it is unknown.
  ///   - approvedOn: the day of an approval; `nil` of a publication.
  static func joint(
    _ stream: StreamName, _ grant: Grant, agreement: CooperationAgreement?,
    approvedOn: CivilDate?, territory: String?, _ occurred: Moment, _ zone: LogZone
  ) -> Judgement {
    guard Rule.jointApplication.holds(on: occurred, in: zone, region: territory) else {
      return Judgement(.jointApplication, in: stream, breach: nil)
    }
    var breach: String?
    if let missing = agreement?.missingParty(among: Set(grant.applicants)) {
      breach = "\(missing), a party of the agreement, has not applied with the others"
    } else if let approvedOn {
      if let published = grant.published {
        if let to = published.to, approvedOn <= to {
          breach = "the application is open to objections until \(to)"
        }
      } else {
        breach = "the application was not published"
      }
    }
    return Judgement(.jointApplication, in: stream, breach: breach)
  }

  /// What the rule says of one who applies.
  static func bar(
    _ stream: StreamName, _ applicant: StreamName, _ organisation: Organisation?,
    territory: String?, _ occurred: Moment, _ zone: LogZone
  ) -> Judgement {
    guard Rule.barredApplicant.holds(on: occurred, in: zone, region: territory) else {
      return Judgement(.barredApplicant, in: stream, breach: nil)
    }
    let day = occurred.lastDay(in: zone)
    let until = organisation?.lastDayBarredFromGrants(on: day, in: zone)
    return Judgement(
      .barredApplicant, in: stream,
      breach: until.map { "\(applicant) is barred until \($0)" })
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
