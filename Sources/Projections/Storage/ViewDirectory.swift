internal import Glibc

/// The directory of read models: one file a generation, and a file that names the live one.
///
/// `current` holds the number of the live generation; it is replaced by a rename, so it names either
/// the old or the new one. Files of other generations are what an interrupted rebuild left, and are
/// deleted when the directory is opened for writing.
struct ViewDirectory: Sendable {
  let path: String

  private var pointerPath: String { path + "/current" }

  func databasePath(_ generation: Int) -> String {
    "\(path)/generation-\(generation).sqlite"
  }

  func create() throws(ProjectionError) {
    guard mkdir(path, 0o755) != 0, errno != EEXIST else { return }
    throw inputOutput("mkdir", path)
  }

  /// The live generation's number; `nil` when there is none or its file is gone.
  func currentGeneration() -> Int? {
    guard let text = read(pointerPath), let number = Int(text.prefix { $0 != "\n" }),
      access(databasePath(number), R_OK) == 0
    else { return nil }
    return number
  }

  /// A number that no file has.
  func nextGeneration() -> Int {
    (generations().max() ?? 0) + 1
  }

  /// Makes a generation the live one, durably.
  func switchTo(_ generation: Int) throws(ProjectionError) {
    try flush(databasePath(generation))
    let temporary = pointerPath + ".new"
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    guard file >= 0 else { throw inputOutput("open", temporary) }
    defer { close(file) }
    let bytes = Array("\(generation)\n".utf8)
    guard Glibc.write(file, bytes, bytes.count) == bytes.count, fsync(file) == 0 else {
      throw inputOutput("write", temporary)
    }
    guard rename(temporary, pointerPath) == 0 else { throw inputOutput("rename", pointerPath) }
    try flush(path)
  }

  /// Deletes the files of all generations but these.
  ///
  /// Readers that still have one open keep it until they are done.
  func removeGenerations(except kept: [Int]) {
    for generation in generations() where !kept.contains(generation) { remove(generation) }
  }

  func remove(_ generation: Int) {
    for suffix in ["", "-wal", "-shm", "-journal"] { unlink(databasePath(generation) + suffix) }
  }

  private func generations() -> [Int] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var numbers: [Int] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard name.hasPrefix("generation-"), let dot = name.firstIndex(of: ".") else { continue }
      if let number = Int(name[name.index(name.startIndex, offsetBy: 11)..<dot]) {
        numbers.append(number)
      }
    }
    return numbers
  }

  private func read(_ path: String) -> String? {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = Glibc.read(file, &bytes, bytes.count)
    return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
  }

  private func flush(_ path: String) throws(ProjectionError) {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { throw inputOutput("open", path) }
    defer { close(file) }
    guard fsync(file) == 0 else { throw inputOutput("fsync", path) }
  }

  /// Holds the directory for this process until the lock is let go.
  func lock() throws(ProjectionError) -> ViewLock {
    let path = path + "/lock"
    let file = open(path, O_RDWR | O_CREAT, 0o644)
    guard file >= 0 else { throw inputOutput("open", path) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      throw ProjectionError(
        .heldByAnotherProcess,
        "another process keeps the read models in \(self.path); ask it, or stop it first")
    }
    return ViewLock(file)
  }

  private func inputOutput(_ operation: String, _ path: String) -> ProjectionError {
    ProjectionError(
      .inputOutput, "\(operation) failed on \(path): \(String(cString: strerror(errno)))")
  }
}

/// The lock on a directory of read models; the kernel lets go of it when the process ends.
final class ViewLock: Sendable {
  private let file: Int32

  init(_ file: Int32) { self.file = file }

  deinit {
    // Closing alone would leave the lock to a child that is just being started with the file open.
    flock(file, LOCK_UN)
    close(file)
  }
}
