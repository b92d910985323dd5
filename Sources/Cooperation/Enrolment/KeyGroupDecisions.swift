internal import Deciding
internal import EventModel

// Whether a student belongs to a group that is to be helped. Which group is sensitive: it stands in
// a part of its own, and no index, name or message tells it.

extension PBConfirmKeyGroup: EnrolmentCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// A confirming body's fact, or our own act.
  static let standings = StandingPolicy.either(default: .reported)
  /// It may be told of a time.
  var effect: EffectiveDays { .fromAndTo }

  /// The body that confirms.
  var references: [Reference] {
    [
      .optional(
        "confirmedBy", "details.confirmedBy", details.confirmedBy, Organisation.category)
    ]
  }

  /// One `enrolment.key-group-confirmed`, with the group as a sensitive part of the person.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let enrolment = try context.current(Enrolment.self, stream)
    if context.standing == .decided, !details.hasConfirmedBy {
      throw .missing(
        "details.confirmedBy", "the organisation that confirms the status: we don't without one")
    }
    if details.hasValidTo {
      try Check.lastDay(
        details.validTo, "details.validTo", from: context.occurred,
        orElse: context.effectiveFrom, in: context.zone)
    }
    try Check.present(
      sensitive.hasGroup, "sensitive.group", "the group, as POVERTY, which is kept apart")
    try ZeroEmployment.check(sensitive.group, confirmedBy: try confirmingKind(context), context)
    let part = ProposedPersonalPart(
      subject: enrolment.person, part: "student.sensitive", plaintext: encoded(sensitive))
    let event = DecidedEvent(details, to: stream, about: enrolment.about, personal: [part])
    try context.step(Enrolment.Step.help.called("confirming a status"), event)
    return Decision(events: [event])
  }

  private func confirmingKind(
    _ context: DecisionContext
  ) throws(Rejection) -> PBOrganisationRegistered.Kind? {
    guard let stream = StreamName(field: details.confirmedBy) else { return nil }
    return try context.ground(stream).state(Organisation.self)?.kind
  }

  /// Without the group.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearSensitive()
    return .confirmKeyGroup(copy)
  }
}

extension PBEndKeyGroup: EnrolmentCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// A confirming body's fact, or our own act.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `enrolment.key-group-ended`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let enrolment = try context.current(Enrolment.self, try target())
    if details.hasConfirmation {
      try Check.that(
        enrolment.keyGroups.contains { $0.confirmation == details.confirmed },
        "details.confirmation",
        "details.confirmation takes the id of the enrolment.key-group-confirmed that ended, and "
          + "\(enrolment) has none of this id")
    }
    // A status that ran out has ended. A report may tell the end before the beginning, and two ends.
    let statuses = enrolment.keyGroups(of: details.confirmed)
    if !statuses.contains(where: { $0.period.holds(at: context.occurred, in: context.zone) }),
      context.standing == .decided || statuses.contains(where: { !$0.wasEnded })
    {
      return .alreadySo
    }
    return try recordOnce(Enrolment.Step.help.called("ending a status"), details, context)
  }
}
