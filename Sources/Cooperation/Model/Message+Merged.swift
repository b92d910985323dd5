internal import EventModel
internal import SwiftProtobuf

extension Message where Self: Equatable {
  /// The message with what another says: a missing field stays as it was, a list grows.
  ///
  /// - Complexity: O(1) where this message says nothing yet, as when an entity is described first.
  func merged(with change: Self) -> Self {
    if self == Self() { return change }
    var result = self
    do {
      try result.merge(serializedBytes: encoded(change))
    } catch {
      // What protobuf encodes it decodes.
      preconditionFailure("a message that was just encoded did not decode: \(error)")
    }
    return result
  }
}
