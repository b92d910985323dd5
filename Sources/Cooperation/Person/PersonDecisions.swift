internal import Deciding
internal import EventModel
internal import SwiftProtobuf

/// A command on one person.
protocol PersonCommand: DomainCommand {
  var person: String { get }
}

extension PersonCommand {
  /// An organisation's own affair, unless a command says otherwise.
  static var duty: Duty { .ownAffairs }

  /// The person's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!person.isEmpty, "person", "a stream name, as person-…")
    return try Check.stream(person, "person", [Person.category])
  }

  /// The person, unless the data were erased.
  func known(_ context: DecisionContext) throws(Rejection) -> (StreamName, Person) {
    let stream = try target()
    let person = try context.target(Person.self, stream)
    guard !person.isErased else {
      throw .wrongState(stream, "the personal data of \(stream) were erased")
    }
    return (stream, try context.current(Person.self, stream))
  }
}

extension PBRegisterPerson: PersonCommand {
  /// A school's or a person's own report, mostly.
  static let standings = StandingPolicy.either(default: .reported)
  /// It brings the person's record into being.
  static let creates = true

  /// The guardian, for the young.
  var references: [Reference] {
    [.optional("guardian", "details.guardian", details.guardian, Person.category)]
  }

  /// One `person.registered`, with who it is as a part, looked up by ID number.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.that(
      !details.hasAgeBand && !details.hasHasIDNumber_p, "details",
      "ageBand and hasIdNumber are worked out, not given")
    var recorded = details
    recorded.hasIDNumber_p = personal.hasIDNumber
    if details.hasLegalBasis { try details.legalBasis.check("details.legalBasis") }
    guard hasPersonal else {
      return Decision(events: [DecidedEvent(recorded, to: stream)])
    }
    let identity = try completed(context)
    if identity.hasBirthDate {
      let born = try Check.date(identity.birthDate, "personal.birthDate")
      recorded.ageBand = PBAgeBand(born: born, at: context.occurred, in: context.zone)
    }
    // Of a report P03 opens a finding.
    guard context.standing == .reported || recorded.ageBand != .under14 || details.hasGuardian
    else {
      throw .missing(
        "details.guardian", "the stream of a guardian: nobody under 14 is registered without one")
    }
    let part = ProposedPersonalPart(
      subject: stream, part: Person.identityPart, plaintext: encoded(identity),
      lookUp: identity.hasIDNumber ? identity.idNumber : nil)
    return Decision(events: [DecidedEvent(recorded, to: stream, personal: [part])])
  }

  /// The personal part with the day of birth that the ID number holds.
  private func completed(_ context: DecisionContext) throws(Rejection) -> PBPersonPersonal {
    var identity = personal
    if identity.hasName { try Check.text(identity.name, "personal.name") }
    if identity.hasIDNumber {
      let born: CivilDate
      do throws(IDNumber.Malformed) {
        born = try IDNumber(validating: identity.idNumber).birthDate
      } catch {
        throw .malformed("personal.idNumber", error.reason)
      }
      if identity.hasBirthDate {
        try Check.that(
          identity.birthDate == born.description, "personal.birthDate",
          "the day of birth is not the one in the ID number")
      }
      identity.birthDate = born.description
    }
    if identity.hasBirthDate {
      // The message repeats nothing of the day.
      guard let born = try? CivilDate(validating: identity.birthDate) else {
        throw .malformed(
          "personal.birthDate",
          "a day of birth is a day that exists, from \(Limits.civilYears.lowerBound) on, written as "
            + "2000-01-31")
      }
      try Check.that(
        born <= context.occurred.lastDay(in: context.zone), "personal.birthDate",
        "the day of birth lies after \(context.occurred), when the person was registered")
    }
    return identity
  }

  /// Without who it is.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearPersonal()
    return .registerPerson(copy)
  }
}

extension PBLegalBasisRecorded {
  fileprivate func check(_ field: String) throws(Rejection) {
    try Check.text(purpose, field + ".purpose")
    try Check.present(hasGround, field + ".ground", "a ground, as STATUTORY_DUTY")
  }
}

extension PBRecordLegalBasis: PersonCommand {
  /// Ours or another body's.
  static let standings = StandingPolicy.either(default: .decided)

  /// One `person.legal-basis-recorded`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, person) = try known(context)
    try details.check("details")
    return context.record(
      DecidedEvent(details, to: stream), unless: person.legalBases.contains(details))
  }
}

extension PBGiveConsent: PersonCommand {
  /// The person's act, reported.
  static let standings = StandingPolicy.reportedOnly

  /// One `person.consent-given`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, person) = try known(context)
    try Check.text(details.scope, "details.scope")
    return try context.record(DecidedEvent(details, to: stream), to: person) {
      $0.consents.contains(details.scope)
    }
  }
}

extension PBWithdrawConsent: PersonCommand {
  /// The person's act, reported.
  static let standings = StandingPolicy.reportedOnly

  /// One `person.consent-withdrawn`; earlier processing stays lawful.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, person) = try known(context)
    try Check.text(details.scope, "details.scope")
    return try context.record(
      DecidedEvent(Person.consentWithdrawn, details, to: stream), to: person
    ) { !$0.consents.contains(details.scope) }
  }
}

extension PBVerifyIdentity: PersonCommand {
  /// Ours or a school's.
  static let standings = StandingPolicy.either(default: .decided)

  /// One `person.identity-verified`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, person) = try known(context)
    try Check.present(details.hasMethod, "details.method", "a method, as DOCUMENT_SEEN")
    return context.record(DecidedEvent(details, to: stream), unless: person.isVerified)
  }
}

extension PBChangeContact: PersonCommand {
  /// The person's own report.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `person.contact-changed`, with the contact as a part.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, _) = try known(context)
    try Check.present(
      personal.hasPhone || personal.hasMail || personal.hasAddress, "personal",
      "phone, mail or address")
    let part = ProposedPersonalPart(
      subject: stream, part: Person.contactPart, plaintext: encoded(personal))
    return Decision(events: [DecidedEvent(PBPersonContactChanged(), to: stream, personal: [part])])
  }

  /// Without the contact.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearPersonal()
    return .changeContact(copy)
  }
}

extension PBLinkGuardian: PersonCommand {
  /// A school's report, mostly.
  static let standings = StandingPolicy.either(default: .reported)

  /// The guardian.
  var references: [Reference] {
    [.required("guardian", "details.guardian", details.guardian, Person.category)]
  }

  /// One `person.guardian-linked`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, person) = try known(context)
    try Check.that(
      details.guardian != stream.text, "details.guardian", "nobody is their own guardian")
    return context.record(
      DecidedEvent(details, to: stream), unless: person.guardians.contains(details.guardian))
  }
}

extension PBErasePersonalData: PersonCommand {
  /// A steward's act.
  static let duty = Duty.stewardship
  /// Our own act.
  static let standings = StandingPolicy.decidedOnly

  /// One `person.personal-data-erased`: the tombstone, recorded before anything is destroyed.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.present(details.hasGround, "details.ground", "a ground, as SUBJECT_REQUEST")
    // Also where the registration was voided: its personal parts are still there.
    if Person.isErased(context.history(of: stream)) { return .alreadySo }
    return Decision(events: [DecidedEvent(details, to: stream)])
  }
}
