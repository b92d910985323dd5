internal import EventModel
internal import SwiftProtobuf

extension Message {
  /// The message with what another says: a missing field stays as it was, a list grows.
  func merged(with change: Self) -> Self {
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
