internal import EventModel

/// An immutable list that shares what it has in common with the list it was appended to.
///
/// Whole chunks are shared by reference, so a list of 10,000 events that grows by one copies at most
/// one chunk and the references to the others.
@frozen
public struct ChunkedList<Element: Sendable>: RandomAccessCollection, Sendable {
  // Inlinable throughout: other modules walk these lists all the time, and without a specialised
  // form each element would be fetched through the generic one.

  /// Elements in a chunk; all chunks but the last are full.
  @inlinable static var chunkCount: Int { 32 }

  @usableFromInline let chunks: [[Element]]
  /// How many elements there are.
  public let count: Int

  @inlinable init(chunks: [[Element]], count: Int) {
    self.chunks = chunks
    self.count = count
  }

  /// A list of these elements.
  ///
  /// - Complexity: O(elements)
  @inlinable
  public init(_ elements: some Collection<Element>) {
    if elements.count <= Self.chunkCount {
      self.init(chunks: elements.isEmpty ? [] : [Array(elements)], count: elements.count)
    } else {
      self = ChunkedList(chunks: [], count: 0).appending(elements)
    }
  }

  /// The first index, 0.
  @inlinable public var startIndex: Int { 0 }
  /// The count.
  @inlinable public var endIndex: Int { count }

  /// The first element; `nil` in an empty list.
  @inlinable public var first: Element? { chunks.first?.first }
  /// The last element; `nil` in an empty list.
  @inlinable public var last: Element? { chunks.last?.last }

  /// The element at an index.
  ///
  /// - Complexity: O(1)
  @inlinable
  public subscript(index: Int) -> Element {
    _read { yield chunks[index / Self.chunkCount][index % Self.chunkCount] }
  }

  /// A list with more elements at its end; this one stays as it is.
  ///
  /// - Complexity: O(count / 32 + elements)
  @inlinable
  public func appending(_ elements: some Collection<Element>) -> ChunkedList {
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

extension ChunkedList<EffectiveEvent> {
  /// The index of an event; `nil` where it isn't in the list.
  ///
  /// - Complexity: O(count); no event is copied.
  func index(of event: EventID) -> Int? {
    for (number, chunk) in chunks.enumerated() {
      for index in chunk.indices where chunk[index].original.event.id == event {
        return number * Self.chunkCount + index
      }
    }
    return nil
  }
}
