/// How many events each stream has so far, where other streams' decisions read it, and on which day
/// the last of them happened.
struct Ledger {
  private var counts: [[UInt16]]
  private var latestDays: [[Int16]]

  /// Nothing is recorded.
  init(_ city: City) {
    counts = StreamKind.allCases.map { kind in
      Ledger.isRead(kind) ? Array(repeating: 0, count: city.count(kind)) : []
    }
    latestDays = StreamKind.allCases.map { Array(repeating: .min, count: city.count($0)) }
  }

  private static func isRead(_ kind: StreamKind) -> Bool {
    switch kind {
    case .application, .exhibitor, .surveyResponse, .finding, .dispute: false
    default: true
    }
  }

  /// Counts an event of a batch, and notes the heads of the streams that it reads.
  mutating func add(
    _ event: PlannedEvent, _ naming: Naming, to batch: inout Batch, of city: City
  ) {
    naming.forEachStream { batch.heads.append(count($0)) }
    let own = city.stream(event)
    let kind = Int(own.kind.rawValue)
    if event.occurred < latestDays[kind][own.index] {
      batch.outOfOrder += 1
    } else {
      latestDays[kind][own.index] = event.occurred
    }
    if Ledger.isRead(own.kind) { counts[kind][own.index] &+= 1 }
  }

  private func count(_ stream: StreamKey) -> UInt16 {
    counts[Int(stream.kind.rawValue)][stream.index]
  }
}
