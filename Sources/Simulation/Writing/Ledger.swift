/// How many events each stream has so far, where other streams' decisions read it.
struct Ledger {
  private var counts: [[UInt16]]

  /// Nothing is recorded.
  init(_ city: City) {
    counts = StreamKind.allCases.map { kind in
      Ledger.isRead(kind) ? Array(repeating: 0, count: city.count(kind)) : []
    }
  }

  private static func isRead(_ kind: StreamKind) -> Bool {
    switch kind {
    case .placement, .application, .exhibitor: false
    default: true
    }
  }

  /// Adds an event to a batch, with the heads of the streams that it reads.
  mutating func add(_ event: PlannedEvent, to batch: inout Batch, of city: City) {
    let naming = city.naming(event)
    for named in naming.before { batch.heads.append(count(named.stream)) }
    for named in naming.after { batch.heads.append(count(named.stream)) }
    for stream in naming.read { batch.heads.append(count(stream)) }
    batch.events.append(event)
    let own = city.stream(event)
    guard Ledger.isRead(own.kind) else { return }
    counts[Int(own.kind.rawValue)][own.index] &+= 1
  }

  private func count(_ stream: StreamKey) -> UInt16 {
    counts[Int(stream.kind.rawValue)][stream.index]
  }
}
