internal import Deciding
internal import EventModel
internal import SwiftProtobuf

/// A command on one organisation's membership in one alliance.
protocol MembershipCommand: DomainCommand {
  var alliance: String { get }
  var organisation: String { get }
}

extension MembershipCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// Our own act, or what an alliance tells.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The membership's stream.
  func target() throws(Rejection) -> StreamName {
    let alliance = try Check.stream(alliance, "alliance", [Alliance.category])
    let organisation = try Check.stream(organisation, "organisation", [Organisation.category])
    do throws(EventModelError) {
      return try Membership.stream(alliance: alliance, organisation: organisation)
    } catch {
      throw .malformed("organisation", error.reason)
    }
  }

  /// Both.
  var references: [Reference] {
    [
      .required("alliance", "alliance", alliance, Alliance.category),
      .required("member", "organisation", organisation, Organisation.category),
    ]
  }
}

extension PBApplyForMembership: MembershipCommand {
  /// The first of a membership, or another one after it ended.
  static let mayCreate = true

  /// One `membership.applied`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try details.name(alliance: alliance, organisation: organisation)
    let fact = PBMembershipApplied.with {
      $0.alliance = alliance
      $0.organisation = organisation
    }
    let event = DecidedEvent(fact, to: stream)
    if try context.state(Membership.self, stream) == nil { return Decision(events: [event]) }
    if context.isRecorded(event) { return .alreadySo }
    try context.step(Membership.Step.apply, event)
    return Decision(events: [event])
  }
}

extension PBAdmitMember: MembershipCommand {
  /// A founding member's first event, or all that is known of a member.
  static let mayCreate = true

  /// One `membership.admitted`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try details.name(alliance: alliance, organisation: organisation)
    if details.hasRole { try Check.text(details.role, "details.role") }
    var fact = details
    fact.alliance = alliance
    fact.organisation = organisation
    let event = DecidedEvent(fact, to: stream)
    guard try context.state(Membership.self, stream) != nil else {
      if context.standing == .decided, !details.founding {
        throw .wrongState(
          stream, "\(organisation) has not applied; only founding members are admitted without")
      }
      return Decision(events: [event])
    }
    if context.isRecorded(event) { return .alreadySo }
    let strict = details.founding ? Membership.Step.admit : Membership.Step.admitApplicant
    try context.step(strict, event)
    return Decision(events: [event])
  }
}

extension PBMembershipApplied {
  // The decider fills them in; a client that gives them gives the same.
  fileprivate func name(alliance: String, organisation: String) throws(Rejection) {
    try Check.that(
      !hasAlliance || self.alliance == alliance, "details.alliance", "it is \(alliance)")
    try Check.that(
      !hasOrganisation || self.organisation == organisation, "details.organisation",
      "it is \(organisation)")
  }
}

extension PBMembershipAdmitted {
  fileprivate func name(alliance: String, organisation: String) throws(Rejection) {
    try Check.that(
      !hasAlliance || self.alliance == alliance, "details.alliance", "it is \(alliance)")
    try Check.that(
      !hasOrganisation || self.organisation == organisation, "details.organisation",
      "it is \(organisation)")
  }
}

extension PBChangeMemberRole: MembershipCommand {
  /// One `membership.role-changed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.text(details.role, "details.role")
    let event = DecidedEvent(details, to: stream)
    try context.step(Membership.Step.changeRole, event)
    return try context.record(event, to: context.target(Membership.self, stream)) {
      $0.role == details.role
    }
  }
}

extension PBWithdrawMember: MembershipCommand {
  /// One `membership.withdrawn`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let event = DecidedEvent(Membership.Types.withdrawn, details, to: try target())
    return try context.recordOnce(Membership.Step.withdraw, event)
  }
}

extension PBExpelMember: MembershipCommand {
  /// One `membership.expelled`; our own act gives its reason.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided { try Check.text(details.reason, "details.reason") }
    let event = DecidedEvent(Membership.Types.expelled, details, to: try target())
    return try context.recordOnce(Membership.Step.expel, event)
  }
}
