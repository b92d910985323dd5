internal import Deciding
internal import EventModel

// SIGNERS, of what is done by a party once an agreement is made. Who took a party's place is often told
// later, from an earlier day on; so that is asked of all that is known, not of what came before the act.

extension CooperationAgreement {
  /// That nobody but a party signs an amendment, turns one down or ends the agreement.
  static func judgeAsKnown(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    guard let act = PartysAct(event.payload) else { return [] }
    let isStranger = try act.isStrangers(event, context)
    let stranger = isStranger ? act.party : nil
    return [
      Judgement(
        .partiesSign, in: event.stream, blaming: stranger.map { .entity($0) },
        breach: stranger.map { "\($0), no party of \(event.stream), \(act.words)" })
    ]
  }

  /// Who the parties are by their mergers, where somebody else acts as one.
  static func readsOfActingParty(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard let party = PartysAct(event.payload)?.party,
      let agreement = try context.state(CooperationAgreement.self, event.stream),
      !agreement.parties.contains(party)
    else { return [] }
    // Also of who took a party's place: that may be corrected later.
    let parties = agreement.parties(by: event.occurred, in: context.zone)
    return try context.aliasReads(of: parties + [party])
  }
}

/// What is a party's to do.
private struct PartysAct {
  /// Who did it; nobody need be named in a report.
  let party: StreamName?
  /// What it is, after who did it.
  let words: String

  /// `nil` of what is anybody's, and of signing the agreement itself, which its text settles.
  init?(_ payload: CooperationAgreement.Event) {
    let text: String
    switch payload {
    case .amendmentSigned(let fact): (text, words) = (fact.party, "signed an amendment")
    case .amendmentRejected(let fact): (text, words) = (fact.party, "turned an amendment down")
    case .terminated(let fact): (text, words) = (fact.by, "ended it")
    default: return nil
    }
    party = StreamName(field: text)
  }

  /// Whether who did it neither is a party, nor took the place of one, nor is one with one by a merger.
  ///
  /// Our own act waits until the agreement itself says who took the place.
  func isStrangers(
    _ event: JudgedEvent<CooperationAgreement.Event>, _ context: DecisionContext
  ) throws(Rejection) -> Bool {
    guard let party, let agreement = try context.state(CooperationAgreement.self, event.stream)
    else { return false }
    let parties = agreement.parties(by: event.occurred, in: context.zone)
    if parties.contains(party) { return false }
    guard event.standing == .reported else { return true }
    let day = event.occurred.lastDay(in: context.zone)
    let end = try context.aliasEnd(of: party, on: day)
    for one in parties where try context.aliasEnd(of: one, on: day) == end { return false }
    return true
  }
}

extension Rejudging {
  /// SIGNERS: what is a party's to do.
  static let partysActs: [EventType] = [
    PBAgreementAmendmentSigned.eventType, PBAgreementAmendmentRejected.eventType,
    PBAgreementTerminated.eventType,
  ]
}

extension Rejudging.Demand {
  /// SIGNERS: who took a party's place in the agreement.
  static let actingParty = Rejudging.Demand(
    [PBSuccessorConfirmed.eventType], of: CooperationAgreement.category, Set(Rejudging.partysActs))
}
