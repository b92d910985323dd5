package import SwiftProtobuf

/// A message's bytes.
package func encoded(_ message: some Message) -> [UInt8] {
  do {
    return try message.serializedBytes()
  } catch {
    // Only proto2's required fields and `Any` can fail, and no schema of ours has either.
    preconditionFailure("a message without required fields did not encode: \(error)")
  }
}
