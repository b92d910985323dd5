internal import EventModel
internal import LMDB

/// What a pending command does once the log has it.
struct PendingRow: Equatable {
  /// Whose look-ups are free then.
  var superseded: [BroughtParts] = []
  /// Whose look-ups, which are reserved by it until then, are theirs again.
  var reinstated: [BroughtParts] = []

  var stored: [UInt8] {
    var row = RowWriter([2])
    for (kind, all) in [(1 as UInt8, superseded), (2, reinstated)] {
      for parts in all {
        row.put(byte: kind)
        row.put(parts.command.bytes)
        row.put(text: parts.subject.text)
        row.put(text: parts.part ?? "")
      }
    }
    return row.bytes
  }

  init(superseded: [BroughtParts] = [], reinstated: [BroughtParts] = []) {
    self.superseded = superseded
    self.reinstated = reinstated
  }

  init?(stored: [UInt8]) {
    var row = RowReader(stored)
    // Rows of format 1 only take away, and all of a subject's parts.
    guard let format = row.takeByte(), format == 1 || format == 2 else { return nil }
    while !row.isAtEnd {
      guard let kind = format == 1 ? 1 : row.takeByte(), kind == 1 || kind == 2,
        let command = row.take(16),
        let subject = row.takeText().flatMap({ try? StreamName(validating: $0) })
      else { return nil }
      var part: String?
      if format == 2 {
        guard let name = row.takeText() else { return nil }
        part = name.isEmpty ? nil : name
      }
      let parts = BroughtParts(
        subject: subject, part: part, command: CommandID(prefixOf: command))
      if kind == 1 { superseded.append(parts) } else { reinstated.append(parts) }
    }
  }
}

extension LiveCopy {
  /// A pending command's row; `nil` when the command isn't pending.
  func pendingRow(
    _ command: CommandID, _ transaction: borrowing some ReadableTransaction & ~Copyable
  ) throws(PersonalDataError) -> PendingRow? {
    guard let stored = try transaction.row(command.bytes, in: tables.pending) else { return nil }
    guard let row = PendingRow(stored: stored) else {
      throw .corrupt("a pending command's row is damaged", copy.directory)
    }
    return row
  }

  /// Notes what a command takes away and gives back once the log has it.
  ///
  /// A look-up that it brings itself stays, whoever reserved it first.
  func prepareChanges(
    _ command: CommandParts, _ ring: KeyRing?, in transaction: inout WriteTransaction
  ) throws(PersonalDataError) {
    guard command.changesLookUps else { return }
    let key = command.command.bytes
    if !command.parts.isEmpty {
      // A repeat of a command that the log has: all of it is noted already.
      guard try transaction.has(key, in: tables.pending) else { return }
    }
    var taken = Set(command.superseded)
    for part in command.parts {
      guard let ring, let text = part.lookUp,
        let owner = try lookUpRow(ring.hash(ofLookUp: text), transaction)
      else { continue }
      taken = taken.filter { $0.subject != owner.subject || $0.command != owner.command }
    }
    for parts in command.reinstated {
      guard try haveLookUp(parts, transaction) else { continue }
      try changeLookUps(of: parts.subject, in: &transaction) {
        lookUp, owner, transaction throws(PersonalDataError) in
        guard !lookUp.isActive, lookUp.holder == parts.command, owner == nil else { return false }
        lookUp.isActive = true
        let row = LookUpRow(command: command.command, subject: parts.subject)
        try transaction.set(row.stored, at: lookUp.hash.bytes, in: tables.lookUps)
        return true
      }
    }
    let row = PendingRow(
      superseded: taken.sorted {
        ($0.subject, $0.command, $0.part ?? "") < ($1.subject, $1.command, $1.part ?? "")
      },
      reinstated: command.reinstated)
    try transaction.set(row.stored, at: key, in: tables.pending)
  }

  /// Refuses to give back a look-up that another subject has by now.
  ///
  /// - Throws: `.lookUpTaken`; `.lookUpReserved` while it may yet become free.
  func checkReinstated(
    _ command: CommandParts, _ transaction: borrowing WriteTransaction
  ) throws(PersonalDataError) {
    for parts in command.reinstated {
      guard try haveLookUp(parts, transaction) else { continue }
      for lookUp in try subjectRow(parts.subject, transaction)?.lookUps ?? [] {
        guard let owner = try lookUpRow(lookUp.hash, transaction), owner.command != command.command
        else { continue }
        let isTheirs = owner.subject == parts.subject && owner.command == parts.command
        guard isTheirs || !lookUp.isActive && lookUp.holder == parts.command else { continue }
        try checkSettled(owner, for: parts.subject, transaction)
        guard owner.subject == parts.subject else {
          throw PersonalDataError(
            .lookUpTaken(by: owner.subject), "this number belongs to \(owner.subject) by now",
            at: parts.subject.text)
        }
      }
    }
  }

  /// Refuses to judge by a reservation while a command that is not recorded yet may change it.
  func checkSettled(
    _ owner: LookUpRow, for subject: StreamName, _ transaction: borrowing WriteTransaction
  ) throws(PersonalDataError) {
    guard try !transaction.has(owner.command.bytes, in: tables.pending) else {
      throw PersonalDataError(
        .lookUpReserved,
        "another command has reserved the look-up and is not recorded yet; try again",
        at: subject.text)
    }
    guard try !isBeingReleased(owner, transaction) else {
      throw PersonalDataError(
        .lookUpReserved, "another command is about to free the look-up; try again",
        at: subject.text)
    }
  }

  /// Ends what a command reserved again: the look-ups are those of the command that brought them
  /// where the log has it, and free where it hasn't.
  func settle(
    _ reinstated: BroughtParts, by command: CommandID, isRecorded: Bool,
    in transaction: inout WriteTransaction
  ) throws(PersonalDataError) {
    try changeLookUps(of: reinstated.subject, in: &transaction) {
      lookUp, owner, transaction throws(PersonalDataError) in
      // What is inactive waits beside one that the command brings itself.
      guard lookUp.isActive, owner?.command == command, lookUp.holder == reinstated.command
      else { return false }
      let row = LookUpRow(command: reinstated.command, subject: reinstated.subject)
      if isRecorded {
        lookUp.holder = nil
        try transaction.set(row.stored, at: lookUp.hash.bytes, in: tables.lookUps)
      } else {
        lookUp.isActive = false
        try transaction.remove(lookUp.hash.bytes, in: tables.lookUps)
      }
      return true
    }
  }

  /// Frees the look-ups that a command reserved for a subject.
  func release(
    _ superseded: BroughtParts, in transaction: inout WriteTransaction
  ) throws(PersonalDataError) {
    guard try haveLookUp(superseded, transaction) else { return }
    try changeLookUps(of: superseded.subject, in: &transaction) {
      lookUp, owner, transaction throws(PersonalDataError) in
      guard lookUp.isActive, owner?.subject == superseded.subject,
        owner?.command == superseded.command
      else { return false }
      lookUp.isActive = false
      lookUp.holder = superseded.command
      try transaction.remove(lookUp.hash.bytes, in: tables.lookUps)
      return true
    }
  }

  /// Shows each look-up of a subject with its owner, and stores the row if one was changed.
  private func changeLookUps(
    of subject: StreamName, in transaction: inout WriteTransaction,
    _ change: (inout SubjectRow.LookUp, LookUpRow?, inout WriteTransaction)
      throws(PersonalDataError) -> Bool
  ) throws(PersonalDataError) {
    // An erasure may have come in between.
    guard var row = try subjectRow(subject, transaction) else { return }
    var isChanged = false
    for index in row.lookUps.indices {
      let owner = try lookUpRow(row.lookUps[index].hash, transaction)
      if try change(&row.lookUps[index], owner, &transaction) { isChanged = true }
    }
    guard isChanged else { return }
    try transaction.set(row.stored, at: RowKey.subject(subject), in: tables.people)
  }

  /// Whether a command that is not noted yet will free what an owner holds.
  func isBeingReleased(
    _ owner: LookUpRow, _ transaction: borrowing some ReadableTransaction & ~Copyable
  ) throws(PersonalDataError) -> Bool {
    for key in try transaction.keys(beginningWith: [], in: tables.pending) {
      if try releases(CommandID(prefixOf: key), owner, transaction) { return true }
    }
    return false
  }

  /// Whether a pending command frees what an owner holds, once the log has it.
  func releases(
    _ command: CommandID, _ owner: LookUpRow,
    _ transaction: borrowing some ReadableTransaction & ~Copyable
  ) throws(PersonalDataError) -> Bool {
    guard let row = try pendingRow(command, transaction) else { return false }
    for parts in row.superseded
    where parts.subject == owner.subject && parts.command == owner.command {
      if try haveLookUp(parts, transaction) { return true }
    }
    return false
  }

  /// Whether parts brought a look-up: what another part of the same command did is left alone.
  private func haveLookUp(
    _ brought: BroughtParts, _ transaction: borrowing some ReadableTransaction & ~Copyable
  ) throws(PersonalDataError) -> Bool {
    guard let part = brought.part else { return true }
    return try commandRow(brought.command, transaction)?.parts.contains {
      $0.hasLookUp && $0.slot.part == part && $0.slot.subject == brought.subject
    } ?? false
  }
}
