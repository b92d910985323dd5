internal import Files
internal import LMDB
internal import Synchronization

extension PersonalStore {
  /// Copies the store into a directory, while it is read and written; durable when this returns.
  ///
  /// The key-encryption key and the erasure list are not part of it. The directory becomes what
  /// `data/personal` is, so restoring is putting it there.
  ///
  /// - Parameter directory: A directory that is missing or empty.
  /// - Throws: `.storage` when the directory holds a store already; `.diskFull`.
  public func backUp(to directory: String) throws(PersonalDataError) {
    try maintenance.withLock { _ throws(PersonalDataError) in
      // A write may come in between: the copy is of one moment all the same.
      let live = try read { live throws(PersonalDataError) in live }
      try Self.copy(live.copy.environment, to: StoreDirectory(path: directory))
    }
  }

  /// Copies the store of a data directory that another process may have open.
  ///
  /// - Throws: As the method on an open store; `.backupRunning` while that process changes the
  ///   key generation; `.notLockable`; `.file` when there is no store.
  public static func backUp(
    dataDirectory: String, to directory: String
  ) throws(PersonalDataError) {
    let place = StoreDirectory(in: dataDirectory)
    let lock = try place.lockAgainstDestruction()
    let canBeLocked = lock != nil
    defer { withExtendedLifetime(lock) {} }
    guard let number = try place.copies().last else { throw .noStore(at: place.path) }
    var options = Environment.Options()
    options.access = .readOnly
    options.mayGoWithoutLocks = !canBeLocked
    options.creation = .never
    options.reservedByteCount = 1 << 38
    let environment: Environment
    do throws(LMDBError) {
      environment = try Environment(directory: place.copy(number), options: options)
    } catch {
      throw PersonalDataError(error)
    }
    try copy(environment, to: StoreDirectory(path: directory))
  }

  private static func copy(
    _ environment: Environment, to target: StoreDirectory
  ) throws(PersonalDataError) {
    try FileAccess.makeDirectory(target.path)
    guard try target.copies().isEmpty else {
      throw PersonalDataError(.storage, "holds a personal store already", at: target.path)
    }
    // Under another name until it is whole.
    let unfinished = target.unfinished(1)
    try FileAccess.destroyDirectory(unfinished)
    do throws(LMDBError) { try environment.copy(to: unfinished, compacting: true) } catch {
      throw PersonalDataError(error)
    }
    // The log's copy may be older than this one: whoever opens it asks the log about every command.
    if !FileAccess.exists(target.askLog) { try FileAccess.create(target.askLog, []) }
    try FileAccess.rename(unfinished, to: target.copy(1))
  }
}
