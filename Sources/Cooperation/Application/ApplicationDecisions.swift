internal import Deciding
internal import EventModel
internal import SwiftProtobuf

/// A command on one person's application to one vacancy.
protocol ApplicationCommand: DomainCommand {
  var vacancy: String { get }
  var person: String { get }
}

extension ApplicationCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// What happens between a person and an employer is reported, mostly.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The application's stream, named after both.
  func target() throws(Rejection) -> StreamName {
    let vacancy = try Check.target(vacancy, "vacancy", Vacancy.category)
    let person = try Check.target(person, "person", Person.category)
    do throws(EventModelError) {
      return try Application.stream(vacancy: vacancy, person: person)
    } catch {
      throw .malformed("person", error.reason)
    }
  }

  /// Both.
  var references: [Reference] { both }

  fileprivate var both: [Reference] {
    [
      .required("vacancy", "vacancy", vacancy, Vacancy.category),
      .required("applicant", "person", person, Person.category),
    ]
  }
}

extension PBSubmitApplication: ApplicationCommand {
  /// The first of its kind, or another one after it was withdrawn.
  static let mayCreate = true
  /// What led to it, besides both.
  var references: [Reference] {
    both + [
      .optional("enrolment", "details.enrolment", details.enrolment, Enrolment.category),
      .optional("activity", "details.activity", details.activity, Activity.category),
      .optional(
        "recommendation", "details.recommendation", details.recommendation,
        Recommendation.category),
    ]
  }

  /// One `application.submitted`; a second one while the first is alive is refused.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.that(
      !details.hasVacancy || details.vacancy == vacancy, "details.vacancy", "it is \(vacancy)")
    try Check.that(
      !details.hasPerson || details.person == person, "details.person", "it is \(person)")
    var fact = details
    fact.vacancy = vacancy
    fact.person = person
    var parts: [ProposedPersonalPart] = []
    if hasPersonal, let subject = StreamName(field: person) {
      parts.append(
        ProposedPersonalPart(
          subject: subject, part: "applicant.personal", plaintext: encoded(personal)))
    }
    let event = DecidedEvent(fact, to: stream, personal: parts)
    guard let application = try context.state(Application.self, stream) else {
      return Decision(events: [event])
    }
    if context.standing == .decided, application.phase != .withdrawn,
      !context.isRecorded(event)
    {
      throw Rejection(
        .alreadyExists, "\(person) has applied to \(vacancy) already", field: "vacancy",
        stream: stream)
    }
    return try context.recordEachTime(Application.Step.submit, event)
  }

  /// Without the curriculum vitae.
  func withoutPersonal() -> PBCommand.OneOf_Body? {
    var copy = self
    copy.clearPersonal()
    return .submitApplication(copy)
  }
}

extension PBBeginApplicationReview: ApplicationCommand {
  /// One `application.review-begun`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(Application.Step.review, DecidedEvent(details, to: try target()))
  }
}

extension PBOfferJob: ApplicationCommand {
  /// One `application.job-offered`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if details.hasTo {
      try Check.lastDay(details.to, "details.to", from: context.occurred, in: context.zone)
    }
    return try context.recordOnce(Application.Step.offer, DecidedEvent(details, to: try target()))
  }
}

extension PBAcceptJobOffer: ApplicationCommand {
  /// One `application.offer-accepted`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(
      Application.Step.accept,
      DecidedEvent(Application.Types.offerAccepted, details, to: try target()))
  }
}

extension PBDeclineJobOffer: ApplicationCommand {
  /// One `application.offer-declined`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(
      Application.Step.decline,
      DecidedEvent(Application.Types.offerDeclined, details, to: try target()))
  }
}

extension PBRejectApplication: ApplicationCommand {
  /// One `application.rejected`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(Application.Step.reject, DecidedEvent(details, to: try target()))
  }
}

extension PBWithdrawApplication: ApplicationCommand {
  /// One `application.withdrawn`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(Application.Step.withdraw, DecidedEvent(details, to: try target()))
  }
}
