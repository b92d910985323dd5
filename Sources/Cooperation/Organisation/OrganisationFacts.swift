internal import Deciding
internal import EventModel

// What changes about an organisation, and what it is granted. Each command records its details.

extension PBRecordVerification: OrganisationCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// We asked the register.
  static let standings = StandingPolicy.either(default: .decided)

  /// One `organisation.verification-passed` or `organisation.verification-failed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, _) = try current(context)
    try Check.present(hasPassed, "passed", "true or false")
    try Check.text(details.registry, "details.registry")
    if details.hasCheckedOn {
      try Check.pastDay(
        details.checkedOn, "details.checkedOn", by: context.occurred, in: context.zone)
    }
    if !passed { try Check.text(details.reason, "details.reason") }
    let event =
      passed
      ? DecidedEvent(details, to: stream)
      : DecidedEvent(Organisation.verificationFailed, details, to: stream)
    let results = [PBVerificationRecorded.eventType, Organisation.verificationFailed]
    return context.stands(event, unless: { results.contains($0.type) })
      ? .alreadySo : Decision(events: [event])
  }
}

extension PBChangeOrganisationName: OrganisationCommand {
  /// A register's fact.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `organisation.name-changed`; a code that is known stays.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, organisation) = try current(context)
    try Check.text(details.name, "details.name")
    try details.names.checkNames("details.names")
    return try context.record(DecidedEvent(details, to: stream), to: organisation) {
      $0.name == details.name && $0.details.names == details.names
    }
  }
}

extension PBChangeRegion: OrganisationCommand {
  /// A register's fact.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `organisation.region-changed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, organisation) = try current(context)
    try Check.region(details.region, "details.region")
    return try context.record(DecidedEvent(details, to: stream), to: organisation) {
      $0.region == details.region
    }
  }

  /// The new region.
  var codes: [CodeUse] {
    [.optional(.regions, "details.region", details.hasRegion ? details.region : nil)]
  }
}

extension PBChangeIndustry: OrganisationCommand {
  /// A register's fact.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `organisation.industry-changed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, organisation) = try current(context)
    try Check.industry(details.industry, "details.industry")
    return try context.record(DecidedEvent(details, to: stream), to: organisation) {
      $0.details.industry == details.industry
    }
  }

  /// The new industry.
  var codes: [CodeUse] {
    [.optional(.industries, "details.industry", details.hasIndustry ? details.industry : nil)]
  }
}

extension PBReportStaffCount: OrganisationCommand {
  /// The organisation's own count.
  static let standings = StandingPolicy.reportedOnly

  /// One `organisation.staff-count-reported`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, _) = try current(context)
    try Check.present(details.hasTotal, "details.total", "a count")
    try Check.that(details.total >= 0, "details.total", "details.total takes a number from 0")
    var sum = 0
    for (index, one) in details.byPostKind.enumerated() {
      try Check.text(one.postKind, "details.byPostKind[\(index)].postKind")
      try Check.that(
        one.hasCount && one.count >= 0, "details.byPostKind[\(index)].count",
        "a count is 0 or more")
      sum += Int(one.count)
    }
    try Check.that(
      sum <= Int(details.total), "details.byPostKind",
      "the counts by kind of post add up to \(sum), more than the total of \(details.total)")
    if details.hasCountedOn {
      // It may be counted after the day as of which it holds.
      let counted = try Check.date(details.countedOn, "details.countedOn")
      try Check.that(
        counted <= context.zone.civilDate(at: context.now.microseconds), "details.countedOn",
        "details.countedOn \(counted) lies in the future")
    }
    let event = DecidedEvent(details, to: stream)
    return context.stands(event, unless: { $0.type == PBStaffCountReported.eventType })
      ? .alreadySo : Decision(events: [event])
  }
}

extension PBAppointContact: OrganisationCommand {
  /// The organisation's own act.
  static let standings = StandingPolicy.either(default: .reported)

  /// The person who is to be asked.
  var references: [Reference] {
    [.required("contact", "details.person", details.person, Person.category)]
  }

  /// One `organisation.contact-appointed`, with how to reach them as a part of the person.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, organisation) = try current(context)
    let person = try Check.stream(details.person, "details.person", [Person.category])
    let parts =
      hasPersonal
      ? [
        ProposedPersonalPart(
          subject: person, part: "contact.personal", plaintext: encoded(personal))
      ] : []
    return context.record(
      DecidedEvent(details, to: stream, personal: parts),
      unless: organisation.contacts.contains(details.person))
  }

  /// Without the part.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearPersonal()
    return .appointContact(copy)
  }
}

extension PBRecordLicence: OrganisationCommand {
  /// A licensing body's fact.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `organisation.licence-recorded`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, organisation) = try current(context)
    try Check.present(details.hasKind, "details.kind", "a kind of licence, as JOB_BROKING")
    try Check.text(details.number, "details.number")
    try Check.period(
      from: details.hasValidFrom ? details.validFrom : nil,
      to: details.hasValidTo ? details.validTo : nil, "details.validFrom", "details.validTo")
    if details.hasBegunOn {
      try Check.that(
        details.kind == .filedServices, "details.begunOn",
        "only what is filed began before: the kind is FILED_SERVICES then")
      _ = try Check.date(details.begunOn, "details.begunOn")
    }
    return context.record(
      DecidedEvent(details, to: stream), unless: organisation.licences.contains(details))
  }
}

extension PBGrantServiceRole: OrganisationCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// Our own act.
  static let standings = StandingPolicy.decidedOnly

  /// One `organisation.service-role-granted`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, organisation) = try current(context)
    try details.check()
    return context.record(
      DecidedEvent(details, to: stream), unless: organisation.serviceRoles.contains(details))
  }

  /// Where it holds.
  var codes: [CodeUse] {
    [.region("details.territory", details.hasTerritory ? details.territory : nil)]
  }
}

extension PBEndServiceRole: OrganisationCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// Our own act.
  static let standings = StandingPolicy.decidedOnly

  /// One `organisation.service-role-ended`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, organisation) = try current(context)
    try details.check()
    guard organisation.serviceRoles.contains(details) else { return .alreadySo }
    return Decision(events: [DecidedEvent(Organisation.serviceRoleEnded, details, to: stream)])
  }
}

extension PBServiceRole {
  fileprivate func check() throws(Rejection) {
    try Check.present(hasRole, "details.role", "a role, as SUPERVISOR")
    if hasTerritory {
      try Check.that(
        RegionCode.isPrefix(territory), "details.territory",
        "a territory is the first 2, 4 or 6 digits of a region")
    }
  }
}
