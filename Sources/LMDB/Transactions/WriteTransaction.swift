internal import CLMDB
internal import Glibc
internal import Synchronization

/// The one transaction that writes; it sees its own changes, and nobody else does before it commits.
///
/// It aborts at the end of its scope unless it was committed.
///
/// Rule: it belongs to the thread that began it, and lives in synchronous code. Committing or
/// ending it on another thread traps, since the lock that it holds could never be given back.
///
/// A failed operation other than a full map's leaves the transaction fit to be aborted only.
public struct WriteTransaction: ~Copyable {
  /// What the operations on all transactions need.
  public let context: TransactionContext

  init(_ environment: Environment) throws(LMDBError) {
    try environment.checkNotForked()
    guard environment.options.access == .readWrite else {
      throw environment.failure(.readOnly, .begin)
    }
    try environment.checkNotWriting()
    var begun: OpaquePointer?
    let result = mdb_txn_begin(environment.handle, nil, 0, &begun)
    guard result == 0, let handle = begun else {
      throw environment.failure(result, .begin)
    }
    environment.markWriting()
    context = TransactionContext(handle, retaining: environment)
  }

  deinit {
    let environment = context.environment.takeUnretainedValue()
    // In a forked child the lock is the parent's.
    if !environment.forkMark.isInChild {
      environment.endWriting()
      mdb_txn_abort(context.transaction)
    }
    context.environment.release()
  }

  /// Makes all changes visible and, when it returns, durable.
  ///
  /// - Throws: `.diskFull`: nothing was committed, the environment goes on. `.inputOutput`: the
  ///   outcome is unknown until the environment is opened again, whatever the operating system said.
  ///   `.transactionFailed` after a failed operation. The transaction is over in any case.
  /// - Complexity: O(changed pages), two flushes of the file.
  public consuming func commit() throws(LMDBError) {
    let context = context
    discard self
    let environment = context.environment.takeRetainedValue()
    try environment.checkNotForked()
    environment.endWriting()
    let result = mdb_txn_commit(context.transaction)
    guard result == 0 else { throw environment.commitFailure(result) }
  }

  /// Forgets all changes now instead of at the end of the scope.
  public consuming func abort() {}

  /// The id that the commit will have.
  public var id: UInt64 { UInt64(mdb_txn_id(context.transaction)) }
}

extension WriteTransaction: ReadableTransaction {}

extension Environment {
  /// Begins the write transaction; waits while another thread or process has it.
  ///
  /// - Throws: `.writeAlreadyOpenOnThread`, `.readOnly`, `.usedAfterFork`, `.fatal`.
  @available(*, noasync, message: "an LMDB write transaction belongs to its thread")
  public func beginWrite() throws(LMDBError) -> WriteTransaction {
    try WriteTransaction(self)
  }

  /// Begins the write transaction, lends it to `body`, and commits; aborts when `body` throws.
  @available(*, noasync, message: "an LMDB write transaction belongs to its thread")
  public func write<Result>(
    _ body: (inout WriteTransaction) throws(LMDBError) -> Result
  ) throws(LMDBError) -> Result {
    var transaction = try WriteTransaction(self)
    let result = try body(&transaction)
    try transaction.commit()
    return result
  }

  private var thisThread: UInt { UInt(pthread_self()) }

  /// Refuses a second write transaction on one thread, which would wait for itself for ever.
  func checkNotWriting() throws(LMDBError) {
    guard writingThread.load(ordering: .relaxed) != thisThread else {
      throw failure(.writeAlreadyOpenOnThread, .begin)
    }
  }

  /// Only the holder of the write lock calls this, so it never overwrites another thread's mark.
  func markWriting() { writingThread.store(thisThread, ordering: .relaxed) }

  /// Takes the mark away, just before the write lock is given back.
  func endWriting() {
    precondition(
      writingThread.load(ordering: .relaxed) == thisThread,
      "a write transaction was ended on a thread that did not begin it")
    writingThread.store(0, ordering: .relaxed)
  }
}
