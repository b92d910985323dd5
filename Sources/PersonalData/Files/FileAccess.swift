internal import Glibc

/// The few things done with files that must survive a power cut, or be gone for good.
enum FileAccess {
  static func failure(_ what: String, _ path: String) -> PersonalDataError {
    let number = errno
    return PersonalDataError(
      number == ENOSPC || number == EDQUOT ? .diskFull : .file(errno: number),
      "\(what) failed: \(String(cString: strerror(number)))", at: path)
  }

  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// A file's bytes and its permission bits; `nil` when it isn't there.
  static func read(
    _ path: String, limit: Int
  ) throws(PersonalDataError) -> (bytes: [UInt8], mode: UInt32)? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw failure("opening", path)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("reading", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw PersonalDataError(.file(errno: EINVAL), "is not a regular file", at: path)
    }
    var bytes = [UInt8]()
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure("reading", path) }
      if count == 0 { return (bytes, status.st_mode & 0o777) }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count <= limit else {
        throw PersonalDataError(.limit, "has more than \(limit) bytes", at: path)
      }
    }
  }

  /// Writes a file that must not exist yet, flushed with its directory's entry.
  static func create(_ path: String, _ bytes: [UInt8]) throws(PersonalDataError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure("creating", path) }
    do throws(PersonalDataError) {
      defer { close(descriptor) }
      // The mask of the process may have taken bits away, never added any: 0600 is the most.
      try write(bytes, to: descriptor, path)
      guard fsync(descriptor) == 0 else { throw failure("flushing", path) }
    } catch {
      unlink(path)
      throw error
    }
    try flushDirectory(of: path)
  }

  static func write(
    _ bytes: [UInt8], to descriptor: Int32, _ path: String
  ) throws(PersonalDataError) {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure("writing", path) }
      written += count
    }
  }

  /// Gives a file or directory another name, for good when this returns.
  static func rename(_ path: String, to new: String) throws(PersonalDataError) {
    guard Glibc.rename(path, new) == 0 else { throw failure("renaming", path) }
    try flushDirectory(of: new)
  }

  /// Makes a directory that only its owner can look into, unless it is there.
  static func makeDirectory(_ path: String) throws(PersonalDataError) {
    if mkdir(path, 0o700) == 0 { return try flushDirectory(of: path) }
    guard errno == EEXIST else { throw failure("making the directory", path) }
  }

  /// Overwrites a file with zeros, flushes it, and unlinks it; nothing happens where there is none.
  ///
  /// On media that write elsewhere than they are told to (flash, copy-on-write file systems) old
  /// blocks may outlive this; the erasure rests on the destroyed key, this only shortens the list
  /// of places to look.
  static func destroy(_ path: String) throws(PersonalDataError) {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      if errno == ENOENT { return }
      throw failure("overwriting", path)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw failure("overwriting", path) }
    let zeros = [UInt8](repeating: 0, count: 1 << 20)
    var left = Int(status.st_size)
    while left > 0 {
      let count = min(left, zeros.count)
      try write(Array(zeros[..<count]), to: descriptor, path)
      left -= count
    }
    guard fsync(descriptor) == 0 else { throw failure("flushing", path) }
    guard unlink(path) == 0 else { throw failure("deleting", path) }
    try flushDirectory(of: path)
  }

  /// Destroys all files of a directory and removes it; nothing happens where there is none.
  static func destroyDirectory(_ path: String) throws(PersonalDataError) {
    guard let names = try names(in: path) else { return }
    for name in names { try destroy("\(path)/\(name)") }
    guard rmdir(path) == 0 else { throw failure("removing", path) }
    try flushDirectory(of: path)
  }

  /// The names in a directory, sorted; `nil` when it isn't there.
  static func names(in path: String) throws(PersonalDataError) -> [String]? {
    guard let directory = opendir(path) else {
      if errno == ENOENT { return nil }
      throw failure("reading the directory", path)
    }
    defer { closedir(directory) }
    var names = [String]()
    while let entry = Glibc.readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Makes the entry of a file or directory in its parent survive a power cut.
  static func flushDirectory(of path: String) throws(PersonalDataError) {
    let directory = parent(of: path)
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("opening", directory) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else { throw failure("flushing", directory) }
  }

  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// A path without links, or `nil` when it doesn't exist.
  static func resolved(_ path: String) -> String? {
    guard let real = realpath(path, nil) else { return nil }
    defer { free(real) }
    return String(cString: real)
  }
}
