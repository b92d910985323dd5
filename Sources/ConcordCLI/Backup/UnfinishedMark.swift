import Files
import Glibc

/// The file that is in a directory from its beginning until what is copied there is whole.
///
/// Whoever is killed on the way leaves it, so that nobody takes half a backup for a data directory or
/// for a whole backup, nor half a restored directory for all that was backed up.
struct UnfinishedMark {
  /// Its name.
  let name: String

  /// In a backup.
  static let backup = UnfinishedMark(name: "backup.unfinished")
  /// In a data directory that is made of a backup.
  static let restore = UnfinishedMark(name: "restore.unfinished")

  func path(in directory: String) -> String { directory + "/" + name }

  /// Makes a directory with this mark in it, has it filled, and says durably that it is whole.
  ///
  /// Where that fails all of it is deleted: the mark last, should this process be killed meanwhile.
  /// - Parameter fill: makes what is to be there.
  /// - Returns: `nil` where the directory is there already: then nothing was done.
  func making<Filled>(
    _ directory: String, _ fill: () async throws -> Filled
  ) async throws -> Filled? {
    // Made, not looked for: of two that begin at once one has the directory, and what it holds is its.
    let isMine = try Failure.unless("made") { () throws(FileError) in
      try Directory.make(directory)
    }
    guard isMine else { return nil }
    do {
      let mark = path(in: directory)
      try Failure.unless("made") { () throws(FileError) in try File.create(mark, []) }
      let filled = try await fill()
      try remove(from: directory)
      return filled
    } catch {
      try? takeBack(directory)
      throw error
    }
  }

  private func remove(from directory: String) throws(Failure) {
    let path = path(in: directory)
    try Failure.unless("removed") { () throws(FileError) in
      guard unlink(path) == 0 else { throw FileError(.delete, path) }
      try Directory.flush(directory)
    }
  }

  private func takeBack(_ directory: String) throws(FileError) {
    // It may be gone already, where only the flush behind that failed.
    try File.mark(path(in: directory))
    for name in try Directory.names(in: directory) ?? [] {
      let inner = directory + "/" + name
      guard inner != path(in: directory), unlink(inner) != 0 else { continue }
      try Directory.remove(inner)
    }
    try Directory.remove(directory)
  }
}

extension Place {
  /// Refuses a directory with half a backup, or half of what a backup is restored to: nothing may be
  /// looked for in it.
  func refuseUnfinished() throws(Failure) {
    for (unfinished, what, again) in [
      (UnfinishedMark.backup, "half a backup", "concord backup \(path)"),
      (.restore, "half a restored directory", "concord restore BACKUP \(path)"),
    ] {
      let mark = unfinished.path(in: path)
      guard exists(mark) else { continue }
      throw Failure(
        .inputOutput,
        "\(path) is \(what), as \(mark) says: unless one is just being made there, delete the "
          + "directory and make it anew with: \(again)")
    }
  }
}
