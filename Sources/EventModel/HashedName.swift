/// A stream's or a type's name with its hash, computed once, where there is time for it.
///
/// The log's writer looks a name up several times for each append; it gets the key ready-made from
/// the thread that hands the append in. Like every `hashValue`, the hash differs from process to
/// process, so that nobody can choose names that collide.
package struct HashedName: Hashable, Sendable {
  /// The name.
  package let text: String
  @usableFromInline let hash: Int

  private init(_ text: String) {
    self.text = text
    hash = text.hashValue
  }

  /// Hashes a stream's name.
  ///
  /// - Complexity: O(length)
  package init(_ stream: StreamName) { self.init(stream.text) }

  /// Hashes a type's name.
  ///
  /// - Complexity: O(length)
  package init(_ type: EventType) { self.init(type.text) }

  /// Equal names; those that differ are nearly always told apart by their hashes.
  @inlinable package static func == (left: Self, right: Self) -> Bool {
    left.hash == right.hash && left.text == right.text
  }

  /// Feeds the hash alone.
  ///
  /// - Complexity: O(1)
  @inlinable package func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}
