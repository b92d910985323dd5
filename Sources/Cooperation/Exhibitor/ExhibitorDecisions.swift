internal import Deciding
internal import EventModel
internal import SwiftProtobuf

/// A command on one organisation at one activity.
protocol ExhibitorCommand: DomainCommand {
  var activity: String { get }
  var organisation: String { get }
}

extension ExhibitorCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// Our own act where we hold it, else what we are told.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The exhibitor's stream, named after both.
  func target() throws(Rejection) -> StreamName {
    let activity = try Check.target(activity, "activity", Activity.category)
    let organisation = try Check.target(organisation, "organisation", Organisation.category)
    do throws(EventModelError) {
      return try Exhibitor.stream(activity: activity, organisation: organisation)
    } catch {
      throw .malformed("organisation", error.reason)
    }
  }

  /// Both.
  var references: [Reference] { both }

  fileprivate var both: [Reference] {
    [
      .required("activity", "activity", activity, Activity.category),
      .required("exhibitor", "organisation", organisation, Organisation.category),
    ]
  }

  /// The fact with the names of both, which the command fills in; a client that gives them gives the
  /// same.
  fileprivate func named<Fact: ExhibitorFact>(_ details: Fact) throws(Rejection) -> Fact {
    try Check.that(
      !details.hasActivity || details.activity == activity, "details.activity", "it is \(activity)")
    try Check.that(
      !details.hasOrganisation || details.organisation == organisation, "details.organisation",
      "it is \(organisation)")
    var fact = details
    fact.activity = activity
    fact.organisation = organisation
    return fact
  }
}

/// What is told of an exhibitor: it names the activity and the organisation.
private protocol ExhibitorFact {
  var activity: String { get set }
  var hasActivity: Bool { get }
  var organisation: String { get set }
  var hasOrganisation: Bool { get }
}

extension PBExhibitorInvited: ExhibitorFact {}
extension PBExhibitorRegistered: ExhibitorFact {}
extension PBExhibitorAttended: ExhibitorFact {}

extension PBInviteExhibitor: ExhibitorCommand {
  /// The first of its kind, or again after it withdrew.
  static let mayCreate = true

  /// One `exhibitor.invited`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let fact = try named(details)
    return try context.recordEachTime(
      Exhibitor.Step.invite, DecidedEvent(fact, to: try target()), mayBegin: true)
  }
}

extension PBRegisterExhibitor: ExhibitorCommand {
  /// It may come without having been asked.
  static let mayCreate = true
  /// Both, and the vacancies that it brings.
  var references: [Reference] {
    both + Reference.each("vacancy", "details.vacancies", details.vacancies, Vacancy.category)
  }

  /// One `exhibitor.registered`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let fact = try named(details)
    try Check.count(details.posts, "details.posts")
    return try context.recordEachTime(
      Exhibitor.Step.register, DecidedEvent(fact, to: try target()), mayBegin: true)
  }
}

extension PBVerifyExhibitor: ExhibitorCommand {
  /// One `exhibitor.verified`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordEachTime(Exhibitor.Step.verify, DecidedEvent(details, to: try target()))
  }
}

extension PBRecordExhibitorAttendance: ExhibitorCommand {
  /// It may be known only because it was there.
  static let mayCreate = true

  /// One `exhibitor.attended`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let fact = try named(details)
    try Check.count(details.posts, "details.posts")
    return try context.recordEachTime(
      Exhibitor.Step.attend, DecidedEvent(fact, to: try target()), mayBegin: true)
  }
}

extension PBWithdrawExhibitor: ExhibitorCommand {
  /// One `exhibitor.withdrawn`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(Exhibitor.Step.withdraw, DecidedEvent(details, to: try target()))
  }
}
