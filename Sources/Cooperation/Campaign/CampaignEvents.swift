internal import Deciding
public import EventModel

extension Campaign {
  /// The streams of campaigns.
  public static let category = StreamCategory("campaign")

  /// What can happen to a campaign.
  public enum Event: Sendable {
    /// It begins.
    case launched(PBCampaignLaunched)
    /// An organisation takes part.
    case participantJoined(PBCampaignParticipantJoined)
    /// An organisation no longer takes part.
    case participantLeft(PBCampaignParticipantLeft)
    /// It wants to reach something else.
    case targetsSet(PBCampaignTargetsSet)
    /// It goes on longer.
    case extended(PBCampaignExtended)
    /// It is over.
    case closed(PBCampaignClosed)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.launched),
    .of(Event.participantJoined),
    .of(Event.participantLeft),
    .of(Event.targetsSet),
    .of(Event.extended),
    .of(Event.closed),
  ])
}

extension PBCampaignLaunched: EventPayload {
  /// The stored name.
  public static let eventType = EventType("campaign.launched")
}

extension PBCampaignParticipantJoined: EventPayload {
  /// The stored name.
  public static let eventType = EventType("campaign.participant-joined")
}

extension PBCampaignParticipantLeft: EventPayload {
  /// The stored name.
  public static let eventType = EventType("campaign.participant-left")
}

extension PBCampaignTargetsSet: EventPayload {
  /// The stored name.
  public static let eventType = EventType("campaign.targets-set")
}

extension PBCampaignExtended: EventPayload {
  /// The stored name.
  public static let eventType = EventType("campaign.extended")
}

extension PBCampaignClosed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("campaign.closed")
}
