internal import Deciding
internal import EventModel

extension Rule {
  /// R25: a vacancy says what matters and bars nobody for what they are.
  public static let vacancyTerms = Rule(
    number: "R25",
    sentence: "A published vacancy states the employer, the number, the conditions, the work, the "
      + "place and the basic pay, and bars nobody for ethnicity, race, sex or religion.",
    source: "Human Resources Market Regulations (2018), Art. 24; \(unreadDay)", isVerified: false,
    scope: Scope(validFrom: day("2018-10-01")), whenDecided: .reject,
    whenReported: .finding(.breach))

  /// R25 for graduates of vocational schools.
  static let openToVocationalGraduates = Rule(
    number: "R25-VE",
    sentence: "No vacancy puts obstacles in the way of graduates of vocational schools.",
    source: "Vocational Education Law (2022), Art. 53", isVerified: true,
    scope: Scope(validFrom: day("2022-05-01")), whenDecided: .reject,
    whenReported: .finding(.breach))
}

/// Judges a vacancy by what its text says.
enum VacancyText {
  /// What both rules say of a vacancy that is published.
  ///
  /// - Parameters:
  ///   - terms: all of them, as they are now.
  ///   - told: those that the fact itself states.
  static func judge(
    _ stream: StreamName, employer: StreamName?, _ terms: PBVacancyTerms, told: PBVacancyTerms,
    _ standing: Standing, on occurred: Moment, in zone: LogZone
  ) -> [Judgement] {
    let isBarring = terms.restrictions.contains(.noVocationalGraduates)
    let restrictions = Judgement.Culprit.value("terms.restrictions")
    let missing = missingTerms(employer: employer, terms)
    let culprit =
      terms.restrictions.contains(where: isBarred)
      ? (told.restrictions.contains(where: isBarred) ? restrictions : nil)
      : (missing.count == 1 ? .value(missing[0].field) : nil)
    return [
      Judgement(
        .vacancyTerms, subjects: [stream], blaming: culprit,
        Rule.vacancyTerms.holds(on: occurred, in: zone)
          ? verdict(terms, missing: missing.map(\.name), standing) : .kept),
      Judgement(
        .openToVocationalGraduates, in: stream,
        blaming: told.restrictions.contains(.noVocationalGraduates) ? restrictions : nil,
        breach: isBarring && Rule.openToVocationalGraduates.holds(on: occurred, in: zone)
          ? "the vacancy bars graduates of vocational schools" : nil),
    ]
  }

  /// Whether R25 itself bars a restriction.
  private static func isBarred(_ restriction: PBVacancyTerms.Restriction) -> Bool {
    restriction != .noVocationalGraduates
  }

  private static func verdict(
    _ terms: PBVacancyTerms, missing: [String], _ standing: Standing
  ) -> Judgement.Verdict {
    if terms.restrictions.contains(where: isBarred) {
      return .broken("the vacancy bars people for ethnicity, race, sex or religion")
    }
    if missing.isEmpty { return .kept }
    let names = missing.joined(separator: ", ")
    // A report need not tell all that the text said.
    return standing == .decided
      ? .broken("the vacancy does not state \(names)") : .notAssessable("not told: \(names)")
  }

  private static func missingTerms(
    employer: StreamName?, _ terms: PBVacancyTerms
  ) -> [(name: String, field: String)] {
    [
      (employer != nil, "the employer", "employer"),
      (terms.hasHeadcount, "the number", "terms.headcount"),
      (terms.hasConditions, "the conditions", "terms.conditions"),
      (terms.hasContent, "the work", "terms.content"),
      (terms.hasPlace || terms.hasRegion, "the place", "terms.place"),
      (terms.hasPayMinFen, "the basic pay", "terms.payMinFen"),
    ].filter { !$0.0 }.map { (name: $0.1, field: $0.2) }
  }
}
