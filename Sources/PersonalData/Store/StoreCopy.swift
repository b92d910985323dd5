internal import EventModel
internal import Glibc
internal import LMDB
internal import Synchronization

/// One open copy of the store: a directory with one LMDB environment.
///
/// A store has one live copy; a new one is written in whole when the key generation changes.
final class StoreCopy: Sendable {
  let directory: String
  let environment: Environment
  let tables: StoreTables
  /// How many read it now; see ``PersonalStore/read(_:)``.
  let readerCount = Atomic<Int>(0)

  /// How long a snapshot may be used: nothing waits inside.
  static let readLimit = Duration.seconds(86_400)

  /// Opens a copy, or makes an empty one.
  init(
    _ directory: String, _ access: Environment.Access = .readWrite, creating: Bool = false
  ) throws(PersonalDataError) {
    self.directory = directory
    var options = Environment.Options()
    options.access = access
    options.creation = creating ? .always : .never
    options.maximumTableCount = 8
    options.reservedByteCount = 1 << 38
    options.readsAhead = false
    do throws(LMDBError) {
      environment = try Environment(directory: directory, options: options)
      tables = try StoreTables(opening: environment)
    } catch {
      throw PersonalDataError(error)
    }
  }

  /// Lends a snapshot; without a deadline of note, since nothing waits inside.
  func read<Result>(
    _ body: (borrowing ReadTransaction) throws(PersonalDataError) -> Result
  ) throws(PersonalDataError) -> Result {
    let transaction: ReadTransaction
    do throws(LMDBError) { transaction = try environment.beginRead(within: Self.readLimit) } catch {
      throw PersonalDataError(error)
    }
    return try body(transaction)
  }

  /// Lends the write transaction and commits it; durable when this returns.
  func write<Result>(
    _ body: (inout WriteTransaction) throws(PersonalDataError) -> Result
  ) throws(PersonalDataError) -> Result {
    var transaction: WriteTransaction
    do throws(LMDBError) { transaction = try environment.beginWrite() } catch {
      throw PersonalDataError(error)
    }
    let result = try body(&transaction)
    do throws(LMDBError) { try transaction.commit() } catch { throw PersonalDataError(error) }
    return result
  }

  func meta() throws(PersonalDataError) -> StoreMeta {
    try read { transaction throws(PersonalDataError) in
      try StoreMeta(reading: transaction, tables, at: directory)
    }
  }
}
