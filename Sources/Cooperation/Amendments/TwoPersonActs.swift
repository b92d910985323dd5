public import EventModel

/// Which facts one user alone may not void or correct.
///
/// A table that aggregates add to: whole categories, or single types.
public enum TwoPersonActs {
  /// Money and outcomes: every event of these streams.
  public static let categories: Set<String> = ["fund", "grant", "outcome"]

  /// Votes, and mergers: to void one would be to undo it.
  public static let types: Set<EventType> = [
    PBQuorumRecorded.eventType, PBMotionVoted.eventType, PBOrganisationMerged.eventType,
    PBOrganisationUnmerged.eventType, PBPersonMerged.eventType, PBPersonUnmerged.eventType,
  ]

  /// Whether voiding or correcting such an event takes two persons.
  public static func protects(_ type: EventType, in stream: StreamName) -> Bool {
    types.contains(type) || categories.contains(stream.category.text)
  }
}
