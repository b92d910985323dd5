internal import Crypto
public import EventModel
internal import LMDB
internal import Synchronization

extension PersonalStore {
  /// Stores a command's parts and reserves its look-ups, as pending and durably, before its append.
  ///
  /// A repeat of the same command with the same parts gives the same references and stores nothing.
  /// Every preparation is answered by one ``confirm(_:)`` or ``discard(_:)``.
  ///
  /// - Returns: What the records refer to, in the order of `parts`.
  /// - Throws: `.erased`, `.lookUpReserved`, `.lookUpTaken`, `.commandReused`, `.malformedPart`,
  ///   `.limit`; `.keyMissing`, `.partsUnavailable`; `.diskFull`, `.outcomeUnknown`.
  /// - Complexity: one durable commit, whatever the number of parts.
  public func prepare(
    _ command: CommandID, _ parts: [PersonalPart]
  ) throws(PersonalDataError) -> [PersonalPartReference] {
    try prepare([(command, parts)])[0].get()
  }

  /// Prepares many commands with one durable commit, as if one after the other.
  ///
  /// - Throws: What concerns them all, as of commands that take something away.
  public func prepare(
    _ batch: [(command: CommandID, parts: [PersonalPart])]
  ) throws(PersonalDataError) -> [Result<[PersonalPartReference], PersonalDataError>] {
    try prepare(batch.map { CommandParts($0.command, $0.parts) })
  }

  /// Prepares commands of which some take away or give back what earlier ones brought: corrections
  /// and voids.
  ///
  /// A command that is refused does not spoil the others: its place holds the error.
  ///
  /// - Throws: What concerns them all: `.keyMissing`, `.partsUnavailable`, `.limit` (more than
  ///   ``PersonalDataLimits/commandsPerBatch``), `.diskFull`, `.outcomeUnknown`. Nothing was stored.
  public func prepare(
    _ batch: [CommandParts]
  ) throws(PersonalDataError) -> [Result<[PersonalPartReference], PersonalDataError>] {
    guard batch.count <= PersonalDataLimits.commandsPerBatch else {
      throw PersonalDataError(
        .limit,
        "a batch has at most \(PersonalDataLimits.commandsPerBatch) commands, not \(batch.count)")
    }
    retryErasures()
    let erased = unerased.withLock { $0 }
    return try write { live throws(PersonalDataError) in
      let confirmed = ledger.withLock { $0.unnoted }
      let results = try live.prepare(batch, noting: confirmed, refusing: erased)
      ledger.withLock { ledger in
        ledger.noted(confirmed)
        for (index, result) in results.enumerated() {
          guard case .success(let references) = result,
            !references.isEmpty || batch[index].changesLookUps
          else { continue }
          ledger.prepare(batch[index].command)
        }
      }
      return results
    }
  }

  /// Tells the store that the log has the command: its reservations answer look-ups from now on.
  ///
  /// Costs no commit: the store notes it with its next one, and asks the log after a crash.
  public func confirm(_ command: CommandID) {
    ledger.withLock { $0.confirm(command) }
  }

  /// Gives up one preparation of each command: parts and reservations are deleted, unless the same
  /// command was confirmed or another preparation of it is still open.
  ///
  /// - Complexity: one durable commit for all, none where nothing is to be deleted.
  public func discard(_ commands: [CommandID]) throws(PersonalDataError) {
    try write { live throws(PersonalDataError) in
      let deleted = ledger.withLock { ledger in
        commands.filter { ledger.discard($0) == .delete }
      }
      if deleted.isEmpty { return }
      try live.copy.write { transaction throws(PersonalDataError) in
        for command in deleted
        where try transaction.has(command.bytes, in: live.tables.pending) {
          try live.forget(command, in: &transaction)
        }
      }
    }
  }

  /// The commands that were prepared by an earlier process and neither confirmed nor discarded.
  ///
  /// Of a store that came back with a backup: all commands, since its log may be older than it.
  public func pendingCommands() throws(PersonalDataError) -> [CommandID] {
    let isRestored = FileAccess.exists(place.askLog)
    return try read { live throws(PersonalDataError) in
      try live.copy.read { transaction throws(PersonalDataError) in
        let pending = try transaction.keys(beginningWith: [], in: live.tables.pending)
        guard isRestored else { return pending }
        let stored = try transaction.keys(beginningWith: [], in: live.tables.commands)
        return Set(pending + stored).sorted { $0.lexicographicallyPrecedes($1) }
      }
    }.map { CommandID(prefixOf: $0) }.filter { command in
      ledger.withLock { !$0.isHeld(command) && !$0.isConfirmed(command) }
    }
  }

  /// Confirms the pending commands that the log has and deletes what the others stored.
  ///
  /// To be called after opening, before anything is prepared. Commands that this process is about
  /// to append are left alone.
  ///
  /// - Parameter isRecorded: Whether the log has the command.
  /// - Returns: How many commands' parts were confirmed and how many were deleted.
  @discardableResult
  public func recover(
    isRecorded: (CommandID) -> Bool
  ) throws(PersonalDataError) -> (confirmed: Int, deleted: Int) {
    try write { live throws(PersonalDataError) in
      let pending = try pendingCommands()
      let recorded = Set(pending.filter(isRecorded))
      guard !pending.isEmpty else {
        try FileAccess.destroy(place.askLog)
        return (0, 0)
      }
      try live.copy.write { transaction throws(PersonalDataError) in
        try live.note(recorded, in: &transaction)
        for command in pending where !recorded.contains(command) {
          try live.forget(command, in: &transaction)
        }
      }
      try FileAccess.destroy(place.askLog)
      return (recorded.count, pending.count - recorded.count)
    }
  }
}

extension LiveCopy {
  /// Stores what a batch brings as pending, with one commit.
  ///
  /// - Parameters:
  ///   - confirmed: what the log has, to be noted before.
  ///   - erased: who was erased, though something of them is still there.
  fileprivate func prepare(
    _ batch: [CommandParts], noting confirmed: Set<CommandID>, refusing erased: Set<StreamName>
  ) throws(PersonalDataError) -> [Result<[PersonalPartReference], PersonalDataError>] {
    // To take something away or to give it back needs no key.
    let ring =
      batch.allSatisfy { $0.parts.isEmpty && $0.changesLookUps } ? nil : try requireKeys()
    let randomness = Randomness()
    return try copy.write { transaction throws(PersonalDataError) in
      try note(confirmed, in: &transaction)
      for subject in erased { try freeLookUps(ofErased: subject, in: &transaction) }
      var results = [Result<[PersonalPartReference], PersonalDataError>]()
      for command in batch {
        do throws(PersonalDataError) {
          if let part = command.parts.first(where: { erased.contains($0.subject) }) {
            throw Preparation.refusal(ofErased: part.subject)
          }
          try checkReinstated(command, transaction)
          let references =
            if let ring {
              try prepare(command.command, command.parts, ring, randomness, in: &transaction)
            } else {
              try prepareNothing(command.command, transaction)
            }
          try prepareChanges(command, ring, in: &transaction)
          results.append(.success(references))
        } catch {
          guard error.concernsOneCommand else { throw error }
          results.append(.failure(error))
        }
      }
      return results
    }
  }

  /// Notes that the log has these commands, and frees the look-ups of what they took away.
  func note(
    _ commands: Set<CommandID>, in transaction: inout WriteTransaction
  ) throws(PersonalDataError) {
    for command in commands {
      guard let row = try pendingRow(command, transaction) else { continue }
      for superseded in row.superseded { try release(superseded, in: &transaction) }
      for reinstated in row.reinstated {
        try settle(reinstated, by: command, isRecorded: true, in: &transaction)
      }
      try transaction.remove(command.bytes, in: tables.pending)
    }
  }

  /// Deletes all that a pending command stored.
  func forget(
    _ command: CommandID, in transaction: inout WriteTransaction
  ) throws(PersonalDataError) {
    for reinstated in try pendingRow(command, transaction)?.reinstated ?? [] {
      try settle(reinstated, by: command, isRecorded: false, in: &transaction)
    }
    let parts = try commandRow(command, transaction)?.parts ?? []
    for part in parts {
      try transaction.remove(
        RowKey.part(part.slot.subject, part.commitment), in: tables.people)
    }
    for subject in Set(parts.map(\.slot.subject)) {
      // An erasure may have come in between.
      guard var row = try subjectRow(subject, transaction) else { continue }
      var kept = [SubjectRow.LookUp]()
      for lookUp in row.lookUps {
        let owner = try lookUpRow(lookUp.hash, transaction)
        if lookUp.isActive, let owner, owner.command == command, owner.subject == subject {
          try transaction.remove(lookUp.hash.bytes, in: tables.lookUps)
        } else {
          kept.append(lookUp)
        }
      }
      row.lookUps = kept
      // The subject's own row comes first.
      let rows = try transaction.keys(
        beginningWith: RowKey.subject(subject), in: tables.people, limit: 2)
      if rows.count == 1, kept.isEmpty {
        try transaction.remove(RowKey.subject(subject), in: tables.people)
      } else {
        try transaction.set(row.stored, at: RowKey.subject(subject), in: tables.people)
      }
    }
    try transaction.remove(command.bytes, in: tables.commands)
    try transaction.remove(command.bytes, in: tables.pending)
  }

  /// What a command without parts refers to, unless it came before with some.
  fileprivate func prepareNothing(
    _ command: CommandID, _ transaction: borrowing WriteTransaction
  ) throws(PersonalDataError) -> [PersonalPartReference] {
    guard try commandRow(command, transaction) == nil else {
      throw PersonalDataError(
        .commandReused(command),
        "command \(command) came before with personal parts; take a new command id")
    }
    return []
  }

  /// Stores one command's parts as pending; everything is checked before anything is stored.
  fileprivate func prepare(
    _ command: CommandID, _ parts: [PersonalPart], _ ring: KeyRing,
    _ randomness: Randomness, in transaction: inout WriteTransaction
  ) throws(PersonalDataError) -> [PersonalPartReference] {
    try Preparation.checkForm(parts)
    if let row = try commandRow(command, transaction) {
      guard try compare(row, parts, ring, transaction) == .same else {
        throw PersonalDataError(
          .commandReused(command),
          "command \(command) came before with other personal parts; take a new command id")
      }
      return row.references(inOrderOf: parts)
    }
    guard !parts.isEmpty else { return [] }
    var preparation = Preparation(command: command, ring: ring, randomness)
    for part in parts { try preparation.add(part, to: self, transaction) }
    try preparation.store(in: self, &transaction)
    return preparation.row.references(inOrderOf: parts)
  }
}

extension CommandRow {
  /// - Precondition: the parts are the row's.
  fileprivate func references(inOrderOf parts: [PersonalPart]) -> [PersonalPartReference] {
    let references = Dictionary(uniqueKeysWithValues: self.parts.map { ($0.slot, $0.reference) })
    return parts.map { part in
      guard let reference = references[part.slot] else {
        preconditionFailure("the parts were compared with the row")
      }
      return reference
    }
  }
}
