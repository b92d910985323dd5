public import Deciding
internal import EventModel

extension Alliance {
  /// The memberships of the units that are elected.
  public static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Set<Reading> {
    Set(memberships(event).map { .stream($0.membership) })
  }

  /// Votes, and the membership of those who govern.
  public static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    var judgements = [try judgeOrder(event, context)]
    switch event.payload {
    case .charterAdopted(let charter), .charterAmended(let charter):
      judgements.append(
        CarriedVote.judge(event.stream, charter.hasVote ? charter.vote : nil, event.standing))
    case .governingUnitsElected(let election):
      judgements.append(
        CarriedVote.judge(event.stream, election.hasVote ? election.vote : nil, event.standing))
      for unit in memberships(event) {
        let membership = try context.ground(unit.membership).state(
          Membership.self, asOf: event.occurred)
        judgements.append(
          Judgement(
            .governingMember, in: event.stream, unit.organisation,
            breach: membership?.isActive == true
              ? nil : "\(unit.organisation) governs without being a member"))
      }
    default: break
    }
    return judgements
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
