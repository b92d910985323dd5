internal import Deciding
internal import EventModel

extension Rule {
  /// LIVING: what has ended does nothing more.
  static let livingOrganisation = Rule(
    number: "LIVING",
    sentence:
      "What an organisation does, is granted and is licensed to comes before its end, and a student "
      + "enters no school that has ended or was recorded in error.",
    source: "Concord's model of cooperation", isVerified: true, whenDecided: .reject,
    whenReported: .finding(.breach))
}

/// Judges facts by whether their organisation had ended by then.
enum LivingOrganisations {
  /// What the rule says of a fact in an organisation's own stream.
  ///
  /// An end is judged too, by what is known to have come after it: the answer is the same whichever
  /// of the two is told first.
  /// - Precondition: the stream is loaded.
  static func judge(
    _ event: JudgedEvent<Organisation.Event>, _ context: DecisionContext
  ) throws(Rejection) -> Judgement {
    let history = context.history(of: event.stream)
    if case .deregistered = event.payload {
      let end = event.occurred.latest(in: context.zone)
      let later = history.effective.first {
        $0.occurred.earliest(in: context.zone) > end && asks($0.type)
      }
      return judgement(event.stream, of: event.stream, before: later?.occurred)
    }
    let organisation = try history.state(Organisation.self)
    let hasEnded = organisation?.hasEnded(by: event.occurred, in: context.zone) ?? false
    return judgement(event.stream, of: event.stream, before: hasEnded ? event.occurred : nil)
  }

  /// What the rule says of a student who enters a school.
  ///
  /// - Precondition: the school is loaded.
  static func judge(
    entering school: StreamName, _ enrolment: StreamName, on moment: Moment,
    _ context: DecisionContext
  ) throws(Rejection) -> Judgement {
    guard let organisation = try context.ground(school).state(Organisation.self) else {
      // Who was recorded in error is no school to enter either, but never ended.
      return Judgement(
        .livingOrganisation, in: enrolment, blaming: .entity(school),
        breach: "\(school) is not registered: it was recorded in error")
    }
    let hasEnded = organisation.hasEnded(by: moment, in: context.zone)
    return judgement(enrolment, of: school, before: hasEnded ? moment : nil)
  }

  /// Whether such an event needs an organisation that has not ended: not what ends it, and not what
  /// says who it is.
  static func asks(_ type: EventType) -> Bool {
    Organisation.eventTypes[type] != nil && !exempt.contains(type)
  }

  private static let exempt: Set<EventType> = [
    PBOrganisationRegistered.eventType, PBOrganisationDeregistered.eventType,
    PBOrganisationMerged.eventType, PBOrganisationUnmerged.eventType,
    PBBarredFromGrants.eventType,
  ]

  private static func judgement(
    _ subject: StreamName, of organisation: StreamName, before moment: Moment?
  ) -> Judgement {
    Judgement(
      .livingOrganisation, in: subject, blaming: .entity(organisation),
      breach: moment.map { "\(organisation) had ended before \($0)" })
  }
}

extension Rejudging {
  /// LIVING: who entered a school that had ended.
  static let livingOrganisation = Rejudging(
    [PBOrganisationDeregistered.eventType],
    judgeAgain: [PBStudentEnrolled.eventType, PBStudentTransferred.eventType], byMoment: true)
}
