internal import Crypto
internal import EventModel
internal import LMDB

/// One command's rows while they are checked and sealed; they are stored all together or not at all.
struct Preparation {
  let command: CommandID
  let ring: KeyRing
  private let randomness: Randomness
  private(set) var row = CommandRow(parts: [])

  private var parts: [(key: [UInt8], sealed: [UInt8])] = []
  private var subjects: [StreamName: Subject] = [:]
  private var reservations: [LookUpHash: StreamName] = [:]

  private struct Subject {
    var row: SubjectRow
    var key: SymmetricKey
    var isChanged: Bool
  }

  init(command: CommandID, ring: KeyRing, _ randomness: Randomness) {
    self.command = command
    self.ring = ring
    self.randomness = randomness
  }

  /// What is said to who brings parts for somebody who was erased.
  static func refusal(ofErased subject: StreamName) -> PersonalDataError {
    PersonalDataError(
      .erased(subject), "the subject was erased; no personal parts are taken for it",
      at: subject.text)
  }

  /// Refuses what no state of the store could make good.
  static func checkForm(_ parts: [PersonalPart]) throws(PersonalDataError) {
    guard parts.count <= PersonalDataLimits.partsPerCommand else {
      throw PersonalDataError(
        .limit,
        "a command brings at most \(PersonalDataLimits.partsPerCommand) personal parts, "
          + "not \(parts.count)")
    }
    var slots = Set<PartSlot>()
    for part in parts {
      try part.checkForm()
      guard slots.insert(part.slot).inserted else {
        throw PersonalDataError(
          .malformedPart,
          "an event has one part \(part.part) for a subject, not two", at: part.subject.text)
      }
    }
  }

  /// Checks and seals one part.
  mutating func add(
    _ part: PersonalPart, to live: LiveCopy, _ transaction: borrowing WriteTransaction
  ) throws(PersonalDataError) {
    var subject = try subject(part.subject, live, transaction)
    if let text = part.lookUp {
      try reserve(text, for: part.subject, &subject, live, transaction)
    }
    subjects[part.subject] = subject

    let salt = randomness.bytes(Commitment.saltByteCount)
    let commitment = Commitment.digest(salt: salt, plaintext: part.plaintext)
    let sealed = SealedPart.seal(
      part, salt: salt, nonce: randomness.bytes(AuthenticatedBox.nonceByteCount),
      under: subject.key)
    parts.append((RowKey.part(part.subject, commitment), sealed.stored))
    row.parts.append(
      CommandRow.Part(slot: part.slot, commitment: commitment, hasLookUp: part.lookUp != nil))
  }

  private func subject(
    _ name: StreamName, _ live: LiveCopy, _ transaction: borrowing WriteTransaction
  ) throws(PersonalDataError) -> Subject {
    if let known = subjects[name] { return known }
    guard try !transaction.has(RowKey.erased(name), in: live.tables.erased) else {
      throw Self.refusal(ofErased: name)
    }
    guard let row = try live.subjectRow(name, transaction) else {
      let key = SymmetricKey(data: randomness.bytes(KeyEncryptionKey.byteCount))
      return Subject(
        row: SubjectRow(key: ring.wrap(key, owner: name.text, randomness)), key: key,
        isChanged: true)
    }
    guard let key = ring.unwrap(row.key, owner: name.text) else {
      throw .corrupt("a subject's key is damaged", name.text)
    }
    return Subject(row: row, key: key, isChanged: false)
  }

  private mutating func reserve(
    _ text: String, for name: StreamName, _ subject: inout Subject, _ live: LiveCopy,
    _ transaction: borrowing WriteTransaction
  ) throws(PersonalDataError) {
    let hash = ring.hash(ofLookUp: text)
    let owner = try live.lookUpRow(hash, transaction)
    if let owner { try live.checkSettled(owner, for: name, transaction) }
    let holder = owner?.subject ?? reservations[hash]
    if let holder, holder != name {
      throw PersonalDataError(
        .lookUpTaken(by: holder), "this number belongs to \(holder) already", at: name.text)
    }
    guard holder == nil else { return }
    reservations[hash] = name
    let box = AuthenticatedBox.seal(
      Array(text.utf8), nonce: randomness.bytes(AuthenticatedBox.nonceByteCount),
      under: subject.key, for: LookUpText.associatedData(name))
    // The last that was released is kept beside it: should this command come to nothing, it is all
    // that its own command is recognised by and can have back.
    if let released = subject.row.lookUps.last(where: { $0.hash == hash }) {
      subject.row.lookUps.removeAll { $0.hash == hash }
      subject.row.lookUps.append(released)
    }
    subject.row.lookUps.append(SubjectRow.LookUp(isActive: true, hash: hash, box: box))
    subject.isChanged = true
    guard Set(subject.row.lookUps.map(\.hash)).count <= PersonalDataLimits.lookUpsPerSubject else {
      throw PersonalDataError(
        .limit,
        "a subject has at most \(PersonalDataLimits.lookUpsPerSubject) look-ups", at: name.text)
    }
  }

  /// Stores all rows.
  func store(
    in live: LiveCopy, _ transaction: inout WriteTransaction
  ) throws(PersonalDataError) {
    for (name, subject) in subjects where subject.isChanged {
      try transaction.set(
        subject.row.stored, at: RowKey.subject(name), in: live.tables.people)
    }
    for (hash, name) in reservations {
      let row = LookUpRow(command: command, subject: name)
      try transaction.set(row.stored, at: hash.bytes, in: live.tables.lookUps)
    }
    for part in parts { try transaction.set(part.sealed, at: part.key, in: live.tables.people) }
    try transaction.set(row.stored, at: command.bytes, in: live.tables.commands)
    try transaction.set(PendingRow().stored, at: command.bytes, in: live.tables.pending)
  }
}
