internal import Deciding
internal import EventModel

extension Meeting {
  /// The memberships of those who voted.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    Readings(try memberships(event, context).map { .stream($0.membership) })
  }

  /// Numbers that add up, and voters who are members.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    var judgements = [try judgeOrder(event, context)]
    let meeting = try context.state(Meeting.self, event.stream)
    switch event.payload {
    case .quorumRecorded(let fact):
      let isOdd = fact.hasMembers && fact.hasPresent && fact.present > fact.members
      judgements.append(
        Judgement(
          .carriedVote, in: event.stream,
          breach: isOdd ? "\(fact.present) were present, but only \(fact.members) may vote" : nil))
    case .motionVoted(let fact):
      judgements.append(CarriedVote.judge(voting: event.stream, fact, meeting, event.standing))
      judgements.append(try judgeVoters(event, context))
    default: break
    }
    return judgements
  }

  private static func judgeVoters(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Judgement {
    var stranger: StreamName?
    for voter in try memberships(event, context) {
      let membership = try context.ground(voter.membership).state(
        Membership.self, asOf: event.occurred)
      if membership?.isActive != true {
        stranger = stranger ?? voter.organisation
      }
    }
    return Judgement(
      .votersAreMembers, in: event.stream, blaming: stranger.map { .entity($0) },
      breach: stranger.map { "\($0) voted without being a member" })
  }

  // At a founding meeting those vote who are members once it has founded the alliance.
  private static func memberships(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [(organisation: StreamName, membership: StreamName)] {
    guard case .motionVoted(let fact) = event.payload,
      let meeting = try context.state(Meeting.self, event.stream), meeting.kind != .founding,
      let alliance = meeting.alliance
    else { return [] }
    return fact.rollCall.compactMap { vote in
      guard let organisation = StreamName(field: vote.member),
        let membership = try? Membership.stream(alliance: alliance, organisation: organisation)
      else { return nil }
      return (organisation, membership)
    }
  }
}
