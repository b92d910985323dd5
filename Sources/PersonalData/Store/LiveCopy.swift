internal import EventModel
internal import LMDB

/// The copy that is read and written now, with the keys that open it.
struct LiveCopy: Sendable {
  let number: Int
  let copy: StoreCopy
  let store: StoreID
  /// Missing until a key was there for the first time.
  let seal: StoreSeal?
  /// Missing without the right key.
  let ring: KeyRing?
  /// The key that is there, fitting or later.
  let key: KeyEncryptionKey?

  var tables: StoreTables { copy.tables }
  var generation: Int { seal?.generation ?? 0 }

  /// Opens the copy with the highest number; makes the first where there is none.
  init(
    opening place: StoreDirectory, _ source: KeySource
  ) throws(PersonalDataError) {
    try place.destroyLeftovers()
    if try place.copies().isEmpty {
      try place.makeFirstCopy(StoreID(prefixOf: Randomness().bytes(16)))
    }
    guard let number = try place.copies().last else {
      preconditionFailure("a copy was just made")
    }
    let copy = try StoreCopy(place.copy(number))
    let meta = try copy.meta()
    let key: KeyEncryptionKey?
    switch source {
    case .none: key = nil
    case .environment(let text, _):
      key = try KeyEncryptionKey(text: text, at: KeyEncryptionKey.variableName)
    case .file(let path):
      key = try KeyFile(path: path).settle(meta.seal, store: meta.store)
      guard key != nil else { throw .keyFileMissing(at: path) }
    }
    try self.init(number: number, copy, meta, key)
    // Not before the key was looked at: an open that is refused writes nothing.
    let accepted = try copy.meta()
    if accepted.isOlder {
      try copy.write { transaction throws(PersonalDataError) in
        try accepted.write(to: &transaction, copy.tables)
      }
    }
  }

  /// Takes a key for a copy; the first key seals the store.
  ///
  /// - Throws: `.wrongKey`, `.corrupt`.
  init(
    number: Int, _ copy: StoreCopy, _ meta: StoreMeta, _ key: KeyEncryptionKey?
  ) throws(PersonalDataError) {
    self.number = number
    self.copy = copy
    self.key = key
    store = meta.store
    guard let key else {
      seal = meta.seal
      ring = nil
      return
    }
    guard let found = meta.seal, let lookUpKey = meta.lookUpKey else {
      let ring = KeyRing(key, newLookUpKeyIn: meta.store)
      let sealed = StoreMeta(store: meta.store, sealedBy: key, ring)
      try copy.write { transaction throws(PersonalDataError) in
        try sealed.write(to: &transaction, copy.tables)
      }
      seal = sealed.seal
      self.ring = ring
      return
    }
    seal = found
    if key.generation > found.generation {
      try Self.requireDescent(of: key, from: found, copy)
      ring = nil
      return
    }
    try Self.requireSame(key, found, of: meta.store, copy)
    guard let opened = KeyRing(key, store: meta.store, lookUpKey: lookUpKey) else {
      throw .corrupt("the personal store's look-up key is damaged", copy.directory)
    }
    ring = opened
  }

  /// Refuses a later key that isn't this log's: any other log's may be of a higher generation, only
  /// one that grew from this one's is ours.
  private static func requireDescent(
    of key: KeyEncryptionKey, from seal: StoreSeal, _ copy: StoreCopy
  ) throws(PersonalDataError) {
    guard key.ancestors.contains(seal) else {
      throw PersonalDataError(
        .wrongKey,
        "the key-encryption key has generation \(key.generation), but is none of this log's: "
          + "its file doesn't name the key of generation \(seal.generation), which the personal "
          + "data are sealed under, as its ancestor", at: copy.directory)
    }
  }

  private static func requireSame(
    _ key: KeyEncryptionKey, _ seal: StoreSeal, of store: StoreID, _ copy: StoreCopy
  ) throws(PersonalDataError) {
    guard key.generation == seal.generation else {
      throw PersonalDataError(
        .wrongKey,
        "the key-encryption key has generation \(key.generation), "
          + "the personal data are sealed under generation \(seal.generation)",
        at: copy.directory)
    }
    guard seal.fits(key, store: store) else {
      throw PersonalDataError(
        .wrongKey,
        "the key-encryption key is not the one of generation \(seal.generation) "
          + "that the personal data are sealed under", at: copy.directory)
    }
  }

  var availability: PersonalStore.Availability {
    if ring != nil { return .ready(generation: generation) }
    guard let key, let seal else { return .noKey }
    return .partsUnavailable(generation: seal.generation, keyGeneration: key.generation)
  }

  /// The seals of all generations up to the present one, which the next key's file names.
  var lineage: [StoreSeal] { (key?.ancestors ?? []) + [seal].compactMap { $0 } }

  /// The keys, or why there are none.
  func requireKeys() throws(PersonalDataError) -> KeyRing {
    if let ring { return ring }
    if case .partsUnavailable(let generation, let keyGeneration) = availability {
      throw PersonalDataError(
        .partsUnavailable(generation: generation),
        "the personal data are of a backup sealed under key generation \(generation), whose key "
          + "was destroyed (the key has generation \(keyGeneration)); "
          + "abandon them before new ones are taken", at: copy.directory)
    }
    throw PersonalDataError(
      .keyMissing,
      "the store was opened without a key-encryption key; give it one with "
        + "a key file or \(KeyEncryptionKey.variableName)", at: copy.directory)
  }

  /// A subject's row; `nil` when there is none.
  func subjectRow(
    _ subject: StreamName, _ transaction: borrowing some ReadableTransaction & ~Copyable
  ) throws(PersonalDataError) -> SubjectRow? {
    guard let stored = try transaction.row(RowKey.subject(subject), in: tables.people) else {
      return nil
    }
    guard let row = SubjectRow(stored: stored) else {
      throw .corrupt("a subject's key row is damaged", subject.text)
    }
    return row
  }

  /// A command's row; `nil` when it stored nothing.
  func commandRow(
    _ command: CommandID, _ transaction: borrowing some ReadableTransaction & ~Copyable
  ) throws(PersonalDataError) -> CommandRow? {
    guard let stored = try transaction.row(command.bytes, in: tables.commands) else { return nil }
    guard let row = CommandRow(stored: stored) else {
      throw .corrupt("the row of command \(command) is damaged", copy.directory)
    }
    return row
  }

  /// A look-up's row; `nil` when the text is free.
  func lookUpRow(
    _ hash: LookUpHash, _ transaction: borrowing some ReadableTransaction & ~Copyable
  ) throws(PersonalDataError) -> LookUpRow? {
    guard let stored = try transaction.row(hash.bytes, in: tables.lookUps) else { return nil }
    guard let row = LookUpRow(stored: stored) else {
      throw .corrupt("a look-up row is damaged", copy.directory)
    }
    return row
  }

  /// Salt and plaintext of a stored part, checked against its commitment; `nil` when it isn't there.
  ///
  /// - Throws: `.corrupt` when the seal, the association or the commitment doesn't hold.
  func saltedPlaintext(
    _ reference: PersonalPartReference, _ ring: KeyRing,
    _ transaction: borrowing some ReadableTransaction & ~Copyable
  ) throws(PersonalDataError) -> SaltedPlaintext? {
    let subject = reference.subject
    let key = RowKey.part(subject, reference.commitment)
    guard let stored = try transaction.row(key, in: tables.people) else { return nil }
    guard let part = SealedPart(stored: stored), part.part == reference.part else {
      throw .corrupt("a personal part is damaged", subject.text)
    }
    guard let row = try subjectRow(subject, transaction),
      let subjectKey = ring.unwrap(row.key, owner: subject.text)
    else { throw .corrupt("a subject's key is missing or damaged", subject.text) }
    guard let salted = part.open(subject: subject, under: subjectKey) else {
      throw .corrupt("a personal part is not what was sealed", subject.text)
    }
    guard salted.commitment == reference.commitment else {
      throw .corrupt("a personal part is not what its event refers to", subject.text)
    }
    return salted
  }
}
