internal import EventModel
internal import Files
internal import Glibc

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

  init(path: String) { self.path = path }

  /// Where it is in a data directory.
  init(in dataDirectory: String) { self.init(path: dataDirectory + "/personal") }

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

  /// Keeps copies from being destroyed while one of them is read from beginning to end.
  ///
  /// - Returns: `nil` for a backup where nothing can be written, as on a medium that is read only: nobody
  ///   has it open, so that nothing of it is destroyed.
  /// - Throws: `.backupRunning` while the key generation is being changed; `.notLockable`.
  func lockAgainstDestruction() throws(PersonalDataError) -> FileLock? {
    do throws(FileLock.Refusal) { return try FileLock(destroyerLock, .shared) } catch {
      switch error {
      case .held:
        throw PersonalDataError(
          .backupRunning, "the key generation is being changed; try again when it is done",
          at: path)
      case .failed(let error):
        guard [EROFS, EACCES].contains(error.code) else { throw PersonalDataError(error) }
        if FileAccess.exists(askLog) { return nil }
        throw PersonalDataError(
          .notLockable,
          "it can't be locked (\(error.reason)), and only a backup may be read without: a process that "
            + "has it open elsewhere could destroy what is being read; name the directory where it can "
            + "be written", at: path)
      }
    }
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
