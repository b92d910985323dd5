public import Deciding
public import EventModel
internal import SwiftProtobuf

/// Which facts one user alone may not void or correct.
///
/// A table that aggregates add to: whole categories, or single types. What a protected fact stands on
/// is protected with it, for to void the ground is to undo what stands on it: the beginning of the
/// stream, and a motion under its vote.
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
    if protects(original.event.type, in: history.stream) { return true }
    guard original.revision == .zero || original.event.type == PBMotionPut.eventType else {
      return false
    }
    // As it counts by now: its key may have been corrected before the vote.
    let motion = history.effective(original.event.id)?.payload ?? original.event.payload
    return history.effective.contains {
      types.contains($0.type) && (original.revision == .zero || isVote($0, on: motion))
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
