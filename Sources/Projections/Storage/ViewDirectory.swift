internal import Files
internal import Glibc

/// The directory of read models: one file a generation, and a file that names the live one.
///
/// `current` holds the number of the live generation; it is replaced by a rename, so it names either
/// the old or the new one. Files of other generations are what an interrupted rebuild left, and are
/// deleted when the directory is opened for writing; the live one's is kept until another is the live
/// one, also where this code can't go on with it.
struct ViewDirectory: Sendable {
  let path: String

  private var pointerPath: String { path + "/current" }

  func databasePath(_ generation: Int) -> String {
    "\(path)/generation-\(generation).sqlite"
  }

  func create() throws(ProjectionError) {
    guard mkdir(path, 0o700) != 0, errno != EEXIST else { return }
    throw ProjectionError(FileError(.makeDirectory, path))
  }

  /// The live generation's number; `nil` when there is none or its file is gone.
  ///
  /// - Throws: what the operating system refused: that its name can't be read at this moment is no reason
  ///   to fold all of the log again.
  func currentGeneration() throws(ProjectionError) -> Int? {
    do throws(FileError) {
      guard let (bytes, _) = try File.contents(of: pointerPath, limit: 64),
        let number = Int(
          String(decoding: bytes.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)),
        try File.isThere(databasePath(number))
      else { return nil }
      return number
    } catch {
      // It is no file, or too long for one: it names nothing.
      if error.code == EINVAL || error.code == EFBIG { return nil }
      throw ProjectionError(error)
    }
  }

  /// A number that no file has.
  ///
  /// - Throws: what the operating system refused: a number that a file has would be the live one's.
  func nextGeneration() throws(ProjectionError) -> Int {
    (try generations().max() ?? 0) + 1
  }

  /// Makes a generation the live one, durably.
  func switchTo(_ generation: Int) throws(ProjectionError) {
    do throws(FileError) {
      try File.flush(databasePath(generation))
      try File.replace(pointerPath, Array("\(generation)\n".utf8))
    } catch {
      throw ProjectionError(error)
    }
  }

  /// Deletes the files of all generations but these.
  ///
  /// Readers that still have one open keep it until they are done.
  func removeGenerations(except kept: [Int]) {
    // What can't be listed now is deleted at the next opening.
    for generation in (try? generations()) ?? [] where !kept.contains(generation) {
      remove(generation)
    }
  }

  func remove(_ generation: Int) {
    for suffix in ["", "-wal", "-shm", "-journal"] { unlink(databasePath(generation) + suffix) }
  }

  private func generations() throws(ProjectionError) -> [Int] {
    let names: [String]?
    do throws(FileError) { names = try Directory.names(in: path) } catch {
      throw ProjectionError(error)
    }
    return (names ?? []).compactMap { name in
      guard name.hasPrefix("generation-"), let dot = name.firstIndex(of: ".") else { return nil }
      return Int(name[name.index(name.startIndex, offsetBy: 11)..<dot])
    }
  }

  /// Holds the directory for this process until the lock is let go.
  func lock() throws(ProjectionError) -> FileLock {
    do throws(FileLock.Refusal) { return try FileLock(path + "/lock") } catch {
      switch error {
      case .held:
        throw ProjectionError(
          .heldByAnotherProcess,
          "another process keeps the read models in \(path); ask it, or stop it first")
      case .failed(let error): throw ProjectionError(error)
      }
    }
  }
}

extension ProjectionError {
  /// What the operating system just refused.
  init(_ error: FileError) { self.init(.inputOutput, error.description) }
}
