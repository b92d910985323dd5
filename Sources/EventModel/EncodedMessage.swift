public import SwiftProtobuf

/// A message's bytes.
///
/// Inlinable, so that it is compiled for each message: every event passes here.
@inlinable package func encoded(_ message: some Message) -> [UInt8] {
  do {
    return try message.serializedBytes()
  } catch {
    // Only proto2's required fields and `Any` can fail, and no schema of ours has either.
    preconditionFailure("a message without required fields did not encode: \(error)")
  }
}
