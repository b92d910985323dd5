public import EventModel
internal import LMDB
internal import Synchronization

extension PersonalStore {
  /// Gives back a part, checked against its seal, its association and its commitment.
  ///
  /// The reading is reported to the store's access hook before anything is handed out.
  ///
  /// - Throws: `.corrupt` when stored bytes are not what the record refers to; what the hook throws.
  public func open(
    _ reference: PersonalPartReference, for purpose: AccessPurpose
  ) throws(PersonalDataError) -> OpenedPart {
    // What a tombstone names and could not be destroyed yet is shown to nobody either.
    if hasTombstone(reference.subject) { return .unavailable(.erased) }
    let opened = try read { live throws(PersonalDataError) in
      try live.copy.read { transaction throws(PersonalDataError) in
        try live.open(reference, transaction)
      }
    }
    if case .known = opened { try recordAccess(reference, purpose) }
    return opened
  }

  /// The subject that was registered with a text, as an ID number in its canonical spelling.
  ///
  /// A reservation whose command is not recorded yet answers nothing.
  ///
  /// - Throws: `.keyMissing`, `.partsUnavailable`.
  public func subject(lookedUpBy text: String) throws(PersonalDataError) -> StreamName? {
    try read { live throws(PersonalDataError) in
      let ring = try live.requireKeys()
      return try live.copy.read { transaction throws(PersonalDataError) in
        guard let row = try live.lookUpRow(ring.hash(ofLookUp: text), transaction) else {
          return nil
        }
        let isConfirmed = ledger.withLock { $0.isConfirmed(row.command) }
        let isPending = try transaction.has(row.command.bytes, in: live.tables.pending)
        if isPending, !isConfirmed { return nil }
        // What was taken away is free at once, though it is noted with the next commit only.
        for command in ledger.withLock({ $0.unnoted }) {
          if try live.releases(command, row, transaction) { return nil }
        }
        return hasTombstone(row.subject) ? nil : row.subject
      }
    }
  }

  /// Compares the personal parts of a repeated command with the stored ones, through their salts.
  ///
  /// Parts that were erased can't be compared and count as equal.
  public func compare(
    _ command: CommandID, _ parts: [PersonalPart]
  ) throws(PersonalDataError) -> PartComparison {
    try read { live throws(PersonalDataError) in
      guard let ring = live.ring else { return .unassessable }
      return try live.copy.read { transaction throws(PersonalDataError) in
        guard let row = try live.commandRow(command, transaction) else {
          return parts.isEmpty ? .same : .unassessable
        }
        return try live.compare(row, parts, ring, transaction)
      }
    }
  }
}

extension LiveCopy {
  fileprivate func open(
    _ reference: PersonalPartReference, _ transaction: borrowing ReadTransaction
  ) throws(PersonalDataError) -> OpenedPart {
    guard try !transaction.has(RowKey.erased(reference.subject), in: tables.erased) else {
      return .unavailable(.erased)
    }
    guard let ring else {
      guard case .partsUnavailable(let generation, _) = availability else {
        return .unavailable(.noKey)
      }
      return .unavailable(.olderGeneration(generation))
    }
    guard let salted = try saltedPlaintext(reference, ring, transaction) else {
      return .unavailable(.unknown)
    }
    return .known(Array(salted.plaintext))
  }

  /// Whether a command's parts are those that its row names.
  func compare(
    _ row: CommandRow, _ parts: [PersonalPart], _ ring: KeyRing,
    _ transaction: borrowing some ReadableTransaction & ~Copyable
  ) throws(PersonalDataError) -> PartComparison {
    guard row.parts.count == parts.count else { return .different }
    let stored = Dictionary(uniqueKeysWithValues: row.parts.map { ($0.slot, $0) })
    for part in parts {
      guard let known = stored[part.slot], known.hasLookUp == (part.lookUp != nil) else {
        return .different
      }
      guard let salted = try saltedPlaintext(known.reference, ring, transaction) else { continue }
      let commitment = Commitment.digest(salt: salted.salt, plaintext: part.plaintext)
      guard commitment == known.commitment else { return .different }
      guard let text = part.lookUp, let subject = try subjectRow(part.subject, transaction) else {
        continue
      }
      let hash = ring.hash(ofLookUp: text)
      guard subject.lookUps.contains(where: { $0.hash == hash }) else { return .different }
    }
    return .same
  }
}
