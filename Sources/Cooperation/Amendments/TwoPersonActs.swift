public import Deciding
public import EventModel
internal import SwiftProtobuf

/// Which facts one user alone may not void or correct.
///
/// A table that aggregates add to: whole categories, or single types; and whatever holds the numbers of
/// a vote. What a protected fact stands on is protected with it, for to void the ground is to undo what
/// stands on it: the beginning of the stream, and a motion under its vote.
public enum TwoPersonActs {
  /// Money and outcomes: every event of these streams.
  public static let categories: Set<String> = ["fund", "grant", "outcome"]

  /// Votes, and mergers: to void one would be to undo it.
  public static let types: Set<EventType> = [
    PBQuorumRecorded.eventType, PBMotionVoted.eventType, PBOrganisationMerged.eventType,
    PBOrganisationUnmerged.eventType, PBPersonMerged.eventType, PBPersonUnmerged.eventType,
  ]

  /// Whether voiding or correcting such an event takes two persons, whatever stands on it.
  public static func protects(_ type: EventType, in stream: StreamName) -> Bool {
    types.contains(type) || categories.contains(stream.category.text)
  }

  /// Whether voiding or correcting a recorded event takes two persons, for itself or for what stands
  /// on it in its stream.
  public static func protects(_ original: RecordedEvent, in history: StreamHistory) -> Bool {
    let event = original.event
    if protects(event.type, in: history.stream) || carriesVote(event.type, event.payload) {
      return true
    }
    let now = history.effective(event.id)
    if let now, carriesVote(now.type, now.payload) { return true }
    guard original.revision == .zero || original.event.type == PBMotionPut.eventType else {
      return false
    }
    // As it counts by now: its key may have been corrected before the vote.
    let motion = now?.payload ?? event.payload
    return history.effective.contains {
      original.revision == .zero
        ? types.contains($0.type) || carriesVote($0.type, $0.payload) : isVote($0, on: motion)
    }
  }

  /// Whether the numbers of a vote stand in an event, where the meeting has no stream of its own.
  private static func carriesVote(_ type: EventType, _ payload: [UInt8]) -> Bool {
    // What can't be read may hold one.
    switch type {
    case Alliance.Types.charterAdopted, Alliance.Types.charterAmended:
      (try? PBCharter(serializedBytes: payload))?.hasVote ?? true
    case PBGoverningUnitsElected.eventType:
      (try? PBGoverningUnitsElected(serializedBytes: payload))?.hasVote ?? true
    default: false
    }
  }

  /// Whether an event is the vote on a motion that was put.
  private static func isVote(_ event: EffectiveEvent, on motion: [UInt8]) -> Bool {
    guard event.type == PBMotionVoted.eventType else { return false }
    guard let vote = try? PBMotionVoted(serializedBytes: event.payload),
      let put = try? PBMotionPut(serializedBytes: motion)
    else { return true }
    return vote.motion == put.motion
  }
}
