/// An immutable list that shares what it has in common with the list it was appended to.
///
/// Whole chunks are shared by reference, so a list of 10,000 events that grows by one copies at most
/// one chunk and the references to the others.
public struct ChunkedList<Element: Sendable>: RandomAccessCollection, Sendable {
  /// Elements in a chunk; all chunks but the last are full.
  private static var chunkCount: Int { 32 }

  private let chunks: [[Element]]
  /// How many elements there are.
  public let count: Int

  private init(chunks: [[Element]], count: Int) {
    self.chunks = chunks
    self.count = count
  }

  /// A list of these elements.
  ///
  /// - Complexity: O(elements)
  public init(_ elements: some Sequence<Element>) {
    self = ChunkedList(chunks: [], count: 0).appending(elements)
  }

  /// The first index, 0.
  public var startIndex: Int { 0 }
  /// The count.
  public var endIndex: Int { count }

  /// The element at an index.
  ///
  /// - Complexity: O(1)
  public subscript(index: Int) -> Element {
    chunks[index / Self.chunkCount][index % Self.chunkCount]
  }

  /// A list with more elements at its end; this one stays as it is.
  ///
  /// - Complexity: O(count / 32 + elements)
  public func appending(_ elements: some Sequence<Element>) -> ChunkedList {
    var chunks = chunks
    var count = count
    var open: [Element] = []
    if count % Self.chunkCount != 0, let last = chunks.popLast() { open = last }
    for element in elements {
      open.append(element)
      count += 1
      if open.count == Self.chunkCount {
        chunks.append(open)
        open = []
      }
    }
    if !open.isEmpty { chunks.append(open) }
    return ChunkedList(chunks: chunks, count: count)
  }
}
