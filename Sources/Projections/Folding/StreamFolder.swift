internal import Deciding
internal import EventModel

/// One stream's folded state and the projections over it, without their types.
///
/// Not thread safe: one lives in the runner's cache, or in one worker of a rebuild.
class StreamFolder {
  /// Forgets all events.
  func reset() {}
  /// Decodes and adds an effective event; reviews and approvals are no business of an
  /// aggregate.
  ///
  /// - Returns: whether it counts.
  func apply(_ event: EffectiveEvent) throws(PayloadError) -> Bool { true }
  /// Decodes a recorded event and forgets it.
  func check(_ event: ProposedEvent) throws(PayloadError) {}
  /// Adds the rows of all projections.
  func addRows(_ facts: StreamFacts, to rows: inout RowSink) {}
}

/// The folder of an aggregate's streams.
final class AggregateFolder<A: Aggregate>: StreamFolder {
  private var state = A.initialState
  private let runs: [ProjectionRun<A>]

  init(_ runs: [ProjectionRun<A>]) { self.runs = runs }

  override func reset() {
    state = A.initialState
    for run in runs { run.reset() }
  }

  override func apply(_ event: EffectiveEvent) throws(PayloadError) -> Bool {
    if event.type.isProcedural { return true }
    let payload = try A.decode(
      type: event.type, schemaVersion: event.schemaVersion, payload: event.payload)
    A.evolve(&state, payload, event)
    guard A.counts(event, in: state) else { return false }
    for run in runs { run.remember(payload, event) }
    return true
  }

  override func check(_ event: ProposedEvent) throws(PayloadError) {
    _ = try A.decode(type: event.type, schemaVersion: event.schemaVersion, payload: event.payload)
  }

  override func addRows(_ facts: StreamFacts, to rows: inout RowSink) {
    for run in runs { run.addRows(state, facts, &rows) }
  }
}

/// One projection over one stream, without the projection's type.
class ProjectionRun<A: Aggregate> {
  func reset() {}
  func remember(_ payload: A.Event, _ event: EffectiveEvent) {}
  func addRows(_ state: A.State, _ facts: StreamFacts, _ rows: inout RowSink) {}
}

/// One projection over one stream.
final class TypedRun<A: Aggregate, P: StateProjection<A>>: ProjectionRun<A> {
  private let projection: P
  private let tables: Range<Int>
  private var memory: P.Memory

  init(_ projection: P, firstTable: Int) {
    self.projection = projection
    tables = firstTable..<(firstTable + projection.tables.count)
    memory = projection.initialMemory
  }

  override func reset() { memory = projection.initialMemory }

  override func remember(_ payload: A.Event, _ event: EffectiveEvent) {
    projection.remember(payload, event, in: &memory)
  }

  override func addRows(_ state: A.State, _ facts: StreamFacts, _ rows: inout RowSink) {
    rows.ownTables = tables
    projection.addRows(of: state, facts, memory, to: &rows)
  }
}

/// One event projection over one stream, without the projection's type.
class EventRun {
  func reset() {}
  func addRows(_ event: RecordedEvent, _ standing: HistoryStanding, to rows: inout RowSink) {}
}

/// One event projection over one stream.
final class TypedEventRun<P: EventProjection>: EventRun {
  private let projection: P
  private let tables: Range<Int>
  private var memory: P.Memory

  init(_ projection: P, firstTable: Int) {
    self.projection = projection
    tables = firstTable..<(firstTable + projection.tables.count)
    memory = projection.initialMemory
  }

  override func reset() { memory = projection.initialMemory }

  override func addRows(
    _ event: RecordedEvent, _ standing: HistoryStanding, to rows: inout RowSink
  ) {
    rows.ownTables = tables
    projection.addRows(for: event, standing, memory: &memory, to: &rows)
  }
}
