import MerkleTree
import Synchronization

extension Progress {
  /// Shows how large a log's copy has become, then how many of its records are hashed.
  ///
  /// - Parameters:
  ///   - copy: the copy's file.
  ///   - total: how large it will be, about; `nil` when nobody knows.
  ///   - body: copies and hashes, and tells what it is given how many records are hashed.
  static func watchingCopy(
    _ copy: String, as what: String, of total: Int?,
    _ body:
      @Sendable @escaping (_ onChecked: @Sendable @escaping (UInt64, UInt64) -> Void) throws ->
      TreeHead
  ) async throws -> TreeHead {
    let phase = CopyPhase()
    return try await watching(
      as: what, of: total,
      size: { phase.isHashing.load(ordering: .relaxed) ? nil : fileByteCount(copy) }
    ) {
      let hashing = Progress("hashing records", unit: "records")
      defer { hashing.finish() }
      return try body { done, total in
        phase.isHashing.store(true, ordering: .relaxed)
        hashing.update(Int(done), of: Int(total))
      }
    }
  }
}

/// What is being done with a copy.
private final class CopyPhase: Sendable {
  let isHashing = Atomic<Bool>(false)
}
