public import Deciding
internal import EventModel

/// One file whose rows were recorded, and what became of each.
public struct Import: LifeCycle {
  /// Where an import stands.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// There is a file.
    case received
    /// Some of its rows are done.
    case processing
    /// All are.
    case completed
    /// What it recorded was taken back.
    case reversed
  }

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// The file.
  public internal(set) var details: PBImportReceived
  /// The next row to be processed, 1-based.
  public internal(set) var nextRow: Int = 1
  /// Rows that were recorded.
  public internal(set) var recordedCount: Int = 0
  /// Rows that said what was known.
  public internal(set) var alreadySoCount: Int = 0
  /// Rows that were refused.
  public internal(set) var rejectedCount: Int = 0
}

extension Import {
  /// The steps of an import's life after the file came.
  enum Step {
    static let process = Transition<Import>(
      from: [.received, .processing], to: .processing, "processing rows")
    static let complete = Transition<Import>(
      from: [.received, .processing], to: .completed, "completion")
    static let reverse = Transition<Import>(
      from: [.processing, .completed], to: .reversed, "reversing")
  }

  /// Adds one effective event to the state.
  public static func evolve(_ state: inout Import?, _ payload: Event, _ event: EffectiveEvent) {
    if case .received(let details) = payload, state == nil {
      state = Import(phase: .received, details: details)
    } else {
      state?.add(payload, event)
    }
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .received: passOver(event)
    case .rowsProcessed(let rows):
      take(Step.process, event)
      nextRow = max(nextRow, Int(rows.firstRow) + Int(rows.rowCount))
      recordedCount += Int(rows.recordedCount)
      alreadySoCount += Int(rows.alreadySoCount)
      rejectedCount += rows.rejected.count
    case .completed: take(Step.complete, event)
    case .reversed: take(Step.reverse, event)
    }
  }
}
