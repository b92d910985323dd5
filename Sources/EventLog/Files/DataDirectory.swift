internal import Glibc

/// Where a log's files stand; see `Schemas/log-format.md`.
struct DataDirectory: Hashable, Sendable {
  /// The directory, as it was given.
  let path: String

  var lockFile: String { path + "/lock" }
  var clockAccepted: String { path + "/clock.accepted" }
  var log: String { path + "/log" }
  var index: String { path + "/index" }
  var tiles: String { path + "/tiles" }
  /// There when the index was found damaged while it was open: the next opening makes it anew.
  var indexFoundDamaged: String { index + "/found-damaged" }

  /// Makes a directory unless it is there; its entry survives a power cut.
  static func make(_ path: String) throws(EventLogError) {
    if mkdir(path, 0o700) == 0 { return try flush(parent(of: path)) }
    guard errno == EEXIST else { throw .system("mkdir", path) }
  }

  /// The directory that a path's last name stands in.
  private static func parent(of path: String) -> String {
    var parent = path[...]
    while parent.last == "/" { parent.removeLast() }
    guard let slash = parent.lastIndex(of: "/") else { return "." }
    return String(parent[...slash])
  }

  /// Whether something is at a path.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Makes an empty file unless it is there.
  static func mark(_ path: String) throws(EventLogError) {
    _ = try DataFile(path, O_WRONLY | O_CREAT)
  }

  /// Deletes a derived directory and the files in it.
  static func remove(_ path: String) throws(EventLogError) {
    for name in try names(in: path) { unlink(path + "/" + name) }
    guard rmdir(path) == 0 || errno == ENOENT else { throw .system("rmdir", path) }
  }

  /// The names in a directory, sorted; none when it isn't there.
  static func names(in path: String) throws(EventLogError) -> [String] {
    guard let directory = opendir(path) else {
      if errno == ENOENT { return [] }
      throw .system("opendir", path)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Makes what was created, renamed or deleted in a directory survive a power cut.
  static func flush(_ path: String) throws(EventLogError) {
    let file = try DataFile(path, O_RDONLY | O_DIRECTORY)
    try file.flush()
  }
}

extension EventLogError {
  /// What the operating system just refused.
  ///
  /// - Parameter code: `errno`, read at once.
  static func system(_ operation: String, _ path: String, _ code: Int32 = errno) -> EventLogError {
    code == ENOSPC || code == EDQUOT
      ? .diskFull : .inputOutput(operation: operation, path: path, code: code)
  }

  /// Whether the device failed, so that nothing may be written any more.
  var isDeviceFailure: Bool {
    if case .inputOutput(_, _, let code) = self { return code == EIO }
    return false
  }
}
