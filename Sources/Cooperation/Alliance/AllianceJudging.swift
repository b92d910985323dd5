internal import Deciding
internal import EventModel

extension Alliance {
  /// The memberships of the units that are elected, and the meeting that decided.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    var readings = Readings(memberships(event).map { .stream($0.membership) })
    if let meeting = decision(event).flatMap({ StreamName(field: $0.motion.meeting) }) {
      readings.insert(.stream(meeting))
    }
    return readings
  }

  /// Votes, and the membership of those who govern.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    var judgements = [try judgeOrder(event, context)]
    switch event.payload {
    case .charterAdopted(let charter), .charterAmended(let charter):
      judgements.append(
        try judgeVote(charter.hasVote ? charter.vote : nil, event, context))
    case .governingUnitsElected(let election):
      judgements.append(
        try judgeVote(election.hasVote ? election.vote : nil, event, context))
      for unit in memberships(event) {
        let membership = try context.ground(unit.membership).state(
          Membership.self, asOf: event.occurred)
        judgements.append(
          Judgement(
            .governingMember, in: event.stream, unit.organisation,
            blaming: .entity(unit.organisation),
            breach: membership?.isActive == true
              ? nil : "\(unit.organisation) governs without being a member"))
      }
    default: break
    }
    return judgements
  }

  private static func judgeVote(
    _ vote: PBVote?, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Judgement {
    guard let decision = decision(event), let stream = StreamName(field: decision.motion.meeting)
    else { return CarriedVote.judge(event.stream, vote, event.standing) }
    let meeting = try context.ground(stream).state(Meeting.self, asOf: event.occurred)
    return CarriedVote.judge(
      event.stream, decision.motion, meeting, about: decision.subject, event.standing)
  }

  private static func decision(
    _ event: JudgedEvent<Event>
  ) -> (motion: PBDecidingMotion, subject: PBMotionPut.Subject)? {
    switch event.payload {
    case .charterAdopted(let charter), .charterAmended(let charter):
      charter.hasDecidedBy ? (charter.decidedBy, .charter) : nil
    case .governingUnitsElected(let election):
      election.hasDecidedBy ? (election.decidedBy, .governingUnits) : nil
    default: nil
    }
  }

  private static func memberships(
    _ event: JudgedEvent<Event>
  ) -> [(organisation: StreamName, membership: StreamName)] {
    guard case .governingUnitsElected(let election) = event.payload else { return [] }
    return election.units.compactMap { unit in
      guard let organisation = StreamName(field: unit.organisation),
        let membership = try? Membership.stream(
          alliance: event.stream, organisation: organisation)
      else { return nil }
      return (organisation, membership)
    }
  }
}

extension Alliance {
  /// The school of a batch of interns.
  static func parts(in payload: Event) -> [PartyRole.Part] {
    switch payload {
    case .internBatchPlanned(let plan): [PartyRole.Part(.school, plan.school)]
    default: []
    }
  }
}
