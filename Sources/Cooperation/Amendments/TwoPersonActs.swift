internal import Deciding
internal import EventModel
internal import SwiftProtobuf

/// Which facts one user alone may not void or correct.
///
/// A table that aggregates add to: whole categories, or single types; and whatever holds the numbers of
/// a vote. What a protected fact stands on is protected with it, for to void the ground is to undo what
/// stands on it: the beginning of the stream, and a motion under its vote.
enum TwoPersonActs {
  /// Money and outcomes: every event of these streams.
  package static let categories: Set<String> = ["fund", "grant", "outcome"]

  /// Votes, and mergers: to void one would be to undo it.
  package static let types: Set<EventType> = [
    PBQuorumRecorded.eventType, PBMotionVoted.eventType, PBOrganisationMerged.eventType,
    PBOrganisationUnmerged.eventType, PBPersonMerged.eventType, PBPersonUnmerged.eventType,
  ]

  /// Whether voiding or correcting such an event takes two persons, whatever stands on it.
  static func protects(_ type: EventType, in stream: StreamName) -> Bool {
    types.contains(type) || categories.contains(stream.category.text)
  }

  /// Whether voiding or correcting a recorded event takes two persons, for itself or for what stands
  /// on it in its stream.
  static func protects(_ original: RecordedEvent, in history: StreamHistory) -> Bool {
    let event = original.event
    if protects(event.type, in: history.stream) || carriesVote(event) { return true }
    let now = history.effective(event.id)
    if let now, carriesVote(now) { return true }
    guard original.revision == .zero || original.event.type == PBMotionPut.eventType else {
      return false
    }
    // As it counts by now: its key may have been corrected before the vote.
    let put = if let now { motion(now) } else { motion(event) }
    return history.effective.contains {
      original.revision == .zero
        ? types.contains($0.type) || carriesVote($0) : isVote($0, on: put)
    }
  }

  /// Whether the numbers of a vote stand in an event, where the meeting has no stream of its own.
  private static func carriesVote(_ event: some EncodedPayload) -> Bool {
    switch event.type {
    case Alliance.Types.charterAdopted, Alliance.Types.charterAmended,
      PBGoverningUnitsElected.eventType:
      break
    default: return false
    }
    return switch try? Alliance.payloads.decode(event) {
    case .charterAdopted(let charter)?, .charterAmended(let charter)?: charter.hasVote
    case .governingUnitsElected(let election)?: election.hasVote
    // What can't be read may hold one.
    default: true
    }
  }

  /// Whether an event is the vote on a motion that was put, or may be where one of them can't be read.
  private static func isVote(_ event: EffectiveEvent, on put: String?) -> Bool {
    guard event.type == PBMotionVoted.eventType else { return false }
    guard let put, let voted = motion(event) else { return true }
    return voted == put
  }

  /// The key of the motion that is put or voted on; `nil` of any other event, and of what can't be read.
  private static func motion(_ event: some EncodedPayload) -> String? {
    switch try? Meeting.payloads.decode(event) {
    case .motionPut(let put)?: put.motion
    case .motionVoted(let vote)?: vote.motion
    default: nil
    }
  }
}
