internal import Files
internal import Glibc
internal import MerkleTree
internal import Synchronization

/// The hash tree: its files, and in memory what is not in them yet.
///
/// Derived: what a file holds beyond the checkpoint is not read, and all of it can be computed from
/// the log. See `Schemas/log-format.md`.
final class TileStore: Sendable {
  private final class LevelFile: Sendable {
    let file: File
    init(_ path: String, _ flags: Int32) throws(EventLogError) {
      file = try inFiles { () throws(FileError) in try File(path, flags) }
    }
  }

  private struct State {
    /// The size of the tree whose hashes are all in the files.
    var durableSize: UInt64
    /// The size of the tree whose hashes are in the files and in `tail`.
    var size: UInt64
    /// By level: what follows the durable hashes.
    var tail: [[TreeHash]] = []
    var files: [LevelFile]
  }

  private let path: String
  private let isReadOnly: Bool
  private let state: Mutex<State>

  /// Opens the files of a tree of which `durableSize` leaves were flushed.
  ///
  /// - Throws: ``EventLogError/damaged(path:_:)`` when a file is missing or shorter than that.
  init(_ path: String, durableSize: UInt64, isReadOnly: Bool) throws(EventLogError) {
    if !isReadOnly { try DataDirectory.make(path) }
    var files: [LevelFile] = []
    for level in 0..<Tile.levelCount(treeSize: durableSize) {
      files.append(try Self.open(path, level, treeSize: durableSize, isReadOnly))
    }
    self.path = path
    self.isReadOnly = isReadOnly
    state = Mutex(State(durableSize: durableSize, size: durableSize, files: files))
  }

  /// Opens a level's file, which holds at least the hashes of a tree of that size.
  private static func open(
    _ path: String, _ level: Int, treeSize: UInt64, _ isReadOnly: Bool
  ) throws(EventLogError) -> LevelFile {
    let name = "\(path)/\(level)"
    guard try inFiles({ () throws(FileError) in try File.isThere(name) }) else {
      throw .damaged(path: name, "the file is missing")
    }
    let opened = try LevelFile(name, isReadOnly ? O_RDONLY : O_RDWR)
    let (expected, isTooLarge) = Tile.hashCount(level: level, treeSize: treeSize)
      .multipliedReportingOverflow(by: stride)
    let found = try inFiles { () throws(FileError) in try opened.file.byteCount() }
    guard !isTooLarge, found >= expected else {
      throw .damaged(
        path: name, "it has \(found) bytes, the hashes of \(treeSize) records were flushed")
    }
    return opened
  }

  private static let stride = UInt64(TreeHash.byteCount)

  /// The size of the tree whose hashes the files hold.
  var durableSize: UInt64 { state.withLock { $0.durableSize } }

  /// Takes in the hashes that further leaves have completed.
  func append(_ completed: CompletedHashes) {
    state.withLock { state in
      for level in 0..<completed.levelCount {
        if state.tail.count <= level { state.tail.append([]) }
        state.tail[level] += completed.hashes(level: level)
      }
      state.size += UInt64(completed.hashes(level: 0).count)
    }
  }

  /// Writes the hashes of a tree of this size to the files, and returns when they are durable.
  ///
  /// They stay in memory until ``forget(below:)``: the index's checkpoint must be there first.
  /// - Complexity: O(hashes not yet written)
  func flush(upTo size: UInt64) throws(EventLogError) {
    let durableSize = self.durableSize
    var isNew = false
    for level in 0..<Tile.levelCount(treeSize: size) {
      let first = Tile.hashCount(level: level, treeSize: durableSize)
      let count = Int(Tile.hashCount(level: level, treeSize: size) - first)
      guard count > 0 else { continue }
      let opened = try levelFile(level, &isNew)
      // A copy of its own: while it is written the writer goes on appending to the list.
      let hashes = state.withLock { Array($0.tail[level][..<count]) }
      try Self.write(hashes, at: first, to: opened)
      try inFiles { () throws(FileError) in try opened.file.flushData() }
    }
    if isNew { try inFiles { () throws(FileError) in try Directory.flush(path) } }
  }

  /// Drops from memory what has been flushed.
  func forget(below size: UInt64) {
    state.withLock { state in
      for level in state.tail.indices {
        let first = Tile.hashCount(level: level, treeSize: state.durableSize)
        let count = Int(Tile.hashCount(level: level, treeSize: size) - first)
        state.tail[level].removeFirst(count)
      }
      state.durableSize = size
    }
  }

  /// Drops from memory what another process has flushed, and reads it from the files from now on.
  ///
  /// - Throws: ``EventLogError/damaged(path:_:)`` when a file is missing or too short; nothing has
  ///   changed then.
  func takeFlushed(upTo size: UInt64) throws(EventLogError) {
    // All of them: that process may have made them anew, and deleted those that are open here.
    var files: [LevelFile] = []
    for level in 0..<Tile.levelCount(treeSize: size) {
      files.append(try Self.open(path, level, treeSize: size, isReadOnly))
    }
    state.withLock { $0.files = files }
    forget(below: size)
  }

  private static func write(
    _ hashes: [TreeHash], at index: UInt64, to level: LevelFile
  ) throws(EventLogError) {
    // SAFETY: a list of hashes is byte for byte what a tile file holds.
    let result = hashes.withUnsafeBytes { bytes in
      Result { () throws(FileError) in try level.file.write(bytes, at: index * stride) }
    }
    try inFiles { () throws(FileError) in try result.get() }
  }

  private func levelFile(_ level: Int, _ isNew: inout Bool) throws(EventLogError) -> LevelFile {
    if let opened = state.withLock({ $0.files.indices.contains(level) ? $0.files[level] : nil }) {
      return opened
    }
    let opened = try LevelFile("\(path)/\(level)", O_RDWR | O_CREAT)
    isNew = true
    state.withLock { state in
      // Levels are reached one after the other, and only one thread flushes.
      if state.files.count == level { state.files.append(opened) }
    }
    return opened
  }

  /// The hash that was computed for a leaf when it was appended.
  ///
  /// - Precondition: `index` is below ``treeSize``.
  /// - Complexity: one read of 32 bytes, no allocation
  func leafHash(at index: UInt64) throws(EventLogError) -> TreeHash {
    let (file, inMemory) = state.withLock { state -> (LevelFile?, TreeHash?) in
      guard index >= state.durableSize else { return (state.files.first, nil) }
      return (nil, state.tail[0][Int(index - state.durableSize)])
    }
    if let inMemory { return inMemory }
    guard let file else { return try hashes(level: 0, index..<(index + 1))[0] }
    // SAFETY: the hash is made of the buffer only where all of it was read.
    let result = withUnsafeTemporaryAllocation(byteCount: TreeHash.byteCount, alignment: 8) {
      buffer in
      Result { () throws(EventLogError) in
        let count = try inFiles { () throws(FileError) in
          try file.file.read(into: buffer, at: index * Self.stride)
        }
        guard count == buffer.count,
          let hash = try? TreeHash(bytes: RawSpan(_unsafeBytes: UnsafeRawBufferPointer(buffer)))
        else { throw .damaged(path: file.file.path, "it was cut short while it was open") }
        return hash
      }
    }
    return try result.get()
  }

  /// Some hashes of one level.
  ///
  /// - Precondition: they lie within the tree.
  func hashes(level: Int, _ range: Range<UInt64>) throws(EventLogError) -> [TreeHash] {
    let (file, durableCount, inMemory) = state.withLock { state in
      let durable = Tile.hashCount(level: level, treeSize: state.durableSize)
      let file = state.files.indices.contains(level) ? state.files[level] : nil
      guard range.upperBound > durable else { return (file, durable, [TreeHash]()) }
      let first = Int(max(range.lowerBound, durable) - durable)
      return (file, durable, Array(state.tail[level][first..<Int(range.upperBound - durable)]))
    }
    guard range.lowerBound < durableCount, let file else { return inMemory }
    let stored = range.lowerBound..<min(range.upperBound, durableCount)
    let result = try read(file, stored)
    return inMemory.isEmpty ? result : result + inMemory
  }

  private func read(
    _ level: LevelFile, _ range: Range<UInt64>
  ) throws(EventLogError) -> [TreeHash] {
    let bytes = try inFiles { () throws(FileError) in
      try level.file.read(range.count * TreeHash.byteCount, at: range.lowerBound * Self.stride)
    }
    guard bytes.count == range.count * TreeHash.byteCount else {
      throw .damaged(path: level.file.path, "it was cut short while it was open")
    }
    do throws(MerkleTreeError) {
      return try TreeHash.hashes(in: bytes.span.bytes)
    } catch {
      throw .damaged(path: level.file.path, "\(error)")
    }
  }

  /// Puts right hashes of the leaves that the files have wrong.
  ///
  /// What is not in the files yet can't be wrong in them.
  /// - Returns: how many were written.
  func mend(_ hashes: [TreeHash], from index: UInt64) throws(EventLogError) -> Int {
    guard !isReadOnly else { return 0 }
    let (file, durableSize) = state.withLock { ($0.files.first, $0.durableSize) }
    guard let file, index < durableSize else { return 0 }
    let hashes = Array(hashes.prefix(Int(clamping: durableSize - index)))
    try Self.write(hashes, at: index, to: file)
    return hashes.count
  }
}

extension TileStore: TileReader {
  var treeSize: UInt64 { state.withLock { $0.size } }

  func hashes(in tile: Tile) throws(EventLogError) -> [TreeHash] {
    try hashes(level: tile.level, tile.hashRange)
  }
}
