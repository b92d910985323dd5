import EventModel

/// When facts happened that are judged by their own moment, so that those which a trigger doesn't
/// touch needn't be read.
///
/// Bounded: a table of 262,144 positions, 16 bytes each and the type; the latest of those that share
/// a place stays. Where it doesn't know, the fact itself tells.
struct FactMoments {
  private struct Entry {
    var position = UInt64.max
    var latest: Int64 = 0
    var type = 0
  }

  private static let placeCount = 1 << 18
  private var entries: [Entry] = []
  /// The types that were seen: a handful.
  private var types: [EventType] = []

  /// Takes in a fact.
  mutating func note(_ fact: RecordedEvent, in zone: LogZone) {
    if entries.isEmpty { entries = Array(repeating: Entry(), count: Self.placeCount) }
    if !types.contains(fact.event.type) { types.append(fact.event.type) }
    let type = types.firstIndex(of: fact.event.type) ?? 0
    entries[Self.place(fact.position)] = Entry(
      position: fact.position.number, latest: fact.event.occurred.latest(in: zone), type: type)
  }

  /// Forgets a fact that was corrected or voided.
  mutating func forget(_ fact: RecordedEvent) {
    guard self.fact(at: fact.position) != nil else { return }
    entries[Self.place(fact.position)] = Entry()
  }

  /// The fact at a position, if it is known: its type, and the last microsecond at which it may have
  /// happened.
  func fact(at position: Position) -> (type: EventType, latest: Int64)? {
    guard !entries.isEmpty else { return nil }
    let entry = entries[Self.place(position)]
    guard entry.position == position.number else { return nil }
    return (types[entry.type], entry.latest)
  }

  private static func place(_ position: Position) -> Int {
    Int(truncatingIfNeeded: position.number) & (placeCount - 1)
  }
}
