import EventLog

/// Reads the numbers of several files as one list.
struct DependantMerge {
  private struct Source {
    let file: DependantFile
    var block: [UInt64] = []
    var next = 0
    var nextBlock = 0

    /// Its next number; `nil` after the last.
    mutating func head() throws(EventLogError) -> UInt64? {
      if next == block.count {
        guard nextBlock < file.blockCount else { return nil }
        block = try file.block(nextBlock)
        nextBlock += 1
        next = 0
      }
      return block[next]
    }
  }

  private var sources: [Source]

  init(_ files: [DependantFile]) { sources = files.map { Source(file: $0) } }

  /// The next number of all; `nil` after the last.
  mutating func next() throws(EventLogError) -> UInt64? {
    var least: (number: UInt64, source: Int)?
    for index in sources.indices {
      if let head = try sources[index].head(), least.map({ head < $0.number }) ?? true {
        least = (head, index)
      }
    }
    guard let least else { return nil }
    sources[least.source].next += 1
    return least.number
  }
}
