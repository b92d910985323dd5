public import EventModel

extension Rejudging {
  /// An event by way of which facts rest on streams that they were not decided on: what it was decided on
  /// counts for them too, however late it was told.
  ///
  /// So a payment that was decided on A rests on B once A is merged into B, and on C once B is merged into C.
  public struct Link: Hashable, Sendable {
    /// The types of event that link.
    let events: Set<EventType>
    /// The facts in the link's own stream that rest on what it was decided on.
    public let own: Set<EventType>
    /// The facts decided on the link's own stream that do.
    public let dependants: Set<EventType>

    private init(
      _ events: [EventType], own: [EventType] = [], dependants: [EventType] = []
    ) {
      self.events = Set(events)
      self.own = Set(own)
      self.dependants = Set(dependants)
    }

    /// All of them.
    private static let all: [Link] = [
      // MERGE-CYCLE, REVIEWER, PAYEE, SIGNERS: whoever is one with somebody is so with those behind, too.
      Link(
        [PBOrganisationMerged.eventType],
        dependants: [
          PBOrganisationMerged.eventType, EmploymentOutcome.Types.schoolReviewed,
          PBGrantPaid.eventType,
        ] + partysActs),
      // SIGNERS: whom an agreement names.
      Link(
        [CooperationAgreement.Types.drafted, CooperationAgreement.Types.reportedSigned],
        own: partysActs),
      // SIGNERS, PAYEE: whom it came to name; a grant that was applied for by it is paid to that one, too.
      Link(
        [PBSuccessorConfirmed.eventType], own: partysActs, dependants: [PBGrantPaid.eventType]),
      // PAYEE: who applied, by which agreement.
      Link(
        [PBGrantApplied.eventType, PBGrantCoApplicationConfirmed.eventType],
        own: [PBGrantPaid.eventType]),
      // P06, SWITCHED-OFF, INTERNSHIP-OVERLAP, FITTING-ENROLMENT: whoever was merged into somebody is one with
      // whom that one was merged into, too.
      Link(
        [PBPersonMerged.eventType], own: [PBPersonalDataErased.eventType],
        dependants: RestrictedProcessing.uses + legalHold.judgedAgain + onePerson.judgedAgain),
    ]

    fileprivate static let byType: [EventType: Link] = {
      var links: [EventType: Link] = [:]
      for link in all {
        for type in link.events {
          precondition(links.updateValue(link, forKey: type) == nil, "\(type) links once")
        }
      }
      return links
    }()
  }

  /// What comes to rest on a stream by an event of that type that was decided on it; `nil` of most types.
  public static func link(_ type: EventType) -> Link? { Link.byType[type] }
}
