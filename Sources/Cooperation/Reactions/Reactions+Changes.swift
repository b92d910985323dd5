internal import Deciding
internal import EventModel
internal import SwiftProtobuf

// What follows when an organisation ends in another, and when a person's data are gone.

extension Reaction {
  /// An internship agreement that was drawn up to take another's place does so once all have signed.
  ///
  /// That is the day on which it was complete, whichever signature was told last.
  static let supersedeAgreement = Reaction(
    "supersede-agreement",
    on: [InternshipAgreement.Types.reportedSigned, PBInternshipAgreementSigned.eventType],
    PBSupersedeInternshipAgreement.self, to: InternshipAgreement.category,
    where: {
      // A signature doesn't say what was drawn up; a report tells all of it.
      mayName($0, of: InternshipAgreement.self) {
        if case .reportedSigned(let report) = $0 { report.hasSupersedes } else { true }
      }
    }
  ) { (context) throws(Rejection) in
    guard let agreement = try context.own(InternshipAgreement.self), agreement.isComplete,
      let name = agreement.supersedes
    else { return .follows([]) }
    let readings: Set<ReactionReading> = [.stream(name)]
    guard context.holds(readings) else { return .needs(readings) }
    // Another student's is not theirs to replace; one that is over has no place to take.
    guard let other = try context.state(InternshipAgreement.self, name),
      other.student == agreement.student, other.phase == .prepared || other.isComplete
    else { return .follows([]) }
    return .follows([
      FollowingCommand(
        .supersedeInternshipAgreement(
          .with {
            $0.internshipAgreement = name.text
            $0.details.successor = context.trigger.stream.text
          }), notBefore: agreement.completed)
    ])
  }

  /// Who takes over an organisation by law takes its place in its agreements that are in force.
  ///
  /// It does so from the day on which the merger takes effect: an agreement that is over by then has
  /// nothing to take, and one that was signed later names a party that was gone, which is a clerk's
  /// to look at. One that was signed while the merger was known and not yet in effect is taken like
  /// any other; nobody can follow in it before it was signed, so that is when it is confirmed. A
  /// duplicate needs no successor: it was the other from the start. After a split
  /// nobody but its parties can say which part takes which agreement.
  static let confirmSuccessor = Reaction(
    "confirm-successor", on: [PBOrganisationMerged.eventType], PBConfirmSuccessor.self,
    to: CooperationAgreement.category, gathering: Set(partyTypes)
  ) { (context) throws(Rejection) in
    guard let merger = try context.own(Organisation.self)?.merger, !merger.isDuplicate,
      merger.event == context.trigger.event.id, let from = merger.from
    else { return .follows([]) }
    let absorbed = context.trigger.stream
    let all = partyTypes.map { ReactionReading.streams(of: $0, decidedOn: absorbed) }
    guard context.holds(Set(all)) else { return .needs(Set(all)) }
    let streams = all.reduce(into: Set<StreamName>()) { $0.formUnion(context.gathered[$1] ?? []) }
    let readings = Set(streams.map(ReactionReading.stream))
    guard context.holds(readings) else { return .needs(readings) }
    var consequences: [FollowingCommand] = []
    for stream in streams.sorted() {
      guard let agreement = try context.state(CooperationAgreement.self, stream),
        agreement.phase == .inForce, !context.isOver(agreement.to, by: from),
        let signed = agreement.signed, !context.isLater(signed, than: from),
        agreement.currentParties.contains(absorbed),
        !agreement.currentParties.contains(merger.into)
      else { continue }
      consequences.append(
        FollowingCommand(
          .confirmSuccessor(
            .with {
              $0.agreement = stream.text
              $0.details.party = absorbed.text
              $0.details.successor = merger.into.text
            }), notBefore: signed))
    }
    return .follows(consequences)
  }

  /// The events by which an organisation becomes a party of an agreement.
  private static let partyTypes: [EventType] = [
    CooperationAgreement.Types.drafted, CooperationAgreement.Types.reportedSigned,
    PBSuccessorConfirmed.eventType,
  ]

  /// A request that was granted has been executed once it is done what it asks for.
  ///
  /// Whether to grant it, and to erase, is people's. Which consents a withdrawal means, and whether a
  /// copy was handed over, no fact says.
  static let executeRequest = Reaction(
    "execute-request", on: [PBPersonalDataErased.eventType, PBProcessingRestricted.eventType],
    PBExecutePrivacyRequest.self, to: PrivacyRequest.category,
    gathering: [PBPrivacyRequestReceived.eventType]
  ) { (context) throws(Rejection) in
    let asked: PBPrivacyRequestReceived.Kind =
      context.trigger.event.type == PBPersonalDataErased.eventType ? .delete : .restrict
    let all = ReactionReading.streams(
      of: PBPrivacyRequestReceived.eventType, decidedOn: context.trigger.stream)
    guard context.holds([all]) else { return .needs([all]) }
    let streams = context.gathered[all] ?? []
    let readings = Set(streams.map(ReactionReading.stream))
    guard context.holds(readings) else { return .needs(readings) }
    var consequences: [FollowingCommand] = []
    for stream in streams.sorted() {
      guard let request = try context.state(PrivacyRequest.self, stream), request.kind == asked,
        request.person == context.trigger.stream, request.phase == .decided,
        request.verdict == .grant || request.verdict == .grantPartly
      else { continue }
      consequences.append(
        FollowingCommand(
          .executePrivacyRequest(
            .with {
              $0.request = stream.text
              $0.details.event = context.trigger.event.id.description
            })))
    }
    return .follows(consequences)
  }
}

extension ReactionContext {
  /// Whether a last day has passed at a moment.
  fileprivate func isOver(_ last: CivilDate?, by moment: Moment) -> Bool {
    guard let last, let zone = histories[trigger.stream]?.zone else { return false }
    return moment.firstDay(in: zone).map { $0 > last } ?? false
  }

  /// Whether the one happened on a later day than the other.
  fileprivate func isLater(_ moment: Moment, than other: Moment) -> Bool {
    guard let zone = histories[trigger.stream]?.zone else { return false }
    return moment.lastDay(in: zone) > other.lastDay(in: zone)
  }
}
