internal import Deciding
internal import EventModel

extension CooperationIntention {
  /// The session at which it was reached, the agreement that came of it.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    switch event.payload {
    case .recorded(let fact): readings(of: [fact.session])
    case .converted(let fact): readings(of: [fact.agreement])
    default: []
    }
  }

  /// The order of steps, parties that attended, and that an agreement and a withdrawal are the
  /// parties' own.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    var judgements = [try judgeOrder(event, context)]
    let parties = try context.state(CooperationIntention.self, event.stream)?.parties ?? []
    switch event.payload {
    case .recorded(let fact):
      if let judgement = try attendance(fact, event.stream, context) {
        judgements.append(judgement)
      }
    case .converted(let fact):
      guard let stream = StreamName(field: fact.agreement) else { break }
      judgements.append(
        Judgement(
          .intentionOfParties, in: event.stream, blaming: .entity(stream),
          breach: try misfit(of: stream, parties, context)))
    case .withdrawn(let fact):
      let isStranger = StreamName(field: fact.party).map { !parties.contains($0) } ?? false
      judgements.append(
        Judgement(
          .intentionOfParties, in: event.stream, blaming: .named(fact.party),
          breach: isStranger ? "\(fact.party) withdrew it without being a party" : nil))
    default: break
    }
    return judgements
  }

  /// Why an agreement is none that the parties' intention came to; `nil` where it is one.
  private static func misfit(
    of agreement: StreamName, _ parties: [StreamName], _ context: DecisionContext
  ) throws(Rejection) -> String? {
    if try context.state(CooperationAgreement.self, agreement) == nil {
      return "\(agreement), which came of it, was voided"
    }
    let signers = try context.ground(agreement).state(CooperationAgreement.self)?.parties
    let stranger = parties.first { signers?.contains($0) == false }
    return stranger.map { "\($0) is no party of \(agreement), which came of it" }
  }

  /// By all that is known of the session: who came may be told later.
  private static func attendance(
    _ fact: PBIntentionRecorded, _ stream: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> Judgement? {
    guard let name = StreamName(field: fact.session) else { return nil }
    let session = try context.ground(name).state(MatchmakingSession.self)
    guard let session, session.partyCount > 0 else {
      return Judgement(
        .attendedIntention, subjects: [stream], .notAssessable("nobody told who came to \(name)"))
    }
    let absent = fact.parties.compactMap { StreamName(field: $0) }.first {
      session.arrived[$0] == nil
    }
    if let absent, !session.unregistered.isEmpty {
      return Judgement(
        .attendedIntention, subjects: [stream],
        .notAssessable("who came to \(name) is partly known by name only; it may be \(absent)"))
    }
    return Judgement(
      .attendedIntention, in: stream, breach: absent.map { "\($0) had not arrived at \(name)" })
  }
}
