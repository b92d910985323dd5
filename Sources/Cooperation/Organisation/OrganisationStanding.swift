internal import Deciding
internal import EventModel

// What an organisation is designated as, and the steps from active to deregistered.

extension PBGrantDesignation: OrganisationCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// Another body's act, mostly.
  static let standings = StandingPolicy.either(default: .reported)
  /// It may be told of a time.
  var effect: EffectiveDays { .fromAndTo }

  /// One `organisation.designation-granted`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, organisation) = try current(context)
    try Check.present(details.hasDesignation, "details.designation", "a designation, as KEY")
    let isSo = organisation.designations[details.designation, default: []].contains {
      $0.to == nil && $0.holds(at: context.occurred, in: context.zone)
    }
    return context.record(DecidedEvent(details, to: stream), unless: isSo) { told in
      told.tells(PBDesignationEnded.eventType, of: Organisation.self) {
        if case .designationEnded(let end) = $0 {
          end.designation == details.designation
        } else {
          false
        }
      }
    }
  }
}

extension PBEndDesignation: OrganisationCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// Another body's act, mostly.
  static let standings = StandingPolicy.either(default: .reported)
  /// It may be told of another day than that on which it was decided.
  var effect: EffectiveDays { .from }

  /// One `organisation.designation-ended`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, organisation) = try current(context)
    try Check.present(details.hasDesignation, "details.designation", "a designation, as KEY")
    let periods = organisation.designations[details.designation, default: []]
    guard context.standing == .reported || !periods.isEmpty else {
      throw .wrongState(stream, "\(stream) was never designated \(details.designation)")
    }
    return context.record(
      DecidedEvent(details, to: stream), unless: periods.allSatisfy { $0.to != nil }
    ) { told in
      told.tells(PBDesignationGranted.eventType, of: Organisation.self) {
        if case .designationGranted(let grant) = $0 {
          grant.designation == details.designation
        } else {
          false
        }
      }
    }
  }
}

extension PBEnterBlacklist: OrganisationCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// Ours or another body's.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `organisation.blacklist-entered`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, organisation) = try current(context)
    try Check.text(details.list, "details.list")
    try Check.text(details.reason, "details.reason")
    return try context.record(DecidedEvent(details, to: stream), to: organisation) {
      $0.blacklists.contains(details.list)
    }
  }
}

extension PBLiftBlacklist: OrganisationCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// Ours or another body's.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `organisation.blacklist-lifted`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, organisation) = try current(context)
    try Check.text(details.list, "details.list")
    return try context.record(DecidedEvent(details, to: stream), to: organisation) {
      !$0.blacklists.contains(details.list)
    }
  }
}

extension PBSuspendOrganisation: OrganisationCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// A register's fact.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `organisation.suspended`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, organisation) = try current(context)
    return context.record(
      DecidedEvent(details, to: stream), unless: organisation.status == .suspended
    ) { $0.type == PBOrganisationResumed.eventType }
  }
}

extension PBResumeOrganisation: OrganisationCommand {
  /// The bureau's act.
  static let duty = Duty.bureau
  /// A register's fact.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `organisation.resumed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, organisation) = try current(context)
    return context.record(
      DecidedEvent(details, to: stream), unless: organisation.status == .active
    ) { $0.type == PBOrganisationSuspended.eventType }
  }
}

extension PBDeregisterOrganisation: OrganisationCommand {
  /// A register's fact.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `organisation.deregistered`; its codes are free again.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let organisation = try context.target(Organisation.self, stream)
    // An organisation ends once: another day for it is a correction, or contradicts the first.
    return context.record(
      DecidedEvent(details, to: stream), unless: organisation.status == .deregistered)
  }
}
