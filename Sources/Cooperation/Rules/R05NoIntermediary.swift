internal import Deciding
internal import EventModel

extension Rule {
  /// R05: no HR institution or other intermediary organises internships.
  ///
  /// It may be an alliance's member and may recruit graduates; only the organiser's part is barred.
  public static let noIntermediary = Rule(
    number: "R05",
    sentence: "No intermediary, paid agent, HR institution or dispatch firm organises, arranges or "
      + "manages internships.",
    source: "Vocational Education Law (2022), Art. 50 and 66; internship regulations (2021), "
      + "Art. 16(6)",
    isVerified: true,
    scope: Scope(schoolLevels: Scope.vocationalSchools, validFrom: day("2021-12-31")),
    whenDecided: .reject, whenReported: .finding(.critical))
}

/// Judges an internship by who organises it.
enum NoIntermediary {
  /// What the rule says of an arrangement or a start.
  ///
  /// - Parameter organiser: the kind of organisation that organises it; `nil` for the school.
  static func judge(
    _ placement: StreamName, _ facts: InternshipFacts,
    organiser: PBOrganisationRegistered.Kind?
  ) -> Judgement {
    facts.judgement(.noIntermediary, in: placement) {
      organiser == .hrInstitution ? "an HR institution organises the internship" : nil
    }
  }
}
