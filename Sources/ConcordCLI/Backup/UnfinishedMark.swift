import Files
import Glibc

/// The file that is in a backup's directory from its beginning until it is whole.
///
/// Whoever is killed on the way leaves it, so that nobody takes half a backup for a data directory or
/// for a whole backup.
enum BackupMark {
  static func path(in directory: String) -> String { directory + "/backup.unfinished" }

  /// Marks a directory in which nothing is yet, durably.
  static func make(in directory: String) throws(Failure) {
    try Failure.unless("made") { () throws(FileError) in try File.create(path(in: directory), []) }
  }

  /// Says that the backup is whole, durably.
  static func remove(from directory: String) throws(Failure) {
    let path = path(in: directory)
    try Failure.unless("removed") { () throws(FileError) in
      guard unlink(path) == 0 else { throw FileError(.delete, path) }
      try Directory.flush(directory)
    }
  }

  /// Deletes a backup that came to nothing: the mark last, should this process be killed here.
  static func takeBack(_ directory: String) throws(FileError) {
    for name in try Directory.names(in: directory) ?? [] {
      let inner = directory + "/" + name
      guard inner != path(in: directory), unlink(inner) != 0 else { continue }
      try Directory.remove(inner)
    }
    try Directory.remove(directory)
  }
}

extension Place {
  /// Refuses a directory with half a backup, in which nothing may be looked for.
  func refuseHalfBackup() throws(Failure) {
    let mark = BackupMark.path(in: path)
    guard exists(mark) else { return }
    throw Failure(
      .inputOutput,
      "\(path) is half a backup, as \(mark) says: unless one is just being made there, delete the "
        + "directory and make it anew with: concord backup \(path)")
  }
}
