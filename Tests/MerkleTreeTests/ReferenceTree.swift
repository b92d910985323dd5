import Crypto

/// The definitions of RFC 6962 section 2.1 word for word, recursive, over arrays of bytes.
///
/// It shares nothing with the module but the type of its answers, and remembers what it computed.
struct ReferenceTree {
  private let leafHashes: [[UInt8]]
  private var known: [Range<Int>: [UInt8]] = [:]

  init(leaves: [[UInt8]]) {
    leafHashes = leaves.map { Array(SHA256.hash(data: [0] + $0)) }
  }

  /// MTH(D[range]).
  mutating func root(_ range: Range<Int>) -> [UInt8] {
    if range.isEmpty { return Array(SHA256.hash(data: [UInt8]())) }
    if range.count == 1 { return leafHashes[range.lowerBound] }
    if let root = known[range] { return root }
    let middle = range.lowerBound + Self.split(range.count)
    let left = root(range.lowerBound..<middle)
    let right = root(middle..<range.upperBound)
    let node = Array(SHA256.hash(data: [1] + left + right))
    known[range] = node
    return node
  }

  /// PATH(m, D[range]), with m counted from the beginning of the range.
  mutating func path(_ leaf: Int, _ range: Range<Int>) -> [[UInt8]] {
    if range.count == 1 { return [] }
    let k = Self.split(range.count)
    let (left, right) = (
      range.lowerBound..<range.lowerBound + k, range.lowerBound + k..<range.upperBound
    )
    return leaf < k
      ? path(leaf, left) + [root(right)]
      : path(leaf - k, right) + [root(left)]
  }

  /// PROOF(m, D[0:n]) for 0 < m < n.
  mutating func proof(_ older: Int, _ newer: Int) -> [[UInt8]] {
    subproof(older, 0..<newer, true)
  }

  private mutating func subproof(
    _ older: Int, _ range: Range<Int>, _ isComplete: Bool
  ) -> [[UInt8]] {
    if older == range.count { return isComplete ? [] : [root(range)] }
    let k = Self.split(range.count)
    let (left, right) = (
      range.lowerBound..<range.lowerBound + k, range.lowerBound + k..<range.upperBound
    )
    return older <= k
      ? subproof(older, left, isComplete) + [root(right)]
      : subproof(older - k, right, false) + [root(left)]
  }

  /// The largest power of two below `count`.
  private static func split(_ count: Int) -> Int {
    var k = 1
    while 2 * k < count { k *= 2 }
    return k
  }
}
