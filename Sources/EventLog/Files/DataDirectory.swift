internal import Files

/// Where a log's files stand; see `Schemas/log-format.md`.
package struct DataDirectory: Hashable, Sendable {
  /// The directory, as it was given.
  let path: String

  /// The files of a log in a data directory.
  package init(path: String) { self.path = path }

  var lockFile: String { path + "/lock" }
  /// There while an operator's word stands that the wall clock is right.
  package var clockAccepted: String { path + "/clock.accepted" }
  /// There when a device failed while the log was open: the next opening looks at every record.
  var deviceFailed: String { path + "/device.failed" }
  /// The records, in a directory of their own.
  package var log: String { path + "/log" }
  /// The log's directory until it is whole.
  var unfinishedLog: String { path + "/log.new" }
  var index: String { path + "/index" }
  var tiles: String { path + "/tiles" }
  /// There when the index was found damaged while it was open: the next opening makes it anew.
  var indexFoundDamaged: String { index + "/found-damaged" }

  /// Gives the unfinished log its place; it is there whole after a power cut when this returns.
  func placeLog() throws(EventLogError) {
    try inFiles { () throws(FileError) in try File.rename(unfinishedLog, to: log) }
  }

  /// Makes a directory unless it is there; its entry survives a power cut.
  ///
  /// - Returns: whether it was made.
  @discardableResult
  static func make(_ path: String) throws(EventLogError) -> Bool {
    try inFiles { () throws(FileError) in try Directory.make(path) }
  }

  /// Deletes the directory of a log that didn't come into being, unless more than the lock is in it.
  func takeBack() {
    try? Directory.remove(path, withNothingBut: [lockFile])
  }

  /// Whether something is at a path.
  static func exists(_ path: String) -> Bool { File.exists(path) }

  /// Refuses a directory without a log; not being allowed to look is another thing.
  func requireLog() throws(EventLogError) {
    guard try inFiles({ () throws(FileError) in try File.isThere(log) }) else {
      throw .notFound(path: path)
    }
  }

  /// Deletes a derived directory and the files in it.
  static func remove(_ path: String) throws(EventLogError) {
    try inFiles { () throws(FileError) in try Directory.remove(path) }
  }
}
