import EventModel

/// Of which type the last facts were and when they happened, so that those which a trigger doesn't
/// touch needn't be read.
///
/// Bounded: a table for the log's last 262,144 positions, 24 bytes each. Where it doesn't know, the
/// fact itself tells.
struct FactMoments {
  private struct Entry {
    var position = UInt64.max
    var latest: Int64 = 0
    var type = 0
  }

  private static let placeCount = 1 << 18
  private var entries: [Entry] = []
  private var types: [EventType] = []
  private var numbers: [EventType: Int] = [:]

  /// Takes in a fact.
  mutating func note(_ fact: RecordedEvent, in zone: LogZone) {
    if entries.isEmpty { entries = Array(repeating: Entry(), count: Self.placeCount) }
    let type: Int
    if let known = numbers[fact.event.type] {
      type = known
    } else {
      type = types.count
      types.append(fact.event.type)
      numbers[fact.event.type] = type
    }
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
