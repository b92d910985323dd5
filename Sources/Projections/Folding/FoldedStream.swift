internal import Deciding
internal import EventModel

/// One stream as far as it was folded: the aggregate's state, what projections remember, and where
/// the next event has to sort to be added without folding the stream anew.
///
/// Not thread safe.
final class FoldedStream {
  private(set) var stream: StreamName
  /// The last revision that was folded.
  private(set) var head: Revision?
  /// What the folded events take, as the cache counts it.
  private(set) var byteCount = FoldedStream.ownByteCount
  /// Why the stream stands still, if it does.
  private(set) var quarantine: Quarantine.Entry?

  private let zone: LogZone
  private let occurredUntil: Moment?
  private let folding: CategoryFolding
  private let eventRuns: [EventRun]
  private var facts: StreamFacts
  private var lastKey: SortKey?

  private static let ownByteCount = 1_000
  private static let eventByteCount = 64

  /// A stream without events.
  ///
  /// - Parameter occurredUntil: events that may have happened later are left out.
  init(_ stream: StreamName, of set: ReadModelSet, zone: LogZone, occurredUntil: Moment? = nil) {
    self.stream = stream
    self.zone = zone
    self.occurredUntil = occurredUntil
    folding = set.folding(of: stream.category)
    eventRuns = set.makeEventRuns()
    facts = StreamFacts(stream: stream, zone: zone)
  }

  /// Forgets all events and begins with another stream of the same category.
  ///
  /// A rebuild folds streams by the hundred thousand: what depends on the category alone is kept.
  func begin(_ stream: StreamName) {
    self.stream = stream
    folder?.reset()
    for run in eventRuns { run.reset() }
    forget()
    quarantine = nil
  }

  private func forget() {
    facts = StreamFacts(stream: stream, zone: zone)
    head = nil
    lastKey = nil
    byteCount = FoldedStream.ownByteCount
  }

  private var folder: StreamFolder? {
    if case .folded(let folder) = folding { folder } else { nil }
  }

  /// Adds events that sort last, and their rows.
  ///
  /// - Returns: `false` when they don't sort last, amend or review others, or can't be understood:
  ///   then the stream has to be folded anew and what was added to `rows` be thrown away.
  /// - Complexity: O(events + rows of the state)
  func append(_ events: [RecordedEvent], to rows: inout RowSink) -> Bool {
    guard occurredUntil == nil, quarantine == nil else { return false }
    if case .unknown = folding { return false }
    var key = lastKey
    var keys: [SortKey] = []
    keys.reserveCapacity(events.count)
    // By index, here and below: an iterator would copy each event with all that it refers to.
    for index in events.indices {
      guard !events[index].event.isAmendment, !events[index].event.type.isReview else {
        return false
      }
      let next = SortKey(
        occurred: events[index].event.occurred, position: events[index].position,
        isFirstOfStream: events[index].revision == .zero, zone: zone)
      if let key, next < key { return false }
      keys.append(next)
      key = next
    }
    let folder = folder
    let asRecorded = HistoryStanding(status: .effective, amendedBy: nil, zone: zone)
    for (index, key) in keys.enumerated() {
      let event = EffectiveEvent(
        original: events[index], correction: nil, personal: events[index].event.personal,
        isConfirmed: true, sortKey: key)
      do {
        if try folder?.apply(event) != false { facts.add(event) }
      } catch { return false }
      count(events[index])
      for run in eventRuns { run.addRows(events[index], asRecorded, to: &rows) }
    }
    lastKey = key
    folder?.addRows(facts, to: &rows)
    return true
  }

  /// Folds a whole history from its start, and gives all rows of the stream.
  ///
  /// - Parameter history: the stream's events in order of revision.
  /// - Complexity: O(n log n)
  func refold(_ history: [RecordedEvent], to rows: inout RowSink) {
    quarantine = nil
    if case .unknown = folding, let first = history.first {
      stop(at: first, "the category \(stream.category) is unknown here: a newer Concord wrote it")
      rows.addQuarantine(quarantine)
      return
    }
    do {
      let effective = try fold(history)
      addEventRows(history, effective, to: &rows)
    } catch {
      let known = understoodPrefix(of: history)
      // The prefix was decoded event by event just now.
      let effective = (try? fold(known)) ?? []
      addEventRows(known, effective, to: &rows)
    }
    folder?.addRows(facts, to: &rows)
    rows.addQuarantine(quarantine)
  }

  private func fold(_ history: [RecordedEvent]) throws(PayloadError) -> [EffectiveEvent] {
    folder?.reset()
    forget()
    let effective = EffectiveHistory.effective(
      of: history, zone: zone, before: nil, occurredUntil: occurredUntil)
    for event in effective {
      let counts = try folder?.apply(event) != false
      if counts, !event.type.isReview { facts.add(event) }
    }
    // What has no effect must be understood too: whether a stream stands still may not depend on
    // where batches ended.
    if effective.count != history.count { try checkAll(history) }
    for recorded in history { count(recorded) }
    lastKey = effective.last?.sortKey
    return effective
  }

  private func checkAll(_ history: [RecordedEvent]) throws(PayloadError) {
    for recorded in history { try check(recorded) }
  }

  private func check(_ recorded: RecordedEvent) throws(PayloadError) {
    guard recorded.event.voids == nil, !recorded.event.type.isProcedural else { return }
    try folder?.check(recorded.event)
  }

  private func understoodPrefix(of history: [RecordedEvent]) -> [RecordedEvent] {
    for recorded in history {
      do {
        try check(recorded)
      } catch {
        stop(at: recorded, String(describing: error))
        let border = recorded.position.number - UInt64(recorded.appendIndex)
        return history.filter { $0.position.number < border }
      }
    }
    return history
  }

  private func stop(at recorded: RecordedEvent, _ reason: String) {
    quarantine = Quarantine.Entry(
      stream: stream, position: recorded.position, reason: reason, since: recorded.recordedAt)
  }

  private func count(_ recorded: RecordedEvent) {
    head = recorded.revision
    byteCount += FoldedStream.eventByteCount + recorded.event.payload.count
  }
}

// MARK: - Rows of single events

extension FoldedStream {
  private func addEventRows(
    _ history: [RecordedEvent], _ effective: [EffectiveEvent], to rows: inout RowSink
  ) {
    for run in eventRuns { run.reset() }
    let last = occurredUntil?.latest(in: zone)
    let standings = EventStandings(history, effective, zone)
    for recorded in history {
      if let last, recorded.event.occurred.latest(in: zone) > last { continue }
      let standing = standings.standing(of: recorded.event)
      for run in eventRuns { run.addRows(recorded, standing, to: &rows) }
    }
  }

  /// What each event of a history counts for.
  private struct EventStandings {
    private var amendments: [EventID: RecordedEvent] = [:]
    private var unconfirmed: Set<EventID> = []
    private let zone: LogZone

    init(_ history: [RecordedEvent], _ effective: [EffectiveEvent], _ zone: LogZone) {
      self.zone = zone
      for recorded in history {
        guard let original = recorded.event.corrects ?? recorded.event.voids else { continue }
        amendments[original] = recorded
      }
      for event in effective where !event.isConfirmed { unconfirmed.insert(event.id) }
    }

    func standing(of event: ProposedEvent) -> HistoryStanding {
      let amendment = amendments[event.id]
      return HistoryStanding(
        status: status(of: event, amendment), amendedBy: amendment?.position, zone: zone)
    }

    private func status(of event: ProposedEvent, _ amendment: RecordedEvent?) -> HistoryStatus {
      if let original = event.corrects ?? event.voids {
        guard amendments[original]?.event.id == event.id else { return .superseded }
        return event.voids == nil ? .correction : .void
      }
      if let amendment { return amendment.event.voids == nil ? .corrected : .voided }
      if event.type.isReview { return .review }
      return unconfirmed.contains(event.id) ? .unconfirmed : .effective
    }
  }
}

extension RowSink {
  fileprivate mutating func addQuarantine(_ entry: Quarantine.Entry?) {
    guard let entry else { return }
    ownTables = (tables.count - 1)..<tables.count
    add(Quarantine.row(entry), to: Quarantine.table)
  }
}
