internal import Deciding
public import EventModel

extension Meeting {
  /// The streams of meetings.
  public static let category = StreamCategory("meeting")

  /// What can happen at a meeting.
  public enum Event: Sendable {
    /// It is called.
    case convened(PBMeetingConvened)
    /// Those present are counted.
    case quorumRecorded(PBQuorumRecorded)
    /// Something is put to the vote.
    case motionPut(PBMotionPut)
    /// The vote is counted.
    case motionVoted(PBMotionVoted)
    /// It ends.
    case closed(PBMeetingClosed)
    /// It doesn't take place.
    case cancelled(PBMeetingCancelled)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.convened),
    .of(Event.quorumRecorded),
    .of(Event.motionPut),
    .of(Event.motionVoted),
    .of(Event.closed),
    .of(Event.cancelled),
  ])
}

extension PBMeetingConvened: EventPayload {
  /// The stored name.
  public static let eventType = EventType("meeting.convened")
}

extension PBQuorumRecorded: EventPayload {
  /// The stored name.
  public static let eventType = EventType("meeting.quorum-recorded")
}

extension PBMotionPut: EventPayload {
  /// The stored name.
  public static let eventType = EventType("meeting.motion-put")
}

extension PBMotionVoted: EventPayload {
  /// The stored name.
  public static let eventType = EventType("meeting.motion-voted")
}

extension PBMeetingClosed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("meeting.closed")
}

extension PBMeetingCancelled: EventPayload {
  /// The stored name.
  public static let eventType = EventType("meeting.cancelled")
}
