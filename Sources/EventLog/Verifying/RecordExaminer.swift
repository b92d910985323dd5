internal import Dispatch
internal import EventModel
internal import Glibc
internal import MerkleTree
internal import Synchronization

/// Looks at records each by itself, on all cores: most of what verifying a log costs.
struct RecordExaminer: Sendable {
  /// What one record came to.
  struct Examined: Sendable {
    /// `nil` where it can't be read.
    var leafHash: TreeHash?
    var byteCount = 0
    /// `nil` where it is no whole record.
    var facts: RecordFacts?
    /// What is wrong with it, whatever stands beside it.
    var problems: [String] = []
  }

  let records: RecordStore
  /// How many records are looked at under one snapshot.
  let pieceLength: UInt64

  /// Looks at some records, on this thread and others, and does something else meanwhile on this one.
  ///
  /// - Throws: what `work` throws; ``EventLogError`` where the operating system refuses a read.
  func examine(
    _ range: Range<UInt64>, meanwhile work: () throws(EventLogError) -> Void
  ) throws(EventLogError) -> [Examined] {
    let pieces = Pieces(of: range, length: pieceLength)
    let others = DispatchGroup()
    for _ in 0..<min(Self.threadCount - 1, pieces.count) {
      DispatchQueue.global().async(group: others) { examine(pieces) }
    }
    let worked = Result { () throws(EventLogError) in try work() }
    examine(pieces)
    others.wait()
    try worked.get()
    return try pieces.results()
  }

  /// Two at least: where there is one core they take turns.
  private static let threadCount = max(2, min(8, sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  private func examine(_ pieces: Pieces) {
    while let piece = pieces.next() {
      pieces.put(
        Result { () throws(EventLogError) in try examine(piece) }, of: piece)
    }
  }

  private func examine(_ piece: Range<UInt64>) throws(EventLogError) -> [Examined] {
    var decoder = RecordDecoder()
    let snapshot = try records.snapshot()
    var examined: [Examined] = []
    examined.reserveCapacity(piece.count)
    for number in piece {
      do throws(EventLogError) {
        examined.append(
          try records.withRecord(at: Position(number), in: snapshot) {
            Self.examine($0, at: Position(number), &decoder)
          })
      } catch {
        guard error.isOfContents else { throw error }
        examined.append(Examined(problems: [error.description]))
      }
    }
    return examined
  }

  private static func examine(
    _ record: RawSpan, at position: Position, _ decoder: inout RecordDecoder
  ) -> Examined {
    var examined = Examined(leafHash: .leafHash(of: record), byteCount: record.byteCount)
    if record.byteCount > Limits.recordByteCount {
      examined.problems.append("it has \(record.byteCount) bytes")
    }
    do throws(EventModelError) {
      try decoder.check(record, at: position)
      examined.facts = try RecordFacts(record)
      if !RecordTail.isPresent(record) {
        examined.problems.append("it doesn't end in the writer's fields")
      }
      if position == .zero, let problem = try LogCreation.problem(of: record) {
        examined.problems.append(problem)
      }
    } catch {
      examined.problems.append(error.reason)
    }
    return examined
  }
}

/// Records in pieces that threads take in turn, and what each came to.
private final class Pieces: Sendable {
  typealias Outcome = Result<[RecordExaminer.Examined], EventLogError>

  private struct State {
    var next: UInt64
    var outcomes: [Outcome?]
  }

  let count: Int
  private let range: Range<UInt64>
  private let length: UInt64
  private let state: Mutex<State>

  init(of range: Range<UInt64>, length: UInt64) {
    self.range = range
    self.length = length
    count = Int((UInt64(range.count) + length - 1) / length)
    state = Mutex(State(next: range.lowerBound, outcomes: Array(repeating: nil, count: count)))
  }

  func next() -> Range<UInt64>? {
    let start = state.withLock { state in
      defer { state.next += length }
      return state.next
    }
    return start < range.upperBound ? start..<min(start + length, range.upperBound) : nil
  }

  func put(_ outcome: Outcome, of piece: Range<UInt64>) {
    let index = Int((piece.lowerBound - range.lowerBound) / length)
    state.withLock { $0.outcomes[index] = outcome }
  }

  /// All, once every piece was taken and put.
  func results() throws(EventLogError) -> [RecordExaminer.Examined] {
    var all: [RecordExaminer.Examined] = []
    all.reserveCapacity(range.count)
    for outcome in state.withLock({ $0.outcomes }) {
      guard let outcome else { preconditionFailure("a piece was looked at by nobody") }
      all += try outcome.get()
    }
    return all
  }
}
