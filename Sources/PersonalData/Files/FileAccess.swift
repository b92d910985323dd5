internal import Files
internal import Glibc

/// The few things done with files that must survive a power cut, or be gone for good.
enum FileAccess {
  static func exists(_ path: String) -> Bool { File.exists(path) }

  /// A file's bytes and its permission bits; `nil` when it isn't there.
  static func read(
    _ path: String, limit: Int
  ) throws(PersonalDataError) -> (bytes: [UInt8], mode: UInt32)? {
    do throws(FileError) {
      guard let (bytes, status) = try File.contents(of: path, limit: limit) else { return nil }
      return (bytes, status.mode)
    } catch {
      switch error.code {
      case EINVAL: throw PersonalDataError(.file(errno: EINVAL), "is not a regular file", at: path)
      case EFBIG: throw PersonalDataError(.limit, "has more than \(limit) bytes", at: path)
      default: throw PersonalDataError(error)
      }
    }
  }

  /// Writes a file that must not exist yet, flushed with its directory's entry.
  static func create(_ path: String, _ bytes: [UInt8]) throws(PersonalDataError) {
    try inFiles { () throws(FileError) in try File.create(path, bytes) }
  }

  /// Gives a file or directory another name, for good when this returns.
  static func rename(_ path: String, to new: String) throws(PersonalDataError) {
    try inFiles { () throws(FileError) in try File.rename(path, to: new) }
  }

  /// Makes a directory that only its owner can look into, unless it is there.
  static func makeDirectory(_ path: String) throws(PersonalDataError) {
    try inFiles { () throws(FileError) in _ = try Directory.make(path) }
  }

  /// The names in a directory, sorted; `nil` when it isn't there.
  static func names(in path: String) throws(PersonalDataError) -> [String]? {
    try inFiles { () throws(FileError) in try Directory.names(in: path) }
  }

  /// Makes the entry of a file or directory in its parent survive a power cut.
  static func flushDirectory(of path: String) throws(PersonalDataError) {
    try inFiles { () throws(FileError) in try Directory.flush(holding: path) }
  }

  /// Overwrites a file with zeros, flushes it, and unlinks it; nothing happens where there is none.
  ///
  /// On media that write elsewhere than they are told to (flash, copy-on-write file systems) old
  /// blocks may outlive this; the erasure rests on the destroyed key, this only shortens the list
  /// of places to look.
  static func destroy(_ path: String) throws(PersonalDataError) {
    do throws(FileError) {
      let file = try File(path, O_WRONLY | O_NOFOLLOW)
      let byteCount = try file.byteCount()
      let zeros = [UInt8](repeating: 0, count: Int(min(byteCount, 1 << 20)))
      var offset: UInt64 = 0
      while offset < byteCount {
        let count = min(byteCount - offset, UInt64(zeros.count))
        try file.write(Array(zeros[..<Int(count)]), at: offset)
        offset += count
      }
      try file.flush()
      guard unlink(path) == 0 else { throw FileError(.delete, path) }
      try Directory.flush(holding: path)
    } catch {
      guard error.operation != .open || error.code != ENOENT || error.path != path else { return }
      throw PersonalDataError(error)
    }
  }

  /// Destroys all files of a directory and removes it; nothing happens where there is none.
  static func destroyDirectory(_ path: String) throws(PersonalDataError) {
    guard let names = try names(in: path) else { return }
    for name in names { try destroy("\(path)/\(name)") }
    try inFiles { () throws(FileError) in
      try Directory.remove(path)
      try Directory.flush(holding: path)
    }
  }

  /// Runs what may fail as files do.
  static func inFiles<Result: ~Copyable>(
    _ body: () throws(FileError) -> Result
  ) throws(PersonalDataError) -> Result {
    do throws(FileError) { return try body() } catch { throw PersonalDataError(error) }
  }
}

extension PersonalDataError {
  /// What the operating system just refused.
  init(_ error: FileError) {
    self.init(
      error.isDiskFull ? .diskFull : .file(errno: error.code),
      "\(Self.what(error.operation)) failed: \(error.reason)", at: error.path,
      isOfDevice: [EIO, EROFS, ENXIO, ENODEV].contains(error.code))
  }

  private static func what(_ operation: FileError.Operation) -> String {
    switch operation {
    case .open: "opening"
    case .create: "creating"
    case .read, .readAt, .status: "reading"
    case .write, .writeAt, .truncate: "writing"
    case .flush, .flushData: "flushing"
    case .lock: "locking"
    case .rename: "renaming"
    case .delete: "deleting"
    case .makeDirectory, .makeTemporaryDirectory: "making the directory"
    case .removeDirectory: "removing"
    case .listDirectory: "reading the directory"
    }
  }
}

extension FileLock {
  /// Takes a lock, or says that it is held and by whom (0 where that is unknown).
  static func take(
    _ path: String, _ mode: Mode,
    orElse held: (Int32) -> PersonalDataError
  ) throws(PersonalDataError) -> FileLock {
    do throws(Refusal) { return try FileLock(path, mode) } catch {
      switch error {
      case .held(let process): throw held(process ?? 0)
      case .failed(let error): throw PersonalDataError(error)
      }
    }
  }
}
