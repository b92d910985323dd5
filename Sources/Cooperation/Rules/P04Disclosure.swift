internal import Deciding
internal import EventModel

extension Rule {
  /// P04: who gets data is told, and agreed to.
  public static let disclosure = Rule(
    number: "P04",
    sentence:
      "Data go to another who processes them on a ground, for a purpose, by kind; where the "
      + "ground is consent, on each person's separate consent.",
    source: "Personal Information Protection Law, Art. 22 and 23; Network Data Regulations (2024), "
      + "Art. 12",
    isVerified: true, scope: Scope(validFrom: day("2021-11-01")), whenDecided: .reject,
    whenReported: .finding(.breach))
}

/// Judges disclosures by what the persons agreed to.
enum Disclosure {
  /// The scope of a consent to disclose data to an organisation.
  static func scope(_ recipient: String) -> String { "disclosure:" + recipient }

  /// What the rule says of a disclosure.
  ///
  /// - Parameter persons: those that are named, as they were then.
  static func judge(
    _ record: StreamName, _ fact: PBDataDisclosed,
    persons: [(stream: StreamName, state: Person?)], on occurred: Moment, in zone: LogZone
  ) -> Judgement {
    var breach: String?
    if Rule.disclosure.holds(on: occurred, in: zone), fact.hasGround, fact.ground == .consent {
      let without = persons.count {
        $0.state?.consents.contains(scope(fact.recipient)) != true
      }
      if without > 0 {
        breach = "\(without) of the persons did not consent to a disclosure to \(fact.recipient)"
      }
    }
    return Judgement(.disclosure, in: record, breach: breach)
  }
}

/// Judges disclosures and assessments by P03: sensitive data are thought about before.
enum ImpactAssessment {
  /// How long an assessment is kept.
  static let years = 3

  /// What the rule says of a disclosure of sensitive data.
  static func judge(
    _ record: StreamName, _ fact: PBDataDisclosed, assessment: PBImpactAssessed?,
    on occurred: Moment, in zone: LogZone
  ) -> Judgement {
    var breach: String?
    if Rule.separateConsent.holds(on: occurred, in: zone),
      fact.kinds.contains(where: \.isSensitive),
      assessment == nil
    {
      breach = "sensitive data are disclosed without an impact assessment"
    }
    return Judgement(.separateConsent, in: record, breach: breach)
  }

  /// What the rule says of an assessment: how long it is kept.
  static func judge(
    _ record: StreamName, _ fact: PBImpactAssessed, on occurred: Moment, in zone: LogZone
  ) -> Judgement {
    var breach: String?
    if Rule.separateConsent.holds(on: occurred, in: zone),
      let last = CivilDate(field: fact.keptUntil),
      occurred.lastDay(in: zone).fullYears(until: last) < years
    {
      breach = "the assessment is kept until \(last), which is less than \(years) years"
    }
    return Judgement(.separateConsent, in: record, breach: breach)
  }
}
