internal import Crypto
internal import EventModel

/// A personal part as it is stored.
///
/// Shape: `Schemas/personal-format.md`, "Part". Sealed are salt and plaintext together, under the
/// subject's key; authenticated besides are event id, subject and part name, so that a part can't be
/// moved to another event, person or part.
struct SealedPart: Equatable {
  /// AES-256-GCM; the number it has in the log's records too.
  static let algorithm: UInt8 = 1
  private static let label = Array("concord part 1".utf8) + [0]

  var event: EventID
  var part: String
  /// Nonce, ciphertext of salt ‖ plaintext, tag.
  var box: [UInt8]

  /// Seals a part.
  static func seal(
    _ part: PersonalPart, salt: [UInt8], nonce: [UInt8], under key: SymmetricKey
  ) -> SealedPart {
    precondition(salt.count == Commitment.saltByteCount)
    let associated = associatedData(event: part.event, subject: part.subject, part: part.part)
    return SealedPart(
      event: part.event, part: part.part,
      box: AuthenticatedBox.seal(salt + part.plaintext, nonce: nonce, under: key, for: associated))
  }

  /// Salt and plaintext; `nil` when the part is not as it was sealed.
  func open(subject: StreamName, under key: SymmetricKey) -> SaltedPlaintext? {
    let associated = Self.associatedData(event: event, subject: subject, part: part)
    guard let salted = AuthenticatedBox.open(box, under: key, for: associated) else { return nil }
    return SaltedPlaintext(salted)
  }

  static func associatedData(event: EventID, subject: StreamName, part: String) -> [UInt8] {
    var row = RowWriter(label)
    row.put(event.bytes)
    row.put(text: subject.text)
    row.put(text: part)
    return row.bytes
  }

  /// The stored bytes.
  var stored: [UInt8] {
    var row = RowWriter([Self.algorithm])
    row.put(event.bytes)
    row.put(text: part)
    row.put(box)
    return row.bytes
  }

  init(event: EventID, part: String, box: [UInt8]) {
    self.event = event
    self.part = part
    self.box = box
  }

  /// Reads stored bytes; `nil` when they don't have a part's form.
  init?(stored: [UInt8]) {
    var row = RowReader(stored)
    guard row.takeByte() == Self.algorithm, let event = row.take(16), let part = row.takeText(),
      let box = row.takeRest(),
      box.count >= AuthenticatedBox.overheadByteCount + Commitment.saltByteCount
    else { return nil }
    self.init(event: EventID(prefixOf: event), part: part, box: Array(box))
  }
}

/// Salt and plaintext as they stand together under the seal.
struct SaltedPlaintext {
  private let bytes: [UInt8]

  init?(_ bytes: [UInt8]) {
    guard bytes.count >= Commitment.saltByteCount else { return nil }
    self.bytes = bytes
  }

  var salt: ArraySlice<UInt8> { bytes[..<Commitment.saltByteCount] }
  var plaintext: ArraySlice<UInt8> { bytes[Commitment.saltByteCount...] }
  var commitment: EventModel.Digest { Commitment.digest(salted: bytes) }
}
