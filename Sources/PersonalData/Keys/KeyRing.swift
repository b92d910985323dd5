internal import Crypto
internal import EventModel

/// The opened keys of one store and one generation.
struct KeyRing: Sendable {
  let generation: Int
  private let wrappingKey: SymmetricKey
  private let lookUpKey: SymmetricKey

  /// Takes the store's wrapped look-up key; `nil` when it is not what this key wrapped.
  init?(_ key: KeyEncryptionKey, store: StoreID, lookUpKey wrapped: WrappedKey) {
    let wrappingKey = key.wrappingKey(store: store)
    guard wrapped.generation == key.generation,
      let lookUpKey = wrapped.open(owner: WrappedKey.lookUpOwner, under: wrappingKey)
    else { return nil }
    generation = key.generation
    self.wrappingKey = wrappingKey
    self.lookUpKey = lookUpKey
  }

  /// A ring with a new look-up key, for a new generation.
  init(_ key: KeyEncryptionKey, newLookUpKeyIn store: StoreID) {
    generation = key.generation
    wrappingKey = key.wrappingKey(store: store)
    lookUpKey = SymmetricKey(size: .bits256)
  }

  /// The look-up key as the store's meta table keeps it.
  func wrappedLookUpKey() -> WrappedKey {
    wrap(lookUpKey, owner: WrappedKey.lookUpOwner, Randomness())
  }

  func wrap(_ key: SymmetricKey, owner: String, _ randomness: Randomness) -> WrappedKey {
    WrappedKey(
      key, owner: owner, generation: generation, under: wrappingKey,
      nonce: randomness.bytes(AuthenticatedBox.nonceByteCount))
  }

  func unwrap(_ key: WrappedKey, owner: String) -> SymmetricKey? {
    guard key.generation == generation else { return nil }
    return key.open(owner: owner, under: wrappingKey)
  }

  /// The look-up table's key for a text.
  func hash(ofLookUp text: String) -> LookUpHash { LookUpHash(text, under: lookUpKey) }
}

/// What stands in the look-up table for a text: nobody without the look-up key can guess it.
struct LookUpHash: Hashable {
  static let byteCount = 32
  private static let label = Array("concord look-up 1".utf8) + [0]

  let bytes: [UInt8]

  /// HMAC-SHA256 of the text.
  init(_ text: String, under key: SymmetricKey) {
    bytes = Array(HMAC<SHA256>.authenticationCode(for: Self.label + text.utf8, using: key))
  }

  init?(stored: some Collection<UInt8>) {
    guard stored.count == Self.byteCount else { return nil }
    bytes = Array(stored)
  }
}
