internal import LMDB

/// The tables of one copy of the store; their rows are described in `Schemas/personal-format.md`.
struct StoreTables: Sendable {
  /// Subject ‖ 0 → its wrapped key and its look-ups; subject ‖ 0 ‖ commitment → sealed part.
  ///
  /// One table, so that a new person's key and parts change one page and not two.
  let people: Table<[UInt8]>
  /// Hash of a look-up text → subject and the command that reserved it.
  let lookUps: Table<[UInt8]>
  /// Command id → what it stored.
  let commands: Table<[UInt8]>
  /// Command ids that the log was not yet seen to have.
  let pending: Table<[UInt8]>
  /// Subject → the key generation in which it was erased.
  let erased: Table<[UInt8]>
  /// Format, store id, generation.
  let meta: Table<[UInt8]>

  init(opening environment: Environment) throws(LMDBError) {
    people = try environment.openTable("people", keyedBy: [UInt8].self)
    lookUps = try environment.openTable("look-ups", keyedBy: [UInt8].self)
    commands = try environment.openTable("commands", keyedBy: [UInt8].self)
    pending = try environment.openTable("pending", keyedBy: [UInt8].self)
    erased = try environment.openTable("erased", keyedBy: [UInt8].self)
    meta = try environment.openTable("meta", keyedBy: [UInt8].self)
  }
}

extension ReadableTransaction where Self: ~Copyable {
  /// A row's bytes, copied; `nil` where there is none.
  borrowing func row(
    _ key: [UInt8], in table: Table<[UInt8]>
  ) throws(PersonalDataError) -> [UInt8]? {
    do throws(LMDBError) {
      guard let bytes = try value(at: key, in: table) else { return nil }
      return [UInt8](copying: bytes)
    } catch {
      throw PersonalDataError(error)
    }
  }

  /// Whether there is a row.
  borrowing func has(
    _ key: [UInt8], in table: Table<[UInt8]>
  ) throws(PersonalDataError) -> Bool {
    do throws(LMDBError) { return try contains(key, in: table) } catch {
      throw PersonalDataError(error)
    }
  }

  /// The keys that begin with a prefix, in order.
  borrowing func keys(
    beginningWith prefix: [UInt8], in table: Table<[UInt8]>, limit: Int = .max
  ) throws(PersonalDataError) -> [[UInt8]] {
    var found = [[UInt8]]()
    do throws(LMDBError) {
      // LMDB knows no empty key; without a prefix the scan begins at the first.
      try forEach(in: table, from: prefix.isEmpty ? nil : prefix) { key, _ in
        guard found.count < limit, key.starts(with: prefix) else { return .stop }
        found.append(key)
        return .next
      }
    } catch {
      throw PersonalDataError(error)
    }
    return found
  }

  /// The rows behind a key, at most so many and about so many bytes of them, but at least one.
  borrowing func rows(
    after key: [UInt8]?, in table: Table<[UInt8]>, rowLimit: Int, byteLimit: Int = 8 << 20
  ) throws(PersonalDataError) -> [(key: [UInt8], value: [UInt8])] {
    var found = [(key: [UInt8], value: [UInt8])]()
    var byteCount = 0
    do throws(LMDBError) {
      // The key with a zero behind it is the first that is greater.
      try forEach(in: table, from: key.map { $0 + [0] }) { key, value in
        guard found.count < rowLimit, byteCount < byteLimit else { return .stop }
        byteCount += value.byteCount
        found.append((key, [UInt8](copying: value)))
        return .next
      }
    } catch {
      throw PersonalDataError(error)
    }
    return found
  }
}

extension WriteTransaction {
  /// Stores a row, in the place of what was there.
  mutating func set(
    _ row: [UInt8], at key: [UInt8], in table: Table<[UInt8]>
  ) throws(PersonalDataError) {
    do throws(LMDBError) { try put(row.span.bytes, at: key, in: table) } catch {
      throw PersonalDataError(error)
    }
  }

  /// Deletes a row.
  @discardableResult
  mutating func remove(
    _ key: [UInt8], in table: Table<[UInt8]>
  ) throws(PersonalDataError) -> Bool {
    do throws(LMDBError) { return try delete(key, in: table) } catch {
      throw PersonalDataError(error)
    }
  }
}

extension [UInt8] {
  /// Copies what a transaction lends.
  init(copying bytes: RawSpan) {
    self = bytes.withUnsafeBytes { [UInt8]($0) }
  }
}

extension PersonalDataError {
  /// What the storage engine reported; its errors hold neither keys nor values.
  init(_ error: LMDBError) {
    let code: Code =
      if error.isDiskFull {
        .diskFull
      } else if error.isInputOutputError {
        .outcomeUnknown
      } else if error.isUnopenable {
        .unopenable
      } else if error.isDamage {
        .corrupt
      } else {
        .storage
      }
    self.init(code, error.description, isOfDevice: error.isInputOutputError)
  }

  /// Stored bytes that contradict themselves.
  static func corrupt(_ what: String, _ place: String?) -> PersonalDataError {
    PersonalDataError(.corrupt, "\(what); it is not served, restore it from a backup", at: place)
  }

  /// Whether this says no to one command, so that others in the same transaction may go on.
  var concernsOneCommand: Bool {
    switch code {
    case .erased, .lookUpReserved, .lookUpTaken, .commandReused, .malformedPart, .limit, .corrupt:
      true
    default: false
    }
  }
}
