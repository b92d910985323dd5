import LMDB
import Testing
import TestSupport

@Suite struct `A table` {
  private let directory = TemporaryDirectory()

  @Test func `gives back what was put`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<10, of: table)
    let reader = try environment.beginRead()
    for number in 0..<10 {
      #expect(try reader.copy(at: UInt64(number), in: table) == bytes(number))
    }
    #expect(try reader.copy(at: 10, in: table) == nil)
    #expect(try reader.contains(9, in: table))
    #expect(try !reader.contains(10, in: table))
    #expect(try reader.entryCount(in: table) == 10)
  }

  @Test func `keeps its entries over closing and opening`() throws {
    do {
      let environment = try directory.open()
      let table = try environment.openTable("events", keyedBy: UInt64.self)
      try environment.fill(0..<1000, of: table)
    }
    let environment = try directory.open { $0.creation = .never }
    let table = try environment.openTable("events", keyedBy: UInt64.self, create: false)
    #expect(try environment.everything(in: table).map(\.1) == (0..<1000).map { bytes($0) })
  }

  @Test func `orders integer keys by number`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("numbers", keyedBy: UInt64.self)
    let keys: [UInt64] = [0, 1, 127, 128, 255, 256, 257, 65535, 65536, 1 << 40, .max - 1, .max]
    var generator = SeededGenerator(seed: 1)
    try environment.write { (transaction) throws(LMDBError) in
      for key in keys.shuffled(using: &generator) {
        let value = bytes(1)
        try transaction.put(value.span.bytes, at: key, in: table)
      }
    }
    #expect(try environment.everything(in: table).map(\.0) == keys)
  }

  @Test func `lays integer keys down big-endian`() throws {
    let environment = try directory.open()
    let numbers = try environment.openTable("t", keyedBy: UInt64.self)
    let raw = try environment.openTable("t", keyedBy: [UInt8].self)
    try environment.fill(258..<259, of: numbers)
    #expect(try environment.everything(in: raw).map(\.0) == [[0, 0, 0, 0, 0, 0, 1, 2]])
  }

  @Test func `orders byte keys by bytes, a prefix first`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("names", keyedBy: [UInt8].self)
    let keys: [[UInt8]] = [
      [0], [0, 0], [0, 255], [1], [97], [97, 45], [97, 45, 49], [97, 98], [127], [128], [255],
      [255, 255], [UInt8](repeating: 255, count: 511),
    ]
    var generator = SeededGenerator(seed: 2)
    try environment.write { (transaction) throws(LMDBError) in
      for key in keys.shuffled(using: &generator) {
        try transaction.put(key.span.bytes, at: key, in: table)
      }
    }
    #expect(try environment.everything(in: table).map(\.0) == keys)
  }

  @Test func `refuses a key of no bytes or more than 511`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("names", keyedBy: [UInt8].self)
    for count in [0, 512] {
      let error = failure { () throws(LMDBError) in
        try environment.write { (transaction) throws(LMDBError) in
          let value = bytes(1)
          try transaction.put(
            value.span.bytes, at: [UInt8](repeating: 1, count: count), in: table)
        }
      }
      #expect(error?.code == .badKeyOrValueSize)
      #expect(error?.place.table == "names")
      #expect(error?.operation == .put)
    }
  }

  @Test func `refuses to append a key that is not the greatest, and stays usable`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.write { (transaction) throws(LMDBError) in
      let value = bytes(7)
      try transaction.append(value.span.bytes, at: 7, in: table)
      for key: UInt64 in [7, 6, 0] {
        do throws(LMDBError) {
          try transaction.append(value.span.bytes, at: key, in: table)
          Issue.record("\(key) was appended after 7")
        } catch {
          #expect(error.code == .keyOutOfOrder)
        }
      }
      try transaction.append(value.span.bytes, at: 8, in: table)
    }
    #expect(try environment.everything(in: table).map(\.0) == [7, 8])
  }

  @Test(arguments: [0, 1, 300, 5000, 65535])
  func `lends the room of a value to be written in place`(byteCount: Int) throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    let value = bytes(3, count: byteCount)
    try environment.write { (transaction) throws(LMDBError) in
      try transaction.append(byteCount: byteCount, at: 1, in: table) { output in
        for byte in value { output.append(byte) }
      }
      try transaction.put(byteCount: byteCount, at: 0, in: table) { output in
        for byte in value { output.append(byte) }
      }
    }
    let found = try environment.everything(in: table)
    #expect(found.map(\.0) == [0, 1])
    #expect(found.map(\.1) == [value, value])
  }

  @Test func `traps when reserved room is not written whole`() async {
    await #expect(processExitsWith: .failure) { [path = directory.path as String] in
      try writeTooLittle(in: path)
    }
  }

  @Test func `deletes an entry, all entries, and itself`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(0..<3, of: table)
    try environment.write { (transaction) throws(LMDBError) in
      #expect(try transaction.delete(1, in: table))
      #expect(try !transaction.delete(1, in: table))
      #expect(try transaction.entryCount(in: table) == 2)
    }
    #expect(try environment.everything(in: table).map(\.0) == [0, 2])
    try environment.write { (transaction) throws(LMDBError) in
      try transaction.deleteAll(in: table)
    }
    #expect(try environment.everything(in: table).isEmpty)
    try environment.write { (transaction) throws(LMDBError) in try transaction.drop(table) }
    let error = failure { () throws(LMDBError) in
      _ = try environment.openTable("events", keyedBy: UInt64.self, create: false)
    }
    #expect(error?.code == .notFound)
  }

  @Test func `is not found unless it may be made`() throws {
    let environment = try directory.open()
    let error = failure { () throws(LMDBError) in
      _ = try environment.openTable("missing", keyedBy: UInt64.self, create: false)
    }
    #expect(error?.code == .notFound)
    #expect(error?.place.table == "missing")
    #expect(error?.place.directory == directory.path)
    _ = try environment.openTable("missing", keyedBy: UInt64.self)
    _ = try environment.openTable("missing", keyedBy: UInt64.self, create: false)
  }

  @Test func `is made by nobody who only reads`() throws {
    do { _ = try directory.open() }
    let environment = try directory.open { $0.access = .readOnly }
    let error = failure { () throws(LMDBError) in
      _ = try environment.openTable("missing", keyedBy: UInt64.self)
    }
    #expect(error?.code == .notFound)
  }

  @Test func `refuses to append a lent value whose key is not the greatest`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(7..<8, of: table)
    for key: UInt64 in [7, 6] {
      let error = failure { () throws(LMDBError) in
        try environment.write { (transaction) throws(LMDBError) in
          try transaction.append(byteCount: 1, at: key, in: table) { $0.append(UInt8(1)) }
        }
      }
      #expect(error?.code == .keyOutOfOrder, "\(key)")
    }
    #expect(try environment.everything(in: table).map(\.0) == [7])
  }

  @Test func `is one too many beyond the number asked for`() throws {
    let environment = try directory.open { $0.maximumTableCount = 2 }
    for name in ["a", "b", "a", "b"] { _ = try environment.openTable(name, keyedBy: UInt64.self) }
    let error = failure { () throws(LMDBError) in
      _ = try environment.openTable("c", keyedBy: UInt64.self)
    }
    #expect(error?.code == .tablesFull)
  }

  @Test func `names a stored key that is not of its type`() throws {
    let environment = try directory.open()
    let raw = try environment.openTable("t", keyedBy: [UInt8].self)
    let numbers = try environment.openTable("t", keyedBy: UInt64.self)
    try environment.write { (transaction) throws(LMDBError) in
      try transaction.put([1 as UInt8].span.bytes, at: [1, 2, 3], in: raw)
    }
    let error = failure { () throws(LMDBError) in _ = try environment.everything(in: numbers) }
    #expect(error?.code == .malformedKey(byteCount: 3))
    #expect(error?.isDamage == true)
  }

  @Test func `traps when used with another environment`() async {
    await #expect(processExitsWith: .failure) { [path = directory.path as String] in
      let table = try openSmall("\(path)/a").openTable("events", keyedBy: UInt64.self)
      let environment = try openSmall("\(path)/b")
      _ = try environment.openTable("events", keyedBy: UInt64.self)
      _ = try environment.beginRead().contains(1, in: table)
    }
  }
}

private func writeTooLittle(in path: String) throws {
  let environment = try openSmall(path)
  let table = try environment.openTable("events", keyedBy: UInt64.self)
  try environment.write { (transaction) throws(LMDBError) in
    try transaction.put(byteCount: 2, at: 0, in: table) { $0.append(UInt8(1)) }
  }
}

/// A key type of another module: a name of eight bytes.
private struct Label: TableKey, Equatable {
  var text: String

  init(_ text: String) { self.text = text }

  func withKeyBytes<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try Array(text.utf8).withKeyBytes(body)
  }

  init?(keyBytes bytes: RawSpan) {
    self.init(String(decoding: bytes.copied, as: UTF8.self))
  }
}

@Suite struct `A key type of one's own` {
  private let directory = TemporaryDirectory()

  @Test func `goes in and comes out`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("labels", keyedBy: Label.self)
    try environment.write { (transaction) throws(LMDBError) in
      for text in ["b", "a", "c"] {
        try transaction.put(Array(text.utf8).span.bytes, at: Label(text), in: table)
      }
    }
    #expect(try environment.everything(in: table).map(\.0.text) == ["a", "b", "c"])
    let reader = try environment.beginRead()
    let next = try reader.entry(atOrBefore: Label("bb"), in: table)
    #expect(next?.key == Label("b"))
  }

  @Test func `may be bytes that are only lent`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("names", keyedBy: RawSpan.self)
    let (key, value) = (Array("placement-1".utf8), bytes(1))
    var transaction = try environment.beginWrite()
    try transaction.put(value.span.bytes, at: key.span.bytes, in: table)
    try transaction.commit()
    let reader = try environment.beginRead()
    if let entry = try reader.entry(atOrBefore: key.span.bytes, in: table) {
      #expect(entry.key.copied == key)
      #expect(entry.value.copied == value)
    } else {
      Issue.record("the entry is missing")
    }
    var keys: [[UInt8]] = []
    try reader.forEach(in: table) { key, _ in
      keys.append(key.copied)
      return .next
    }
    #expect(keys == [key])
  }
}
