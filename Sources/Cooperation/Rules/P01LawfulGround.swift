internal import Deciding
internal import EventModel

extension Rule {
  /// P01: no personal data without a lawful ground.
  public static let lawfulGround = Rule(
    number: "P01",
    sentence:
      "Personal data are recorded only on a lawful ground for a purpose: consent, contract, "
      + "statutory duty or another that the law names.",
    source: "Personal Information Protection Law, Art. 13", isVerified: true,
    scope: Scope(validFrom: day("2021-11-01")), whenDecided: .finding(.breach),
    whenReported: .finding(.breach))

  /// P03: sensitive data need more than that.
  public static let separateConsent = Rule(
    number: "P03",
    sentence: "Sensitive personal data are recorded on separate consent, or on a ground that needs "
      + "none; of a child under 14 a guardian consents; a disclosure rests on an impact assessment, "
      + "which is kept for three years.",
    source: "Personal Information Protection Law, Art. 28 to 31, 55 and 56", isVerified: true,
    scope: Scope(validFrom: day("2021-11-01")), whenDecided: .finding(.critical),
    whenReported: .finding(.critical))
}

/// Judges whether personal parts may be kept, by what is known of their subjects' grounds.
enum LawfulGround {
  /// The scope of a consent to keep sensitive data.
  static let sensitiveScope = "sensitive-data"

  /// What P01 and P03 say of an event with personal parts; one answer for each person and rule.
  ///
  /// A legal basis that the very event brings along counts.
  /// - Precondition: the subjects' streams are loaded.
  static func judge(
    _ event: DecidedEvent, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    if event.personal.isEmpty { return [] }
    guard Rule.lawfulGround.holds(on: context.occurred, in: context.zone) else { return [] }
    var judgements: [Judgement] = []
    for subject in Set(event.personal.map(\.subject)).sorted() {
      let person = try person(subject, event, context)
      judgements.append(
        Judgement(
          .lawfulGround, in: subject,
          breach: person?.hasLawfulGround == true
            ? nil : "personal data of \(subject) are kept without a lawful ground on record"))
      if event.personal.contains(where: { $0.subject == subject && $0.isSensitive }) {
        judgements.append(
          Judgement(
            .separateConsent, in: subject,
            breach: person?.mayKeepSensitiveData == true
              ? nil
              : "sensitive data of \(subject) are kept without separate consent or a ground "
                + "that needs none"))
      } else if let person, person.ageBand == .under14 {
        // All that is kept of a child is sensitive.
        judgements.append(
          Judgement(
            .separateConsent, in: subject,
            breach: person.isWithoutGuardian
              ? "data of \(subject), a child under 14, are kept without a guardian on record" : nil)
        )
      }
    }
    return judgements
  }

  private static func person(
    _ subject: StreamName, _ event: DecidedEvent, _ context: DecisionContext
  ) throws(Rejection) -> Person? {
    var history = context.history(of: subject)
    // What the event itself says of the person counts with what was known.
    if event.stream == subject { history = history.adding([event], context) }
    if let person = try history.state(Person.self, asOf: context.occurred) { return person }
    // Who is known since later than that was there already.
    return try history.state(Person.self)
  }
}

extension ProposedPersonalPart {
  /// Whether the part's class is the sensitive one.
  var isSensitive: Bool { part.hasSuffix(".sensitive") }
}

extension Person {
  /// Whether it is a child for whom nobody answers.
  var isWithoutGuardian: Bool { ageBand == .under14 && guardians.isEmpty }

  /// Whether anything allows to keep data of the person.
  public var hasLawfulGround: Bool { !legalBases.isEmpty || !consents.isEmpty }

  /// Whether anything allows to keep sensitive data of the person.
  public var mayKeepSensitiveData: Bool {
    if isWithoutGuardian { return false }
    return consents.contains(LawfulGround.sensitiveScope)
      || legalBases.contains { $0.ground != .consent }
  }
}
