internal import EventLog
internal import Files
internal import Glibc

/// A sorted list of 8-byte numbers in a file, of which only every 512th is in memory.
///
/// Derived: whoever finds it damaged makes it anew. Written once, then only read.
final class DependantFile: Sendable {
  /// Numbers that are read at once: 4 KiB.
  static let blockCount = 512
  private static let stride = UInt64(MemoryLayout<UInt64>.size)

  /// What tells whether a file holds what was written.
  struct Seal: Hashable {
    var count = 0
    var checksum: UInt64 = 0

    mutating func take(_ number: UInt64) {
      count += 1
      checksum = (checksum ^ number) &* 0x9E37_79B9_7F4A_7C15
      checksum ^= checksum >> 29
    }
  }

  private final class Handle: Sendable {
    let file: File
    init(_ path: String, _ flags: Int32) throws(EventLogError) {
      file = try inFiles { () throws(FileError) in try File(path, flags) }
    }
  }

  private let handle: Handle
  /// The first number of each block.
  private let firsts: [UInt64]
  /// What was written.
  let seal: Seal

  private init(_ handle: Handle, _ firsts: [UInt64], _ seal: Seal) {
    self.handle = handle
    self.firsts = firsts
    self.seal = seal
  }

  /// Where it is.
  var path: String { handle.file.path }
  /// How many numbers it holds.
  var count: Int { seal.count }

  // MARK: - Reading

  /// Opens a file and reads it through.
  ///
  /// - Returns: `nil` where it isn't what was written.
  /// - Complexity: O(count): about a second for a gigabyte
  convenience init?(_ path: String, sealed seal: Seal) throws(EventLogError) {
    guard File.exists(path) else { return nil }
    let handle = try Handle(path, O_RDONLY)
    var firsts: [UInt64] = []
    var found = Seal()
    while true {
      let block = try Self.numbers(in: handle, from: found.count, Self.blockCount)
      guard let first = block.first else { break }
      firsts.append(first)
      for number in block { found.take(number) }
    }
    guard found == seal else { return nil }
    self.init(handle, firsts, seal)
  }

  private static func numbers(
    in handle: Handle, from index: Int, _ count: Int
  ) throws(EventLogError) -> [UInt64] {
    var failure: EventLogError?
    let numbers = [UInt64](unsafeUninitializedCapacity: count) { buffer, filled in
      do throws(EventLogError) {
        // SAFETY: every 8 bytes are a number; those that were not read are not counted.
        let byteCount = try inFiles { () throws(FileError) in
          try handle.file.read(
            into: UnsafeMutableRawBufferPointer(buffer), at: UInt64(index) * stride)
        }
        filled = byteCount / Int(stride)
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    return numbers
  }

  /// A block's numbers.
  ///
  /// - Throws: ``EventLogError/damaged(path:_:)`` where the file was cut short since it was opened.
  func block(_ index: Int) throws(EventLogError) -> [UInt64] {
    let start = index * Self.blockCount
    let expected = min(Self.blockCount, count - start)
    let numbers = try Self.numbers(in: handle, from: start, expected)
    guard numbers.count == expected else {
      throw .damaged(path: path, "it was cut short while it was open")
    }
    return numbers
  }

  /// Blocks of numbers.
  var blockCount: Int { firsts.count }

  /// The numbers of a range, in order.
  ///
  /// - Complexity: O(log count) in memory, and a read of 4 KiB for every 512 that are found
  func numbers(in range: Range<UInt64>) throws(EventLogError) -> [UInt64] {
    // The block before the first that begins in the range may end in it.
    var index = max(firsts.firstIndex(notBelow: range.lowerBound) - 1, 0)
    var found: [UInt64] = []
    while index < firsts.count, firsts[index] < range.upperBound {
      let block = try block(index)
      let first = block.firstIndex(notBelow: range.lowerBound)
      let end = block.firstIndex(notBelow: range.upperBound)
      found += block[first..<end]
      index += 1
    }
    return found
  }

  // MARK: - Writing

  /// Writes a file, durably but for its name.
  ///
  /// - Parameter next: the numbers in order; `nil` after the last.
  static func write(
    _ path: String, _ next: () throws(EventLogError) -> UInt64?
  ) throws(EventLogError) -> DependantFile {
    let handle = try Handle(path, O_RDWR | O_CREAT | O_TRUNC)
    var firsts: [UInt64] = []
    var seal = Seal()
    var block: [UInt64] = []
    block.reserveCapacity(Self.blockCount)
    while true {
      let number = try next()
      if let number {
        if block.isEmpty { firsts.append(number) }
        block.append(number)
      }
      guard number == nil || block.count == Self.blockCount else { continue }
      try append(block, at: seal.count, to: handle)
      for number in block { seal.take(number) }
      block.removeAll(keepingCapacity: true)
      if number == nil { break }
    }
    try inFiles { () throws(FileError) in try handle.file.flushData() }
    return DependantFile(handle, firsts, seal)
  }

  private static func append(
    _ block: [UInt64], at index: Int, to handle: Handle
  ) throws(EventLogError) {
    // SAFETY: a number is its 8 bytes.
    let result = block.withUnsafeBytes { bytes in
      Result { () throws(FileError) in try handle.file.write(bytes, at: UInt64(index) * stride) }
    }
    try inFiles { () throws(FileError) in try result.get() }
  }
}

extension [UInt64] {
  /// The first index of a sorted list whose number is not below another.
  func firstIndex(notBelow number: UInt64) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
