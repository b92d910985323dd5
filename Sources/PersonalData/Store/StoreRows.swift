internal import EventModel

/// Rows of most tables begin with this; a pending one has a format of its own.
private let rowFormat: UInt8 = 1

/// A subject's key, and what the subject can be looked up by.
struct SubjectRow: Equatable {
  /// A text the subject was registered with; the same text once active, and once released.
  struct LookUp: Equatable {
    /// Whether it answers look-ups; one that was released is kept to recognise repeated commands.
    var isActive: Bool
    /// The command that had it before it was released, until it has it again for good.
    var holder: CommandID?
    var hash: LookUpHash
    /// The text, sealed under the subject's key, so that a new look-up key can hash it anew.
    var box: [UInt8]
  }

  var key: WrappedKey
  var lookUps: [LookUp]

  init(key: WrappedKey, lookUps: [LookUp] = []) {
    self.key = key
    self.lookUps = lookUps
  }

  var stored: [UInt8] {
    var row = RowWriter([rowFormat])
    row.put(key.stored)
    for lookUp in lookUps {
      row.put(byte: (lookUp.isActive ? 1 : 2) + (lookUp.holder == nil ? 0 : 2))
      if let holder = lookUp.holder { row.put(holder.bytes) }
      row.put(lookUp.hash.bytes)
      row.put(counted: lookUp.box)
    }
    return row.bytes
  }

  init?(stored: [UInt8]) {
    var row = RowReader(stored)
    guard row.takeByte() == rowFormat,
      let key = row.take(WrappedKey.byteCount).flatMap({ WrappedKey(stored: $0) })
    else { return nil }
    self.init(key: key)
    while !row.isAtEnd {
      guard let state = row.takeByte(), (1...4).contains(state) else { return nil }
      let holder = state > 2 ? row.take(16).map { CommandID(prefixOf: $0) } : nil
      guard state <= 2 || holder != nil,
        let hash = row.take(LookUpHash.byteCount).flatMap({ LookUpHash(stored: $0) }),
        let box = row.takeCounted()
      else { return nil }
      lookUps.append(
        LookUp(isActive: state % 2 == 1, holder: holder, hash: hash, box: Array(box)))
    }
  }
}

/// Whose look-up it is, and which command reserved it.
struct LookUpRow: Equatable {
  var command: CommandID
  var subject: StreamName

  init(command: CommandID, subject: StreamName) {
    self.command = command
    self.subject = subject
  }

  var stored: [UInt8] {
    var row = RowWriter([rowFormat])
    row.put(command.bytes)
    row.put(text: subject.text)
    return row.bytes
  }

  init?(stored: [UInt8]) {
    var row = RowReader(stored)
    guard row.takeByte() == rowFormat, let command = row.take(16),
      let subject = row.takeText().flatMap({ try? StreamName(validating: $0) }), row.isAtEnd
    else { return nil }
    self.init(command: CommandID(prefixOf: command), subject: subject)
  }
}

/// What a command stored, kept for ever to compare a repeat with.
struct CommandRow: Equatable {
  /// One part.
  struct Part: Equatable {
    var slot: PartSlot
    var commitment: Digest
    var hasLookUp: Bool

    var reference: PersonalPartReference {
      PersonalPartReference(subject: slot.subject, part: slot.part, commitment: commitment)
    }
  }

  var parts: [Part]

  init(parts: [Part]) { self.parts = parts }

  var stored: [UInt8] {
    var row = RowWriter([rowFormat])
    for part in parts {
      row.put(part.slot.event.bytes)
      row.put(text: part.slot.subject.text)
      row.put(text: part.slot.part)
      row.put(part.commitment.bytes)
      row.put(byte: part.hasLookUp ? 1 : 0)
    }
    return row.bytes
  }

  init?(stored: [UInt8]) {
    var row = RowReader(stored)
    guard row.takeByte() == rowFormat else { return nil }
    parts = []
    while !row.isAtEnd {
      guard let event = row.take(16),
        let subject = row.takeText().flatMap({ try? StreamName(validating: $0) }),
        let part = row.takeText(),
        let commitment = row.take(32).flatMap({ try? Digest($0) }),
        let hasLookUp = row.takeByte(), hasLookUp <= 1
      else { return nil }
      parts.append(
        Part(
          slot: PartSlot(event: EventID(prefixOf: event), subject: subject, part: part),
          commitment: commitment, hasLookUp: hasLookUp == 1))
    }
  }
}

/// The keys of the tables.
enum RowKey {
  /// In the table of erased subjects.
  static func erased(_ subject: StreamName) -> [UInt8] { Array(subject.text.utf8) }

  /// In the table of people: the subject's own row, and what the keys of its parts begin with.
  ///
  /// No stream name holds a zero, so no other subject's keys begin so.
  static func subject(_ subject: StreamName) -> [UInt8] { Array(subject.text.utf8) + [0] }

  /// In the table of people: a part.
  static func part(_ subject: StreamName, _ commitment: Digest) -> [UInt8] {
    self.subject(subject) + commitment.bytes
  }

  /// Whose own row it is; `nil` for a part's key.
  static func subject(ofRow key: [UInt8]) -> StreamName? {
    guard key.last == 0, key.firstIndex(of: 0) == key.count - 1 else { return nil }
    return try? StreamName(validating: String(decoding: key.dropLast(), as: UTF8.self))
  }
}

/// What seals a look-up's text under its subject's key.
enum LookUpText {
  private static let label = Array("concord look-up text 1".utf8) + [0]

  static func associatedData(_ subject: StreamName) -> [UInt8] { label + subject.text.utf8 }
}
