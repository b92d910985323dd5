internal import Crypto
internal import EventModel
internal import LMDB

extension PersonalVerifier {
  /// Whose own row came last, and what it says.
  private struct Person {
    var name: StreamName
    /// Whether they were erased.
    var isErased: Bool
    /// The key of their parts; `nil` without the store's key, and where the row is damaged.
    var key: SymmetricKey?
  }

  /// Shows all rows of a table, some at a time.
  private func forEachRow(
    in table: Table<[UInt8]>,
    _ body: (_ key: [UInt8], _ value: [UInt8]) throws(PersonalDataError) -> Void
  ) throws(PersonalDataError) {
    var last: [UInt8]?
    while true {
      let rows = try snapshot.rows(after: last, in: table, rowLimit: Self.rowLimit)
      guard let end = rows.last else { return }
      for row in rows { try body(row.key, row.value) }
      last = end.key
    }
  }

  /// Looks at persons' keys and parts. A person's own row comes before the parts.
  func checkPeople(
    _ progress: (_ done: UInt64, _ total: UInt64) -> Void
  ) throws(PersonalDataError) {
    let total = try entryCount(live.tables.people)
    var (done, person) = (0 as UInt64, Person?.none)
    try forEachRow(in: live.tables.people) { key, value throws(PersonalDataError) in
      if let name = RowKey.subject(ofRow: key) {
        person = try check(SubjectRow(stored: value), of: name)
      } else {
        report.parts += 1
        try check(value, at: key, of: person)
      }
      done += 1
      if done % 256 == 0 { progress(done, total) }
    }
  }

  private func entryCount(_ table: Table<[UInt8]>) throws(PersonalDataError) -> UInt64 {
    do throws(LMDBError) { return UInt64(try snapshot.entryCount(in: table)) } catch {
      throw PersonalDataError(error)
    }
  }

  private func check(
    _ row: SubjectRow?, of name: StreamName
  ) throws(PersonalDataError) -> Person {
    var person = Person(name: name, isErased: try isErased(name))
    if person.isErased { report.note("\(name): was erased, and still has a key") }
    guard let row else {
      report.note("\(name): the row of their key is malformed")
      return person
    }
    guard live.seal == nil || row.key.generation == live.generation else {
      report.note(
        "\(name): their key is of generation \(row.key.generation), the store of \(live.generation)"
      )
      return person
    }
    if let ring = live.ring {
      person.key = ring.unwrap(row.key, owner: name.text)
      if person.key == nil { report.note("\(name): their key is not what was sealed") }
    }
    for lookUp in row.lookUps { try check(lookUp, of: person) }
    return person
  }

  private func check(
    _ lookUp: SubjectRow.LookUp, of person: Person
  ) throws(PersonalDataError) {
    if let key = person.key, let ring = live.ring {
      let associated = LookUpText.associatedData(person.name)
      let text = AuthenticatedBox.open(lookUp.box, under: key, for: associated)
        .flatMap { String(validating: $0, as: UTF8.self) }
      guard let text, ring.hash(ofLookUp: text) == lookUp.hash else {
        return report.note("\(person.name): a look-up is not what was sealed")
      }
    }
    guard lookUp.isActive else { return }
    let stored = try snapshot.row(lookUp.hash.bytes, in: live.tables.lookUps)
    guard stored.flatMap({ LookUpRow(stored: $0) })?.subject == person.name else {
      return report.note("\(person.name): a look-up is missing from its table")
    }
  }

  private func check(
    _ stored: [UInt8], at key: [UInt8], of person: Person?
  ) throws(PersonalDataError) {
    let name = key.prefix { $0 != 0 }
    guard let person, name.elementsEqual(person.name.text.utf8), key.count == name.count + 33,
      let commitment = try? EventModel.Digest(key[(name.count + 1)...])
    else {
      // What is no stream's name may be anything: it isn't shown.
      let subject = try? StreamName(validating: String(decoding: name, as: UTF8.self))
      return report.note("\(subject?.text ?? "a part"): it stands under nobody's key")
    }
    if person.isErased { return report.note("\(person.name): was erased, and still has a part") }
    guard let part = SealedPart(stored: stored) else {
      return report.note("\(person.name): a part is malformed")
    }
    guard let subjectKey = person.key else { return }
    guard let salted = part.open(subject: person.name, under: subjectKey) else {
      return report.note("\(person.name): a part is not what was sealed")
    }
    guard salted.commitment == commitment else {
      return report.note("\(person.name): a part is not what its commitment says")
    }
    report.opened += 1
  }

  /// Looks at what commands stored: every part is one command's, who says what it is.
  func checkCommands() throws(PersonalDataError) {
    var storedCount: UInt64 = 0
    try forEachRow(in: live.tables.commands) { key, value throws(PersonalDataError) in
      guard key.count == 16, let row = CommandRow(stored: value) else {
        return report.note("\(place.path): the row of what a command stored is malformed")
      }
      let command = CommandID(prefixOf: key)
      for part in row.parts {
        let key = RowKey.part(part.slot.subject, part.commitment)
        guard let stored = try snapshot.row(key, in: live.tables.people) else { continue }
        storedCount += 1
        guard let sealed = SealedPart(stored: stored) else { continue }
        if sealed.event != part.slot.event || sealed.part != part.slot.part {
          report.note("\(part.slot.subject): a part is not the one that command \(command) stored")
        }
      }
    }
    // Where a key or a row is damaged, that was said, and more than that isn't known.
    guard report.isWhole, storedCount < report.parts else { return }
    report.note("\(place.path): \(report.parts - storedCount) parts are no command's")
  }

  /// Looks at who is found by what.
  func checkLookUps() throws(PersonalDataError) {
    try forEachRow(in: live.tables.lookUps) { key, value throws(PersonalDataError) in
      guard let hash = LookUpHash(stored: key), let row = LookUpRow(stored: value) else {
        return report.note("\(place.path): a row of the look-ups is malformed")
      }
      let own = try snapshot.row(RowKey.subject(row.subject), in: live.tables.people)
      // A row that is malformed was told.
      if let own, SubjectRow(stored: own) == nil { return }
      let lookUps = own.flatMap { SubjectRow(stored: $0) }?.lookUps ?? []
      if !lookUps.contains(where: { $0.isActive && $0.hash == hash }) {
        report.note("\(row.subject): is found by a look-up that is not theirs")
      }
    }
  }

  /// Looks at the forms of what else is kept.
  func checkOtherTables() throws(PersonalDataError) {
    try forEachRow(in: live.tables.pending) { key, value throws(PersonalDataError) in
      if key.count != 16 || PendingRow(stored: value) == nil {
        report.note("\(place.path): the row of a pending command is malformed")
      }
    }
    try forEachRow(in: live.tables.erased) { key, value throws(PersonalDataError) in
      let name = try? StreamName(validating: String(decoding: key, as: UTF8.self))
      if name == nil || ErasedRow(stored: value) == nil {
        report.note("\(name?.text ?? place.path): the row of an erasure is malformed")
      }
    }
  }

  /// Whether a person was erased, as the store knows.
  func isErased(_ subject: StreamName) throws(PersonalDataError) -> Bool {
    try snapshot.has(RowKey.erased(subject), in: live.tables.erased)
  }
}
