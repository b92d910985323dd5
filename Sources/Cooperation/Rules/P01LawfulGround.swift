internal import Deciding
internal import EventModel

extension Rule {
  /// P01: no personal data without a lawful ground.
  static let lawfulGround = Rule(
    number: "P01",
    sentence:
      "Personal data are recorded only on a lawful ground for a purpose: consent, contract, "
      + "statutory duty or another that the law names.",
    source: "Personal Information Protection Law, Art. 13", isVerified: true,
    scope: Scope(validFrom: day("2021-11-01")), whenDecided: .finding(.breach),
    whenReported: .finding(.breach))

  /// P03: sensitive data need more than that.
  static let separateConsent = Rule(
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

  /// What knowing of each subject takes, whether it was a child on the day of the fact: nothing more
  /// of one who was registered by then and was none.
  ///
  /// - Precondition: the subjects' streams are loaded.
  static func reads(
    _ event: DecidedEvent, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    if event.personal.isEmpty || registers(event) { return [] }
    guard Rule.lawfulGround.holds(on: context.occurred, in: context.zone) else { return [] }
    var readings: Readings = []
    for subject in Set(event.personal.map(\.subject)) {
      let known = try context.state(Person.self, subject)
      guard known?.wasOlder(on: context.occurred, in: context.zone) == false,
        let part = try context.identityPart(of: subject)
      else { continue }
      readings.insert(.personal(part))
    }
    return readings
  }

  /// What P01 and P03 say of an event with personal parts; one answer for each person and rule.
  ///
  /// A legal basis that the very event brings along counts. Who is a child is asked of the day of the
  /// fact, not of the day on which somebody was registered.
  /// - Precondition: the subjects' streams are loaded, and what ``reads(_:_:)`` names.
  static func judge(
    _ event: DecidedEvent, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    if event.personal.isEmpty { return [] }
    guard Rule.lawfulGround.holds(on: context.occurred, in: context.zone) else { return [] }
    var judgements: [Judgement] = []
    for subject in Set(event.personal.map(\.subject)).sorted() {
      let person = try person(subject, event, context)
      let isChild = try isChild(subject, person, event, context)
      judgements.append(
        Judgement(
          .lawfulGround, in: subject,
          breach: person?.hasLawfulGround == true
            ? nil : "personal data of \(subject) are kept without a lawful ground on record"))
      if event.personal.contains(where: { $0.subject == subject && $0.isSensitive }) {
        judgements.append(
          Judgement(
            .separateConsent, in: subject,
            breach: person?.mayKeepSensitiveData(asChild: isChild) == true
              ? nil
              : "sensitive data of \(subject) are kept without separate consent or a ground "
                + "that needs none"))
      } else if let person, isChild {
        // All that is kept of a child is sensitive.
        judgements.append(
          Judgement(
            .separateConsent, in: subject,
            breach: person.guardians.isEmpty
              ? "data of \(subject), a child under 14, are kept without a guardian on record" : nil)
        )
      }
    }
    return judgements
  }

  /// What P01 and P03 say of a recorded event again.
  ///
  /// Whatever breaks a rule is told. That it is kept is told only where no other event can break it:
  /// the parts of one person lie in many streams, and a finding is one for all of them.
  /// - Parameters:
  ///   - isEffective: whether the event itself still counts.
  ///   - whole: with all that is known of the persons, also where they are the event's own stream.
  static func judgeAgain(
    _ event: DecidedEvent, isEffective: Bool, _ placed: DecisionContext, _ whole: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    var judgements: [Judgement] = []
    for judgement in try judge(event, placed) {
      let isKept = try Self.isKept(judgement, of: event.stream, whole)
      let isBroken = isEffective && judgement.verdict != .kept
      if isBroken || isKept { judgements.append(judgement) }
    }
    return judgements
  }

  /// Whether a rule is kept of all that there is of somebody: on a ground that was there from the
  /// first day, and does not end as a consent may; or because nobody is registered any more.
  private static func isKept(
    _ judgement: Judgement, of stream: StreamName, _ whole: DecisionContext
  ) throws(Rejection) -> Bool {
    for subject in judgement.subjects {
      let history = whole.history(of: subject)
      guard let first = history.effective.first,
        let person = try history.state(Person.self, asOf: first.occurred)
      else { return stream == subject }
      let grounds = person.legalBases
      let isGrounded =
        judgement.rule == .lawfulGround
        ? !grounds.isEmpty
        : grounds.contains { $0.ground != .consent }
          && (person.ageBand != .under14 || !person.guardians.isEmpty)
      if !isGrounded { return false }
    }
    return true
  }

  /// Whether somebody was under 14 on the day of a fact; who can't be known to be is taken for none.
  private static func isChild(
    _ subject: StreamName, _ person: Person?, _ event: DecidedEvent, _ context: DecisionContext
  ) throws(Rejection) -> Bool {
    if registers(event) { return person?.ageBand == .under14 }
    let known = try context.state(Person.self, subject)
    if known?.wasOlder(on: context.occurred, in: context.zone) != false { return false }
    return try context.ageBand(of: subject, at: context.occurred) == .under14
  }

  // A registration tells how old somebody is on its day.
  private static func registers(_ event: DecidedEvent) -> Bool {
    event.type == PBPersonRegistered.eventType
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
  /// Whether somebody was 14 or older when registered, and that was by a moment: nobody grows younger.
  /// So it counts of one whose age nobody told.
  fileprivate func wasOlder(on moment: Moment, in zone: LogZone) -> Bool {
    switch ageBand {
    case .unspecified, .UNRECOGNIZED: return true
    case .under14: return false
    case .from14To15, .from16To17, .adult: break
    }
    return registered.latest(in: zone) <= moment.latest(in: zone)
  }

  /// Whether anything allows to keep data of the person.
  var hasLawfulGround: Bool { !legalBases.isEmpty || !consents.isEmpty }

  /// Whether anything allows to keep sensitive data of the person, for whom somebody answers as long
  /// as it is a child.
  func mayKeepSensitiveData(asChild isChild: Bool) -> Bool {
    if isChild, guardians.isEmpty { return false }
    return consents.contains(LawfulGround.sensitiveScope)
      || legalBases.contains { $0.ground != .consent }
  }
}
