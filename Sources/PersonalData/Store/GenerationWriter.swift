internal import EventModel
internal import LMDB

/// Writes all living rows of a store into a fresh copy under a new key.
///
/// Row by row, never page by page: a page of the old file keeps bytes of what was deleted from it.
struct GenerationWriter {
  let old: LiveCopy
  /// The keys of the old generation; without them parts, keys and look-ups stay behind.
  let carrying: KeyRing?
  let key: KeyEncryptionKey
  private let randomness = Randomness()

  /// Writes the copy; durable when this returns.
  func write(
    to directory: String, _ interruption: (StoreStep) throws(PersonalDataError) -> Void
  ) throws(PersonalDataError) {
    try FileAccess.destroyDirectory(directory)
    let new = try StoreCopy(directory, creating: true)
    let ring = KeyRing(key, newLookUpKeyIn: old.store)
    try old.copy.read { snapshot throws(PersonalDataError) in
      if let carrying {
        try copy(old.tables.people, snapshot, new) {
          row, transaction throws(PersonalDataError) in
          // A subject's own row comes before its parts.
          if let subject = RowKey.subject(ofRow: row.key) {
            let rewrapped = try rewrap(
              row.value, of: subject, from: carrying, to: ring, snapshot, new.tables,
              &transaction)
            try transaction.set(rewrapped.stored, at: row.key, in: new.tables.people)
          } else {
            try transaction.set(row.value, at: row.key, in: new.tables.people)
          }
        }
      }
      // Also where parts stay behind: a command that the log never got must not be taken for one whose
      // parts are stored, should it come again.
      try copy(old.tables.pending, to: new.tables.pending, snapshot, new)
      try interruption(.copyHalfWritten)
      try copy(old.tables.commands, to: new.tables.commands, snapshot, new)
      try copy(old.tables.erased, to: new.tables.erased, snapshot, new)
    }
    // Last, so that a copy without it is never taken for whole.
    try new.write { transaction throws(PersonalDataError) in
      try StoreMeta(store: old.store, sealedBy: key, ring).write(to: &transaction, new.tables)
    }
    try FileAccess.flushDirectory(of: directory)
  }

  private func copy(
    _ table: Table<[UInt8]>, to target: Table<[UInt8]>, _ snapshot: borrowing ReadTransaction,
    _ new: StoreCopy
  ) throws(PersonalDataError) {
    try copy(table, snapshot, new) { row, transaction throws(PersonalDataError) in
      try transaction.set(row.value, at: row.key, in: target)
    }
  }

  private func copy(
    _ table: Table<[UInt8]>, _ snapshot: borrowing ReadTransaction, _ new: StoreCopy,
    _ put: (
      _ row: (key: [UInt8], value: [UInt8]), _ transaction: inout WriteTransaction
    ) throws(PersonalDataError) -> Void
  ) throws(PersonalDataError) {
    var last: [UInt8]?
    while true {
      let rows = try snapshot.rows(
        after: last, in: table, rowLimit: PersonalDataLimits.rowsPerCopyCommit)
      guard let end = rows.last else { return }
      try new.write { transaction throws(PersonalDataError) in
        for row in rows { try put(row, &transaction) }
      }
      last = end.key
    }
  }

  /// Wraps a subject's key anew, and hashes the subject's look-ups under the new look-up key.
  private func rewrap(
    _ row: [UInt8], of subject: StreamName, from old: KeyRing, to new: KeyRing,
    _ snapshot: borrowing ReadTransaction, _ tables: StoreTables,
    _ transaction: inout WriteTransaction
  ) throws(PersonalDataError) -> SubjectRow {
    let name = subject.text
    guard var stored = SubjectRow(stored: row), let key = old.unwrap(stored.key, owner: name)
    else { throw .corrupt("a subject's key is damaged", name) }
    stored.key = new.wrap(key, owner: name, randomness)
    for index in stored.lookUps.indices {
      let lookUp = stored.lookUps[index]
      guard
        let bytes = AuthenticatedBox.open(
          lookUp.box, under: key, for: LookUpText.associatedData(subject)),
        let text = String(validating: bytes, as: UTF8.self)
      else { throw .corrupt("a subject's look-up is damaged", name) }
      stored.lookUps[index].hash = new.hash(ofLookUp: text)
      guard lookUp.isActive else { continue }
      guard let owner = try self.old.lookUpRow(lookUp.hash, snapshot), owner.subject == subject
      else { throw .corrupt("a subject's look-up is missing from its table", name) }
      try transaction.set(
        owner.stored, at: stored.lookUps[index].hash.bytes, in: tables.lookUps)
    }
    return stored
  }
}
