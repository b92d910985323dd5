internal import Deciding
internal import EventModel

extension MatchmakingSession {
  /// That those who meet are there, that parties are known, that the numbers are right.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    let session = try context.state(MatchmakingSession.self, event.stream)
    switch event.payload {
    case .partyArrived(let fact):
      return [
        order,
        Judgement(
          .knownParty, in: event.stream,
          breach: fact.hasOrganisation ? nil : "the party is known by its name alone"),
      ]
    case .pairMet(let fact):
      return [order, attending([fact.first, fact.second], session, event.stream)]
    case .noMatchRecorded(let fact):
      return [order, attending([fact.first, fact.second], session, event.stream)]
    case .closed(let fact):
      let seen = session?.partyCount ?? 0
      let isOther = fact.parties?.isBorneOut(by: seen) == false
      return [
        order,
        Judgement(
          .announcedCounts, in: event.stream,
          breach: isOther
            ? "\(fact.announcedParties) parties were announced, \(seen) arrived" : nil),
      ]
    default: return [order]
    }
  }

  private static func attending(
    _ parties: [String], _ session: MatchmakingSession?, _ stream: StreamName
  ) -> Judgement {
    let absent = parties.compactMap { StreamName(field: $0) }.first {
      session?.arrived[$0] == nil
    }
    return Judgement(
      .attendingParties, in: stream, blaming: absent.map { .entity($0) },
      breach: absent.map { "\($0) had not arrived at the session" })
  }
}
