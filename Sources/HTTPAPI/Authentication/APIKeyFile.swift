internal import EventModel
internal import Files
internal import FoundationEssentials
internal import Glibc
internal import Synchronization

/// The file of hashed API keys; changes take effect at the next request, without a restart.
public final class APIKeyFile: Sendable {
  /// Why the file can't be used.
  public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
    /// The operating system refused.
    case inputOutput(path: String, code: Int32)
    /// A line is not a key.
    case malformed(path: String, line: Int)
    /// No key has that id.
    case unknownKey(String)

    /// One sentence.
    public var description: String {
      switch self {
      case .inputOutput(let path, let code):
        "the key file \(path) can't be used: \(FileError.reason(code, at: path))"
          + ([EACCES, EPERM].contains(code) ? "; check its owner and mode" : "")
      case .malformed(let path, let line):
        "line \(line) of the key file \(path) is not a key; lines are made by: concord keys add"
      case .unknownKey(let id): "there is no key \(id); see: concord keys list"
      }
    }
  }

  private struct Loaded {
    var stamp: FileStamp?
    var keys: [Digest: APIKey] = [:]
    /// Whether there ever was a key; what was closed once doesn't open again by itself.
    var hasHeldKeys = false
  }

  /// What tells that a file was replaced: every change writes a new file under the name.
  private struct FileStamp: Equatable {
    let inode: UInt64
    let size: Int64
    let seconds: Int
    let nanoseconds: Int
  }

  /// Where it is.
  public let path: String
  private let loaded = Mutex(Loaded())

  /// The keys at a path; a missing file holds none.
  ///
  /// - Throws: ``Failure`` when the file is there but can't be read.
  public init(path: String) throws(Failure) {
    self.path = path
    try refresh()
  }

  /// Whether there is no key at all.
  public func isEmpty() throws(Failure) -> Bool {
    try refresh()
    return loaded.withLock { $0.keys.isEmpty }
  }

  /// Whether there is a key, or ever was one.
  ///
  /// The file is made with the first key and stays when the last is revoked.
  public func hasHeldKeys() throws(Failure) -> Bool {
    try refresh()
    return loaded.withLock { $0.hasHeldKeys }
  }

  /// The key of a secret, if it is known and not revoked.
  ///
  /// Looked up by hash: nothing about the secret leaks through the time it takes.
  /// - Throws: ``Failure`` when the file changed and can't be read.
  public func key(of secret: String) throws(Failure) -> APIKey? {
    try refresh()
    let hash = APIKey.hash(of: secret)
    return loaded.withLock { $0.keys[hash] }
  }

  /// Whether a key is still known.
  ///
  /// - Throws: ``Failure`` when the file changed and can't be read.
  func holds(_ key: APIKey) throws(Failure) -> Bool {
    try refresh()
    return loaded.withLock { $0.keys[key.hash] != nil }
  }

  /// All keys, oldest first.
  public func list() throws(Failure) -> [APIKey] {
    try refresh()
    return loaded.withLock {
      $0.keys.values.sorted { ($0.createdOn, $0.id) < ($1.createdOn, $1.id) }
    }
  }

  /// Adds a key.
  public func add(_ key: APIKey) throws(Failure) {
    try change { keys throws(Failure) in keys + [key] }
  }

  /// Takes a key out.
  ///
  /// - Throws: ``Failure/unknownKey(_:)`` when no key has the id.
  public func revoke(id: String) throws(Failure) {
    try change { keys throws(Failure) in
      guard keys.contains(where: { $0.id == id }) else { throw .unknownKey(id) }
      return keys.filter { $0.id != id }
    }
  }

  /// Reads, changes and writes, while nobody else does: two changes at once would undo each other.
  private func change(
    _ body: ([APIKey]) throws(Failure) -> [APIKey]
  ) throws(Failure) {
    let lock = try takeLock()
    defer { withExtendedLifetime(lock) {} }
    try write(body(list()))
  }

  private func takeLock() throws(Failure) -> FileLock {
    do throws(FileError) { return try FileLock(waitingFor: path + ".lock") } catch {
      throw .inputOutput(path: error.path, code: error.code)
    }
  }

  private func refresh() throws(Failure) {
    let stamp = try currentStamp()
    if loaded.withLock({ $0.stamp == stamp }) { return }
    let keys = stamp == nil ? [:] : try read()
    loaded.withLock {
      $0 = Loaded(stamp: stamp, keys: keys, hasHeldKeys: $0.hasHeldKeys || stamp != nil)
    }
  }

  private func currentStamp() throws(Failure) -> FileStamp? {
    var status = stat()
    guard stat(path, &status) == 0 else {
      if errno == ENOENT { return nil }
      throw .inputOutput(path: path, code: errno)
    }
    return FileStamp(
      inode: UInt64(status.st_ino), size: Int64(status.st_size), seconds: status.st_mtim.tv_sec,
      nanoseconds: status.st_mtim.tv_nsec)
  }

  private func read() throws(Failure) -> [Digest: APIKey] {
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try File.everything(under: path)
    } catch {
      throw .inputOutput(path: path, code: error.code)
    }
    var keys: [Digest: APIKey] = [:]
    let lines = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: true)
    for (index, line) in lines.enumerated() {
      guard let key = APIKey(line: String(line)) else {
        throw .malformed(path: path, line: index + 1)
      }
      keys[key.hash] = key
    }
    return keys
  }

  /// Whole or not at all, and for good: a revoked key doesn't come back after a power cut.
  private func write(_ keys: [APIKey]) throws(Failure) {
    let text = keys.map { $0.line + "\n" }.joined()
    do throws(FileError) { try File.replace(path, Array(text.utf8)) } catch {
      throw .inputOutput(path: error.path, code: error.code)
    }
    try refresh()
  }
}
