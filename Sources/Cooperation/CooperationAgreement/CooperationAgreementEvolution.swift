public import Deciding
internal import EventModel

extension CooperationAgreement {
  /// The steps of an agreement's life after it was drafted.
  enum Step {
    static let submit = Transition<CooperationAgreement>(
      from: [.drafted], to: .inReview, "submitting")
    static let approve = Transition<CooperationAgreement>(
      from: [.inReview], to: .awaitingSignatures, "approving")
    static let reject = Transition<CooperationAgreement>(
      from: [.inReview], to: .rejected, "rejecting")
    static let sign = Transition<CooperationAgreement>(from: [.awaitingSignatures], "signing")
    /// A signature elsewhere needs none of our reviews.
    static let signElsewhere = Transition<CooperationAgreement>(
      from: [.drafted, .inReview, .awaitingSignatures], "signing")
    static let perform = Transition<CooperationAgreement>(from: [.inForce])
    static let terminate = Transition<CooperationAgreement>(
      from: [.inForce], to: .terminated, "terminating")
    static let renew = Transition<CooperationAgreement>(from: [.inForce], to: .renewed, "renewing")
    static let annul = Transition<CooperationAgreement>(
      from: [.drafted, .inReview, .awaitingSignatures, .inForce, .terminated, .renewed],
      to: .annulled, "annulling")
  }

  /// Adds one effective event to the state.
  public static func evolve(
    _ state: inout CooperationAgreement?, _ payload: Event, _ event: EffectiveEvent
  ) {
    switch payload {
    case .drafted(let terms) where state == nil:
      state = CooperationAgreement(phase: .drafted)
      state?.describe(terms)
    case .reportedSigned(let terms):
      if state == nil { state = CooperationAgreement(phase: .drafted) }
      state?.reportSigned(terms, event)
    default:
      state?.add(payload, event)
    }
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .drafted, .reportedSigned: passOver(event)
    case .submitted: take(Step.submit, event)
    case .approved: take(Step.approve, event)
    case .rejected: take(Step.reject, event)
    case .partySigned(let signature): sign(signature, event)
    case .amendmentProposed(let terms):
      take(Step.perform, event)
      amendments[terms.amendment] = Amendment(terms: terms)
    case .amendmentSigned(let signature): sign(signature, event)
    case .amendmentRejected(let rejection):
      take(Step.perform, event)
      switch amendments[rejection.amendment]?.phase {
      case .proposed, .rejected: amendments[rejection.amendment]?.phase = .rejected
      // What all have signed holds; what nobody proposed is nothing to turn down.
      case .inForce, nil: markOutOfOrder(event)
      }
    case .milestoneReported: take(Step.perform, event)
    case .internBatchPlanned(let plan):
      internBatches[plan.batch] = InternBatch(plan)
    case .terminated(let end):
      ended = self.end(Step.terminate, event, at: ended)
      if isPassedOver(event) { return }
      lastDay = CivilDate(field: end.lastDay) ?? lastDay
    case .renewed(let renewal):
      let renewed = end(Step.renew, event, at: ended)
      if isPassedOver(event) { return }
      successor = StreamName(field: renewal.successor) ?? successor
      if to == nil { ended = renewed }
    case .annulled: take(Step.annul, event)
    case .successorConfirmed(let fact):
      // Who took the place says nothing new by being named again: the first day counts.
      let party = StreamName(field: fact.party)
      if let party, let known = successors[party], known.organisation.text == fact.successor {
        return
      }
      take(Step.perform, event)
      if let party {
        successors[party] = StreamName(field: fact.successor).map {
          Successor(organisation: $0, from: event.effectiveFrom ?? event.occurred)
        }
        // The survivor may have signed before the agreement named it.
        for amendment in amendments.keys.sorted() { complete(amendment) }
      }
    }
  }

  private mutating func reportSigned(_ terms: PBAgreementTerms, _ event: EffectiveEvent) {
    // Others may sign what was rejected here: it binds them, and is found.
    if phase == .rejected { markOutOfOrder(event) }
    signed = takeOnce(
      .init(from: Step.signElsewhere.from.union([.rejected]), to: .inForce), event, at: signed)
    if isPassedOver(event) { return }
    describe(terms)
    isReported = true
    for party in parties {
      signatures[party] = Signature(
        document: document, signed: (signatures[party]?.signed).told(event.occurred))
    }
  }

  private mutating func sign(_ fact: PBAgreementPartySigned, _ event: EffectiveEvent) {
    let party = StreamName(field: fact.party)
    let document = fact.hasDocumentSha256 ? fact.documentSha256 : nil
    // Who has signed says nothing new by signing again, unless it is another text.
    if let party, let known = signatures[party],
      known.document == nil || document == nil || known.document == document
    {
      signatures[party] = Signature(document: known.document ?? document, signed: known.signed)
      return
    }
    take(Step.signElsewhere, event)
    guard let party else { return }
    signatures[party] = Signature(document: document, signed: event.occurred)
    if isSignedByAll, Step.signElsewhere.from.contains(phase) {
      phase = .inForce
      signed = event.occurred
      self.document = self.document ?? signatures.values.lazy.compactMap(\.document).first
    }
  }

  private mutating func sign(_ fact: PBAgreementAmendmentSigned, _ event: EffectiveEvent) {
    let party = StreamName(field: fact.party)
    // Who has signed says nothing new by signing again.
    if let party, amendments[fact.amendment]?.signatures.contains(party) == true { return }
    take(Step.perform, event)
    guard let party, let amendment = amendments[fact.amendment] else {
      markOutOfOrder(event)
      return
    }
    if amendment.phase != .proposed { markOutOfOrder(event) }
    amendments[fact.amendment]?.signatures.insert(party)
    complete(fact.amendment)
  }

  /// Puts a proposed amendment in force once each party has signed it, itself or by who took its place.
  private mutating func complete(_ name: String) {
    guard let amendment = amendments[name], amendment.phase == .proposed,
      !amendment.signatures.isEmpty, missingParty(among: amendment.signatures) == nil
    else { return }
    amendments[name]?.phase = .inForce
    describe(amendment.terms)
  }

  // A term that is missing stays as it was; parties are named once and for all.
  private mutating func describe(_ terms: PBAgreementTerms) {
    if terms.hasKind { kind = terms.kind }
    if parties.isEmpty { parties = terms.parties.compactMap { StreamName(field: $0) } }
    if terms.hasTitle { title = terms.title }
    if !terms.forms.isEmpty { forms = terms.forms }
    if terms.hasRightsAndDuties { statesRightsAndDuties = true }
    if let day = CivilDate(field: terms.from) { from = day }
    if let day = CivilDate(field: terms.to) { to = day }
    if terms.hasPlannedInterns { plannedInterns = Int(terms.plannedInterns) }
    if terms.hasDocumentSha256 { document = terms.documentSha256 }
    if let alliance = StreamName(field: terms.broughtAboutBy) { broughtAboutBy = alliance }
    if let origin = StreamName(field: terms.intention) { intention = origin }
  }
}
