internal import Crypto
internal import EventModel

/// A key of 256 bits under the seal of the key-encryption key.
///
/// Shape: `Schemas/personal-format.md`, "Wrapped key": generation (4 bytes) ‖ box (60 bytes).
struct WrappedKey: Equatable {
  static let byteCount = 64
  /// Stands for the owner of the look-up key; no stream name has this form.
  static let lookUpOwner = "#look-up"
  private static let label = Array("concord key 1".utf8) + [0]

  /// The generation of the key-encryption key that wraps it.
  let generation: Int
  private let box: [UInt8]

  /// Wraps a key for its owner, who is authenticated with it.
  init(
    _ key: SymmetricKey, owner: String, generation: Int, under wrappingKey: SymmetricKey,
    nonce: [UInt8]
  ) {
    self.generation = generation
    box = AuthenticatedBox.seal(
      key.withUnsafeBytes { Array($0) }, nonce: nonce, under: wrappingKey,
      for: Self.label + owner.utf8)
  }

  /// The key; `nil` when it is not what was wrapped for this owner.
  func open(owner: String, under wrappingKey: SymmetricKey) -> SymmetricKey? {
    AuthenticatedBox.open(box, under: wrappingKey, for: Self.label + owner.utf8)
      .map { SymmetricKey(data: $0) }
  }

  var stored: [UInt8] {
    var row = RowWriter()
    row.put(number: generation)
    row.put(box)
    return row.bytes
  }

  init?(stored: some Collection<UInt8>) {
    var row = RowReader(Array(stored))
    guard stored.count == Self.byteCount, let generation = row.takeNumber(),
      let box = row.takeRest()
    else { return nil }
    self.generation = generation
    self.box = Array(box)
  }
}
