public import EventModel
internal import LMDB

/// The parts that an earlier command brought for a subject, when a later one takes them away.
public struct SupersededParts: Hashable, Sendable {
  /// Whose parts they are.
  public let subject: StreamName
  /// The command that brought them.
  public let command: CommandID

  /// Parts of a subject.
  public init(subject: StreamName, command: CommandID) {
    self.subject = subject
    self.command = command
  }
}

/// What a pending command does once the log has it.
struct PendingRow: Equatable {
  /// Whose look-ups are free then.
  var superseded: [SupersededParts] = []

  var stored: [UInt8] {
    var row = RowWriter([1])
    for parts in superseded {
      row.put(parts.command.bytes)
      row.put(text: parts.subject.text)
    }
    return row.bytes
  }

  init(superseded: [SupersededParts]) { self.superseded = superseded }

  init?(stored: [UInt8]) {
    var row = RowReader(stored)
    guard row.takeByte() == 1 else { return nil }
    while !row.isAtEnd {
      guard let command = row.take(16),
        let subject = row.takeText().flatMap({ try? StreamName(validating: $0) })
      else { return nil }
      superseded.append(
        SupersededParts(subject: subject, command: CommandID(prefixOf: command)))
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

  /// Notes what a command takes away once the log has it.
  ///
  /// A look-up that it brings itself stays, whoever reserved it first.
  func prepare(
    _ command: CommandID, _ parts: [PersonalPart], taking superseded: [SupersededParts],
    _ ring: KeyRing?, in transaction: inout WriteTransaction
  ) throws(PersonalDataError) {
    guard !superseded.isEmpty else { return }
    if !parts.isEmpty {
      // A repeat of a command that the log has: all of it is noted already.
      guard try transaction.has(command.bytes, in: tables.pending) else { return }
    }
    var taken = Set(superseded)
    for part in parts {
      guard let ring, let text = part.lookUp,
        let owner = try lookUpRow(ring.hash(ofLookUp: text), transaction)
      else { continue }
      taken.remove(SupersededParts(subject: owner.subject, command: owner.command))
    }
    let row = PendingRow(
      superseded: taken.sorted { ($0.subject, $0.command) < ($1.subject, $1.command) })
    try transaction.set(row.stored, at: command.bytes, in: tables.pending)
  }

  /// Frees the look-ups that a command reserved for a subject.
  func release(
    _ superseded: SupersededParts, in transaction: inout WriteTransaction
  ) throws(PersonalDataError) {
    // An erasure may have come in between.
    guard var row = try subjectRow(superseded.subject, transaction) else { return }
    var isChanged = false
    for index in row.lookUps.indices where row.lookUps[index].isActive {
      let hash = row.lookUps[index].hash
      guard let owner = try lookUpRow(hash, transaction), owner.subject == superseded.subject,
        owner.command == superseded.command
      else { continue }
      row.lookUps[index].isActive = false
      isChanged = true
      try transaction.remove(hash.bytes, in: tables.lookUps)
    }
    guard isChanged else { return }
    try transaction.set(
      row.stored, at: RowKey.subject(superseded.subject), in: tables.people)
  }

  /// Whether a command that is not noted yet will free what an owner holds.
  func isBeingReleased(
    _ owner: LookUpRow, _ transaction: borrowing some ReadableTransaction & ~Copyable
  ) throws(PersonalDataError) -> Bool {
    let parts = SupersededParts(subject: owner.subject, command: owner.command)
    for key in try transaction.keys(beginningWith: [], in: tables.pending) {
      let row = try pendingRow(CommandID(prefixOf: key), transaction)
      if row?.superseded.contains(parts) == true { return true }
    }
    return false
  }
}
