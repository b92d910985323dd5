internal import Deciding
internal import EventModel
internal import SwiftProtobuf

extension CooperationAgreement {
  /// The parties.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    switch event.payload {
    case .drafted(let terms), .reportedSigned(let terms):
      return Readings(terms.parties.compactMap { StreamName(field: $0).map(Reading.stream) })
    case .partySigned(let signature):
      return Readings([StreamName(field: signature.party)].compactMap { $0.map(Reading.stream) })
    case .successorConfirmed(let fact):
      return Readings(
        [fact.party, fact.successor].compactMap { StreamName(field: $0).map(Reading.stream) })
    default: return try readsOfActingParty(event, context)
    }
  }

  /// Parties that fit and live, one text, written rights and duties.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    switch event.payload {
    case .drafted(let terms), .reportedSigned(let terms):
      let parties = terms.parties.compactMap { StreamName(field: $0) }
      return [
        order,
        Judgement(
          .fittingParties, in: event.stream, blaming: .value("parties"),
          breach: try misfit(terms, parties, event.occurred, context)),
        try living(event, parties, context),
        try judgeTerm(terms, event, context),
      ]
    case .amendmentProposed(let terms):
      return [order, try judgeTerm(terms, event, context)]
    case .successorConfirmed(let fact):
      return [order] + (try judge(fact, event, context))
    case .partySigned(let signature):
      return [order] + (try judge(signature, event, context))
    case .amendmentSigned(let signature):
      return [order] + (try judge(signature, event, context))
    case .terminated(let end):
      return [
        order.verdict == .kept
          ? Judgement(
            .stepOrder, in: event.stream, blaming: .value("lastDay"),
            breach: try prematurity(of: end, event.stream, context)) : order
      ]
    default: return [order]
    }
  }

  // Nothing ends before it began: a last day before the first.
  private static func prematurity(
    of end: PBAgreementTerminated, _ stream: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> String? {
    guard let last = CivilDate(field: end.lastDay),
      let first = try context.state(CooperationAgreement.self, stream)?.firstDay(in: context.zone),
      last < first
    else { return nil }
    return "the last day of \(stream), \(last), lies before its first day \(first)"
  }

  private static func judge(
    _ signature: PBAgreementPartySigned, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    guard let agreement = try context.state(CooperationAgreement.self, event.stream),
      let party = StreamName(field: signature.party)
    else { return [] }
    var texts = Set(agreement.signatures.values.compactMap(\.document))
    if let document = agreement.document { texts.insert(document) }
    if signature.hasDocumentSha256 { texts.insert(signature.documentSha256) }
    let strangers = Set(agreement.signatures.keys).union([party]).subtracting(agreement.parties)
    var judgements = [
      Judgement(
        .oneText, in: event.stream, blaming: .value("documentSha256"),
        breach: texts.count > 1 ? "the parties of \(event.stream) signed different texts" : nil),
      Judgement(
        .partiesSign, in: event.stream, blaming: strangers.min().map { .entity($0) },
        breach: strangers.min().map { "\($0) signed \(event.stream) without being a party" }),
      try living(event, [party], context),
    ]
    // Of what was signed elsewhere the text need not be known: who, what and when are enough.
    if event.standing == .decided {
      judgements.append(
        WrittenAgreement.judge(
          signing: event.stream, agreement,
          signedDocument: signature.hasDocumentSha256 ? signature.documentSha256 : nil,
          on: event.occurred, in: context.zone))
    }
    return judgements
  }

  private static func judge(
    _ signature: PBAgreementAmendmentSigned, _ event: JudgedEvent<Event>,
    _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    guard let agreement = try context.state(CooperationAgreement.self, event.stream),
      let amendment = agreement.amendments[signature.amendment]
    else { return [] }
    let isOther =
      amendment.terms.hasDocumentSha256 && signature.hasDocumentSha256
      && amendment.terms.documentSha256 != signature.documentSha256
    return [
      Judgement(
        .oneText, in: event.stream, blaming: .value("documentSha256"),
        breach: isOther ? "the parties of \(event.stream) signed different texts" : nil)
    ]
  }

  private static func judge(
    _ fact: PBSuccessorConfirmed, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    guard let agreement = try context.state(CooperationAgreement.self, event.stream),
      let party = StreamName(field: fact.party), let successor = StreamName(field: fact.successor)
    else { return [] }
    var breach: String?
    var culprit = party
    if !agreement.currentParties.contains(party) {
      breach = "\(party) is no party of \(event.stream), so nobody takes its place"
    } else if agreement.currentParties.contains(successor) {
      culprit = successor
      breach = "\(successor) is a party of \(event.stream) already"
    } else if try hasUnmerged(party, from: successor, context) {
      breach = "\(party) is not merged into \(successor) any more"
    }
    return [
      Judgement(
        .successorOfParty, in: event.stream, blaming: .entity(culprit), breach: breach),
      try living(event, [successor], context),
    ]
  }

  // A successor needs no merger, as after a split; one whose merger ended had nothing else to go by.
  private static func hasUnmerged(
    _ party: StreamName, from successor: StreamName, _ context: DecisionContext
  ) throws(Rejection) -> Bool {
    guard try context.ground(party).state(Organisation.self)?.merger?.into != successor else {
      return false
    }
    return context.history(of: party).recorded.contains { recorded in
      guard recorded.event.type == PBOrganisationMerged.eventType,
        case .merged(let merger)? = try? Organisation.payloads.decode(recorded.event)
      else { return false }
      return merger.into == successor.text
    }
  }

  // R18, on the terms as they are with these; what they leave out stays as it was.
  private static func judgeTerm(
    _ terms: PBAgreementTerms, _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Judgement {
    let agreement = try context.state(CooperationAgreement.self, event.stream)
    return InternTerm.judge(
      event.stream, forms: terms.forms.isEmpty ? agreement?.forms ?? [] : terms.forms,
      plannedInterns: terms.hasPlannedInterns
        ? Int(terms.plannedInterns) : agreement?.plannedInterns,
      from: CivilDate(field: terms.from) ?? agreement?.from,
      to: CivilDate(field: terms.to) ?? agreement?.to, event.occurred, context.zone)
  }

  private static func living(
    _ event: JudgedEvent<Event>, _ parties: [StreamName], _ context: DecisionContext
  ) throws(Rejection) -> Judgement {
    var ended: StreamName?
    for party in parties {
      let organisation = try context.ground(party).state(Organisation.self)
      if organisation?.hasEnded(by: event.occurred, in: context.zone) ?? true {
        ended = ended ?? party
      }
    }
    return Judgement(
      .livingParties, in: event.stream, blaming: ended.map { .entity($0) },
      breach: ended.map { "\($0) had ended before \(event.occurred)" })
  }

  private static func misfit(
    _ terms: PBAgreementTerms, _ parties: [StreamName], _ occurred: Moment,
    _ context: DecisionContext
  ) throws(Rejection) -> String? {
    guard terms.hasKind else { return nil }
    var kinds: [PBOrganisationRegistered.Kind] = []
    for party in parties {
      guard let kind = try context.ground(party).state(Organisation.self)?.kind else {
        return nil  // Whether it fits can't be said; that a party is missing is another rule.
      }
      kinds.append(kind)
    }
    let schools = kinds.count { $0 == .school }
    switch terms.kind {
    case .schoolEnterprise where schools == 0 || !kinds.contains(.enterprise):
      return "an agreement of school and enterprise lacks the one or the other"
    case .schoolSchool where schools < 2:
      return "an agreement of schools has \(schools) of them"
    case .schoolAssociation where schools == 0 || !kinds.contains(.industryAssociation):
      return "an agreement of school and association lacks the one or the other"
    case .entrustedTraining
    where schools == 0 && !kinds.contains(.trainingInstitution):
      return "entrusted training has no school or training institution"
    case .jointInstitution where schools == 0:
      return "a joint institution has no school"
    default: return nil
    }
  }
}

extension CooperationAgreement {
  /// The school of a batch of interns; PARTIES speaks of the parties.
  static func parts(in payload: Event) -> [PartyRole.Part] {
    switch payload {
    case .internBatchPlanned(let plan): [PartyRole.Part(.school, plan.school)]
    default: []
    }
  }
}
