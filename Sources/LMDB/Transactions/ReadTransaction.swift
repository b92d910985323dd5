internal import CLMDB

/// A snapshot of all tables, as they stood when it began.
///
/// It waits for nobody and nobody waits for it. What it lends is valid until it ends or is renewed,
/// and the compiler refuses what would outlive it. It may be handed to another thread, but not used
/// by two at once.
///
/// Rule: end it soon. While it is held, pages that were freed after it began stay in the file. So
/// it has a deadline, after which every use is an error.
///
/// - Complexity: beginning, renewing and ending are O(number of tables), some 0.1 µs.
public struct ReadTransaction: ~Copyable {
  /// What the operations on all transactions need.
  public private(set) var context: TransactionContext
  private let slot: Int

  init(_ environment: Environment, within limit: Duration?) throws(LMDBError) {
    try environment.checkNotForked()
    guard let slot = environment.readers.take() else {
      throw environment.failure(.readersFull, .begin)
    }
    var handle = environment.readers.handle(slot)
    let isKept = handle != nil
    let result =
      isKept
      ? mdb_txn_renew(handle)
      : mdb_txn_begin(environment.handle, nil, UInt32(MDB_RDONLY), &handle)
    guard result == 0, let handle else {
      environment.readers.giveBack(slot)
      throw environment.failure(result, isKept ? .renew : .begin)
    }
    if !isKept { environment.readers.keep(handle, in: slot) }
    self.slot = slot
    let now = MonotonicTime.now
    context = TransactionContext(
      handle, retaining: environment, begin: now,
      deadline: now.advanced(by: limit ?? environment.options.readLimit))
  }

  deinit {
    // In a forked child the reader's slot is the parent's.
    // SAFETY: the context has the environment retained until the line that releases it.
    context.environment._withUnsafeGuaranteedRef { environment in
      guard !environment.forkMark.isInChild else { return }
      mdb_txn_reset(context.transaction)
      environment.readers.giveBack(slot)
    }
    context.environment.release()
  }

  /// Ends the snapshot now instead of at the end of its scope.
  public consuming func end() {}

  /// Takes a new snapshot, with a new deadline, in the place of this one.
  ///
  /// `mutating`, so that nothing this transaction lent can be alive.
  ///
  /// - Throws: `.usedAfterFork`, `.mapResized`, `.fatal`; the transaction then only can end.
  public mutating func renew(within limit: Duration? = nil) throws(LMDBError) {
    let environment = context.environment.takeUnretainedValue()
    try environment.checkNotForked()
    mdb_txn_reset(context.transaction)
    // Any use of a transaction that could not be renewed is past its deadline.
    context.deadline = MonotonicTime(nanoseconds: 0)
    let result = mdb_txn_renew(context.transaction)
    guard result == 0 else { throw context.failure(result, .renew) }
    context.begin = .now
    context.deadline = context.begin.advanced(by: limit ?? environment.options.readLimit)
  }

  /// The id of the last transaction whose commit this snapshot shows.
  public var snapshotID: UInt64 { UInt64(mdb_txn_id(context.transaction)) }

  /// How long ago the snapshot was taken.
  public var age: Duration { MonotonicTime.now.since(context.begin) }
}

extension ReadTransaction: ReadableTransaction {}

extension Environment {
  /// Takes a snapshot to read from.
  ///
  /// - Parameter limit: How long it may be used; ``Options/readLimit`` where nothing is said.
  /// - Throws: `.readersFull` when ``Options/maximumReaderCount`` are open; `.usedAfterFork`.
  /// - Complexity: O(number of tables), some 0.1 µs, without allocation once a slot was used.
  public func beginRead(within limit: Duration? = nil) throws(LMDBError) -> ReadTransaction {
    try ReadTransaction(self, within: limit)
  }

  /// Takes a snapshot, lends it to `body`, and ends it.
  public func read<Result>(
    within limit: Duration? = nil,
    _ body: (borrowing ReadTransaction) throws(LMDBError) -> Result
  ) throws(LMDBError) -> Result {
    try body(ReadTransaction(self, within: limit))
  }
}
