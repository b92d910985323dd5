internal import EventModel
internal import Glibc
internal import LMDB

/// One open copy of the store: a directory with one LMDB environment.
///
/// A store has one live copy; a new one is written in whole when the key generation changes.
final class StoreCopy: Sendable {
  let directory: String
  let environment: Environment
  let tables: StoreTables

  /// Opens a copy, or makes an empty one.
  init(_ directory: String, creating: Bool = false) throws(PersonalDataError) {
    self.directory = directory
    var options = Environment.Options()
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
    do throws(LMDBError) { transaction = try environment.beginRead(within: .seconds(86_400)) } catch
    { throw PersonalDataError(error) }
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

/// The directory that holds the copies: `data/personal`.
///
/// | name | what |
/// |---|---|
/// | `copy-3` | the live copy: the one with the highest number |
/// | `copy-2` | an earlier one that wasn't destroyed yet |
/// | `copy-4.new` | one that is being written |
/// | `writer.lock` | held by the process that has the store open |
/// | `ask-log` | there in a backup: the log may lack any of its commands, not only pending ones |
/// | `destroyer.lock` | held shared by a backup, exclusively while an earlier copy is destroyed |
struct StoreDirectory {
  let path: String

  private static let prefix = "copy-"
  private static let unfinishedSuffix = ".new"

  var writerLock: String { "\(path)/writer.lock" }
  var destroyerLock: String { "\(path)/destroyer.lock" }
  var askLog: String { "\(path)/ask-log" }

  func copy(_ number: Int) -> String { "\(path)/\(Self.prefix)\(number)" }
  func unfinished(_ number: Int) -> String { copy(number) + Self.unfinishedSuffix }

  /// The finished copies' numbers, in order.
  func copies() throws(PersonalDataError) -> [Int] {
    try (FileAccess.names(in: path) ?? []).compactMap { name in
      name.hasPrefix(Self.prefix) ? Int(name.dropFirst(Self.prefix.count)) : nil
    }.sorted()
  }

  /// Destroys what a change of generation left behind: earlier copies and unfinished ones.
  func destroyLeftovers() throws(PersonalDataError) {
    for name in try FileAccess.names(in: path) ?? [] where name.hasPrefix(Self.prefix) {
      guard name.hasSuffix(Self.unfinishedSuffix) else { continue }
      try FileAccess.destroyDirectory("\(path)/\(name)")
    }
    for number in try copies().dropLast() { try FileAccess.destroyDirectory(copy(number)) }
  }

  /// Makes the first copy, whole or not at all.
  func makeFirstCopy(_ store: StoreID) throws(PersonalDataError) {
    do {
      let empty = try StoreCopy(unfinished(1), creating: true)
      try empty.write { transaction throws(PersonalDataError) in
        try StoreMeta(store: store).write(to: &transaction, empty.tables)
      }
    }
    try FileAccess.rename(unfinished(1), to: copy(1))
  }
}
