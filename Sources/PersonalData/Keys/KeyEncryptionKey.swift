internal import Crypto
internal import EventModel
internal import FoundationEssentials

/// The key that wraps all others; it lives outside the data directory.
///
/// Shape as text: `<generation>:<32 bytes as 64 hex digits or as base64>`. A new generation is made
/// to complete erasures: what only an older generation could open is then lost for good.
public struct KeyEncryptionKey: Sendable, Equatable {
  /// The environment variable that may hold the key.
  public static let variableName = "CONCORD_KEK"
  static let byteCount = 32

  /// Counts the keys of one store, from 1.
  public let generation: Int
  let key: SymmetricKey
  /// The seals of the generations before it, as its file names them: what a backup may be sealed under.
  var ancestors: [StoreSeal] = []

  init(generation: Int, key: SymmetricKey) {
    self.generation = generation
    self.key = key
  }

  /// A new random key of the given generation.
  ///
  /// - Precondition: 1 ≤ generation ≤ ``PersonalDataLimits/keyGeneration``.
  public static func generate(generation: Int = 1) -> KeyEncryptionKey {
    precondition((1...PersonalDataLimits.keyGeneration).contains(generation))
    return KeyEncryptionKey(generation: generation, key: SymmetricKey(size: .bits256))
  }

  /// Reads the text form.
  ///
  /// - Parameter place: The file or variable it came from, for the error.
  /// - Throws: `.keyMalformed`; the error shows nothing of the text.
  public init(text: String, at place: String) throws(PersonalDataError) {
    let trimmed = text.utf8.filter { !" \t\r\n".utf8.contains($0) }
    let halves = trimmed.split(
      separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
    guard halves.count == 2,
      let generation = Int(String(decoding: halves[0], as: UTF8.self)),
      (1...PersonalDataLimits.keyGeneration).contains(generation)
    else {
      throw PersonalDataError(
        .keyMalformed,
        "a key-encryption key is written as its generation, a colon, "
          + "and 32 bytes as 64 hex digits or base64", at: place)
    }
    let encoded = String(decoding: halves[1], as: UTF8.self)
    let hex = halves[1].count == 2 * Self.byteCount ? EventModel.bytes(hex: halves[1]) : nil
    let bytes = hex ?? Data(base64Encoded: encoded).map(Array.init)
    guard let bytes, bytes.count == Self.byteCount else {
      let found = bytes.map { "\($0.count) bytes" } ?? "something else"
      throw PersonalDataError(
        .keyMalformed,
        "a key-encryption key is 32 bytes as 64 hex digits or base64, not \(found)", at: place)
    }
    self.init(generation: generation, key: SymmetricKey(data: bytes))
  }

  /// The text form, for the one file or variable that holds it; never for a log.
  func secretText() -> String {
    "\(generation):" + hexText(key.withUnsafeBytes { Array($0) })
  }
}

extension KeyEncryptionKey: CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// Names the generation; shows nothing of the key.
  public var description: String { "key-encryption key of generation \(generation)" }
  /// Names the generation; shows nothing of the key.
  public var debugDescription: String { description }
  /// Has no children, so that a dump shows nothing of the key.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

extension KeyEncryptionKey {
  /// What tells this key from another without revealing it: 16 bytes, kept in the store.
  func checkValue(store: StoreID) -> [UInt8] {
    derive("concord personal check 1", store).withUnsafeBytes { Array($0.prefix(16)) }
  }

  /// The key that wraps subject keys and the look-up key of one store.
  func wrappingKey(store: StoreID) -> SymmetricKey {
    derive("concord personal wrapping 1", store)
  }

  /// HKDF-SHA256 with the store's id as salt and purpose and generation as info.
  private func derive(_ purpose: String, _ store: StoreID) -> SymmetricKey {
    var info = RowWriter(Array(purpose.utf8))
    info.put(number: generation)
    return HKDF<SHA256>.deriveKey(
      inputKeyMaterial: key, salt: store.bytes, info: info.bytes,
      outputByteCount: Self.byteCount)
  }
}

/// Names one personal store, through all its copies, backups and generations.
struct StoreID: Identifier16 {
  let high: UInt64
  let low: UInt64
}
