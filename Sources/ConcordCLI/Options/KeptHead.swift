import ArgumentParser
import MerkleTree

extension TreeHead {
  /// A head as it is kept elsewhere, and as `--head` takes it: `675:` and the root in hexadecimal.
  var kept: String { "\(size):\(root.hexadecimal)" }

  /// Reads a head as it is kept: the number of records, a colon, the root in hexadecimal. Commas in the
  /// number are as numbers of records are printed for people.
  init(kept text: String) throws {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let size = UInt64(parts[0].filter { $0 != "," }),
      (1...Self.maximumSize).contains(size), let root = try? TreeHash(hexadecimal: parts[1])
    else {
      throw ValidationError(
        "A head is the number of records, a colon and the 64 hexadecimal digits of the root.")
    }
    self.init(size: size, root: root)
  }
}
