public import EventModel
internal import LMDB
internal import Synchronization

extension PersonalStore {
  /// Destroys a subject's parts, key and look-ups.
  ///
  /// The tombstone must be in the log already, so that no crash leaves the erasure undone.
  /// Repeating it is harmless. What can't be destroyed now is tried again at every later write and
  /// at the next open. Until ``rotate()``, freed pages and older backups may still hold
  /// sealed bytes that the present key-encryption key opens: the erasure is complete after it.
  ///
  /// - Returns: Whether there was anything left to destroy.
  @discardableResult
  public func erase(_ subject: StreamName) throws(PersonalDataError) -> Bool {
    try completeErasures(of: [subject]) == 1
  }

  /// Destroys what is left of subjects that have a tombstone in the log.
  ///
  /// To be called at each open with all of them; what is done already costs one look-up.
  ///
  /// - Returns: For how many there was something to do.
  /// - Complexity: one durable commit for every 1,000 subjects with something left.
  @discardableResult
  public func completeErasures(
    of subjects: some Sequence<StreamName>
  ) throws(PersonalDataError) -> Int {
    let subjects = Set(subjects)
    do throws(PersonalDataError) {
      let count = try write { live throws(PersonalDataError) in
        try live.erase(Array(subjects), listing: erasureList, interruption)
      }
      unerased.withLock { $0.subtract(subjects) }
      return count
    } catch {
      let isNew = unerased.withLock { unerased in
        defer { unerased.formUnion(subjects) }
        return !subjects.isSubset(of: unerased)
      }
      if isNew {
        onNotice("persons with a tombstone are not erased yet, it is tried again: \(error)")
      }
      throw error
    }
  }

  /// Whether a subject was erased, though something of it could not be destroyed yet.
  func hasTombstone(_ subject: StreamName) -> Bool {
    unerased.withLock { $0.contains(subject) }
  }

  /// Tries again what could not be destroyed; where it fails again, the next write does.
  func retryErasures() {
    let subjects = unerased.withLock { $0 }
    guard !subjects.isEmpty else { return }
    _ = try? completeErasures(of: subjects)
  }

  /// The number of subjects erased since the present key generation began: their erasure is
  /// complete after the next ``rotate()``.
  public func erasuresAwaitingNewGeneration() throws(PersonalDataError) -> Int {
    try read { live throws(PersonalDataError) in
      let generation = live.generation
      return try live.copy.read { transaction throws(PersonalDataError) in
        var count = 0
        for key in try transaction.keys(beginningWith: [], in: live.tables.erased) {
          let row = try transaction.row(key, in: live.tables.erased) ?? []
          if ErasedRow(stored: row)?.generation == generation { count += 1 }
        }
        return count
      }
    }
  }
}

/// The key generation in which a subject was erased; 0 where there was nothing to destroy.
struct ErasedRow {
  var generation: Int

  init(generation: Int) { self.generation = generation }

  var stored: [UInt8] {
    var row = RowWriter([1])
    row.put(number: generation)
    return row.bytes
  }

  init?(stored: [UInt8]) {
    var row = RowReader(stored)
    guard row.takeByte() == 1, let generation = row.takeNumber(), row.isAtEnd else { return nil }
    self.generation = generation
  }
}

extension LiveCopy {
  /// Brings list and store together after opening: each erases or lists what the other has.
  ///
  /// - Returns: How many subjects were erased again.
  func reconcile(_ list: ErasureList?) throws(PersonalDataError) -> Int {
    guard let list else { return 0 }
    let listed = try list.read()
    let erased = try copy.read { transaction throws(PersonalDataError) in
      try transaction.keys(beginningWith: [], in: tables.erased)
    }
    var unlisted = [StreamName]()
    for key in erased {
      guard let subject = try? StreamName(validating: String(decoding: key, as: UTF8.self)) else {
        throw .corrupt("the table of erased subjects is damaged", copy.directory)
      }
      if !listed.contains(subject) { unlisted.append(subject) }
    }
    try list.append(unlisted)
    return try erase(Array(listed), listing: nil) { _ in }
  }

  /// Erases what is left of subjects.
  ///
  /// The list comes first: a backup is erased again by it, even when this process dies here.
  func erase(
    _ subjects: [StreamName], listing list: ErasureList?,
    _ interruption: (StoreStep) throws(PersonalDataError) -> Void
  ) throws(PersonalDataError) -> Int {
    let left = try copy.read { transaction throws(PersonalDataError) in
      var left = [(subject: StreamName, isMarked: Bool)]()
      for subject in subjects {
        let isMarked = try transaction.has(RowKey.erased(subject), in: tables.erased)
        // Two steps: the right side of `||` is a closure that can't throw a typed error.
        var isLeft = !isMarked
        if isMarked { isLeft = try hasRows(subject, transaction) }
        if isLeft { left.append((subject, isMarked)) }
      }
      return left
    }
    try list?.append(left.filter { !$0.isMarked }.map(\.subject))
    try interruption(.erasureListed)
    for start in stride(from: 0, to: left.count, by: 1_000) {
      try copy.write { transaction throws(PersonalDataError) in
        for (subject, _) in left[start..<min(start + 1_000, left.count)] {
          try erase(subject, in: &transaction)
        }
      }
    }
    try interruption(.erasureDone)
    return left.count
  }

  /// Whether anything of a subject is stored.
  func hasRows(
    _ subject: StreamName, _ transaction: borrowing some ReadableTransaction & ~Copyable
  ) throws(PersonalDataError) -> Bool {
    try !transaction.keys(
      beginningWith: RowKey.subject(subject), in: tables.people, limit: 1
    ).isEmpty
  }

  private func erase(
    _ subject: StreamName, in transaction: inout WriteTransaction
  ) throws(PersonalDataError) {
    let hadRows = try hasRows(subject, transaction)
    try removeLookUps(of: subject, in: &transaction)
    for key in try transaction.keys(
      beginningWith: RowKey.subject(subject), in: tables.people)
    {
      try transaction.remove(key, in: tables.people)
    }
    try transaction.set(
      ErasedRow(generation: hadRows ? generation : 0).stored, at: RowKey.erased(subject),
      in: tables.erased)
  }

  /// Frees the look-ups of somebody who was erased, though the rest is still there: a number is
  /// nobody's from the tombstone on.
  func freeLookUps(
    ofErased subject: StreamName, in transaction: inout WriteTransaction
  ) throws(PersonalDataError) {
    try removeLookUps(of: subject, in: &transaction)
    let key = RowKey.subject(subject)
    guard let stored = try transaction.row(key, in: tables.people),
      var row = SubjectRow(stored: stored), row.lookUps.contains(where: \.isActive)
    else { return }
    for index in row.lookUps.indices { row.lookUps[index].isActive = false }
    try transaction.set(row.stored, at: key, in: tables.people)
  }

  private func removeLookUps(
    of subject: StreamName, in transaction: inout WriteTransaction
  ) throws(PersonalDataError) {
    // A damaged row must not keep a person from being erased: its look-ups are found by scan then.
    let stored = try transaction.row(RowKey.subject(subject), in: tables.people)
    let hashes: [[UInt8]]
    if let row = stored.flatMap({ SubjectRow(stored: $0) }) {
      hashes = row.lookUps.map(\.hash.bytes)
    } else {
      hashes = stored == nil ? [] : try transaction.keys(beginningWith: [], in: tables.lookUps)
    }
    for hash in hashes {
      let owner = try transaction.row(hash, in: tables.lookUps).flatMap { LookUpRow(stored: $0) }
      if owner?.subject == subject { try transaction.remove(hash, in: tables.lookUps) }
    }
  }
}
