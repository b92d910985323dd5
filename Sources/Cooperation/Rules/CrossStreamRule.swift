public import EventModel

/// Which facts are judged again when something new is learnt in a stream that they were decided on.
///
/// A correction and a void need no entry here: after one, every event whose `decided_on` names its
/// stream is judged again. This table is for plain events that come late, as the signature of an
/// internship agreement that is recorded after the start of the placement which rests on it.
///
/// What it takes is `CooperationDecider.readsToRejudge`, and `CooperationDecider.rejudge` gives the
/// findings it opens and withdraws. Both are pure: every stream is folded up to the trigger's
/// position, the fact's own up to its place, and a repeat gives the same.
public struct CrossStreamRule: Hashable, Sendable {
  /// The types of event that may change a judgement elsewhere.
  public let triggers: Set<EventType>
  /// The types of event that are judged again, where their `decided_on` names the trigger's stream.
  public let judgedAgain: Set<EventType>

  init(_ triggers: [EventType], judgeAgain: [EventType]) {
    self.triggers = Set(triggers)
    self.judgedAgain = Set(judgeAgain)
  }

  /// All of them.
  public static let all: [CrossStreamRule] = [
    // R01 and its kin: a placement is judged by its agreement as it was at the start.
    CrossStreamRule(
      [
        InternshipAgreement.Types.reportedSigned, PBInternshipAgreementSigned.eventType,
        PBInsuranceAttached.eventType, PBInternshipAgreementAmended.eventType,
        PBInternshipAgreementAnnulled.eventType, PBInternshipAgreementSuperseded.eventType,
      ],
      judgeAgain: [PBPlacementStarted.eventType]),
    // R17 and fitting agreements: what rests on a cooperation agreement.
    CrossStreamRule(
      [
        CooperationAgreement.Types.reportedSigned, PBAgreementPartySigned.eventType,
        PBAgreementAmendmentSigned.eventType, PBAgreementTerminated.eventType,
        PBAgreementRenewed.eventType, CooperationAgreement.Types.annulled,
      ],
      judgeAgain: [
        PBOrderClassPlanned.eventType, InternshipAgreement.Types.prepared,
        InternshipAgreement.Types.reportedSigned,
      ]),
    // Founding members and the alliance that admits them.
    CrossStreamRule(
      [
        Alliance.Types.founded, Alliance.Types.suspended, Alliance.Types.resumed,
        Alliance.Types.dissolved,
      ],
      judgeAgain: [PBMembershipAdmitted.eventType]),
    // Governing units are members.
    CrossStreamRule(
      [
        PBMembershipAdmitted.eventType, Membership.Types.withdrawn, Membership.Types.expelled,
      ],
      judgeAgain: [PBGoverningUnitsElected.eventType]),
    // Who signs is there.
    CrossStreamRule(
      [PBOrganisationDeregistered.eventType],
      judgeAgain: [
        CooperationAgreement.Types.drafted, CooperationAgreement.Types.reportedSigned,
        PBAgreementPartySigned.eventType,
      ]),
    // What came late may put right the order of its own stream's steps, which is judged with it.
    CrossStreamRule([PBPlacementStarted.eventType], judgeAgain: []),
    // Where a student is enrolled.
    CrossStreamRule(
      [PBStudentTransferred.eventType],
      judgeAgain: [
        PBPlacementArranged.eventType, PBPlacementStarted.eventType,
        InternshipAgreement.Types.prepared, InternshipAgreement.Types.reportedSigned,
      ]),
  ]

  /// Every type of event after which something is judged again: the facts of its own stream, and
  /// those that were decided on it.
  public static let triggers: Set<EventType> = all.reduce(into: []) { $0.formUnion($1.triggers) }

  /// The types of event that are judged again after an event of that type.
  ///
  /// - Returns: empty when such an event changes no judgement elsewhere.
  public static func judgedAgain(after trigger: EventType) -> Set<EventType> {
    byTrigger[trigger] ?? []
  }

  private static let byTrigger: [EventType: Set<EventType>] = {
    var result: [EventType: Set<EventType>] = [:]
    for rule in all {
      for trigger in rule.triggers { result[trigger, default: []].formUnion(rule.judgedAgain) }
    }
    return result
  }()
}
