import LMDB
import Testing
import TestSupport

@Suite struct `A scan` {
  private let directory = TemporaryDirectory()

  /// Random ranges, both ways, against a sorted array.
  @Test(arguments: Seeds.and(1, 2, 3, 4, 5))
  func `lends what a sorted array would`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let environment = try directory.open()
    let table = try environment.openTable("numbers", keyedBy: UInt64.self)
    let count = Int.random(in: 0...300, using: &generator)
    let keys = Set((0..<count).map { _ in UInt64.random(in: 0...500, using: &generator) }).sorted()
    try environment.write { (transaction) throws(LMDBError) in
      for key in keys.shuffled(using: &generator) {
        let value = bytes(Int(key))
        try transaction.put(value.span.bytes, at: key, in: table)
      }
    }
    let reader = try environment.beginRead()
    for _ in 0..<200 {
      let first =
        Bool.random(using: &generator) ? UInt64.random(in: 0...510, using: &generator) : nil
      let last =
        Bool.random(using: &generator) ? UInt64.random(in: 0...510, using: &generator) : nil
      let limit = Int.random(in: 1...20, using: &generator)
      for direction in [ScanDirection.ascending, .descending] {
        let isAscending = direction == .ascending
        let expected = (isAscending ? keys : keys.reversed()).filter { key in
          (first.map { isAscending ? key >= $0 : key <= $0 } ?? true)
            && (last.map { isAscending ? key <= $0 : key >= $0 } ?? true)
        }.prefix(limit)
        var found: [UInt64] = []
        try reader.forEach(in: table, from: first, through: last, direction) { key, value in
          #expect(value.copied == bytes(Int(key)))
          found.append(key)
          return found.count < limit ? .next : .stop
        }
        #expect(
          found == Array(expected),
          "seed \(seed), from \(String(describing: first)), through \(String(describing: last))")
      }
      let probe = UInt64.random(in: 0...510, using: &generator)
      let before = try reader.entry(atOrBefore: probe, in: table)
      #expect(before?.key == keys.last { $0 <= probe })
    }
  }

  @Test func `bounds byte keys by their bytes`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("names", keyedBy: [UInt8].self)
    let names = ["a", "ab", "abc", "b", "ba"].map { Array($0.utf8) }
    try environment.write { (transaction) throws(LMDBError) in
      for name in names { try transaction.put(name.span.bytes, at: name, in: table) }
    }
    let reader = try environment.beginRead()
    var found: [[UInt8]] = []
    try reader.forEach(in: table, from: Array("ab".utf8), through: Array("b".utf8)) { key, _ in
      found.append(key)
      return .next
    }
    #expect(found == Array(names[1...3]))
    found = []
    try reader.forEach(
      in: table, from: Array("bb".utf8), through: Array("abb".utf8), .descending
    ) { key, _ in
      found.append(key)
      return .next
    }
    #expect(found == [names[4], names[3], names[2]])
  }

  @Test func `passes on what its body throws, and maps the store's errors`() throws {
    enum Failure: Error, Equatable {
      case ours(UInt64)
      case store(LMDBError.Code)
    }
    let environment = try directory.open()
    let table = try environment.openTable("numbers", keyedBy: UInt64.self)
    try environment.fill(0..<10, of: table)
    let reader = try environment.beginRead()
    #expect(throws: Failure.ours(4)) {
      try reader.forEach(in: table, mapping: { Failure.store($0.code) }) {
        (key, _) throws(Failure) in
        if key == 4 { throw .ours(key) }
        return .next
      }
    }
    let wrong = try environment.openTable("numbers", keyedBy: Never8.self)
    #expect(throws: Failure.store(.malformedKey(byteCount: 8))) {
      try reader.forEach(in: wrong, mapping: { Failure.store($0.code) }) {
        (_, _) throws(Failure) in .next
      }
    }
  }

  @Test func `of a write transaction sees its own changes`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("numbers", keyedBy: UInt64.self)
    try environment.fill(0..<3, of: table)
    try environment.write { (transaction) throws(LMDBError) in
      let value = bytes(3)
      try transaction.append(value.span.bytes, at: 3, in: table)
      _ = try transaction.delete(0, in: table)
      var keys: [UInt64] = []
      try transaction.forEach(in: table) { key, _ in
        keys.append(key)
        return .next
      }
      #expect(keys == [1, 2, 3])
    }
  }

  @Test func `ends at the deadline, in the middle`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("numbers", keyedBy: UInt64.self)
    try environment.fill(0..<1000, of: table)
    let limit = Duration.milliseconds(20)
    let reader = try environment.beginRead(within: limit)
    var count = 0
    let error = failure { () throws(LMDBError) in
      try reader.forEach(in: table) { _, _ in
        count += 1
        if count == 100 { while reader.age <= limit {} }
        return .next
      }
    }
    #expect(error.map(isPastDeadline) == true)
    #expect(count < 120)
  }
}

/// A key type to which no bytes belong.
private struct Never8: TableKey {
  func withKeyBytes<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try UInt64(0).withKeyBytes(body)
  }

  init?(keyBytes bytes: RawSpan) { nil }
}

@Suite struct `A write cursor` {
  fileprivate let directory = TemporaryDirectory()

  @Test(arguments: Seeds.and(11, 12, 13))
  func `writes what single puts would`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let environment = try directory.open()
    let one = try environment.openTable("one", keyedBy: UInt64.self)
    let other = try environment.openTable("other", keyedBy: UInt64.self)
    for _ in 0..<5 {
      let batch = (0..<500).map { _ in
        (
          UInt64.random(in: 0...2000, using: &generator),
          Int.random(in: 0...300, using: &generator)
        )
      }.sorted { $0.0 < $1.0 }
      try environment.write { (transaction) throws(LMDBError) in
        for (key, count) in batch {
          let value = bytes(Int(key), count: count)
          try transaction.put(value.span.bytes, at: key, in: one)
        }
        try transaction.withCursor(in: other) { (cursor) throws(LMDBError) in
          for (key, count) in batch {
            let value = bytes(Int(key), count: count)
            try cursor.put(value.span.bytes, at: key)
            #expect(try cursor.copy(at: key) == value)
            #expect(try cursor.copy(at: 3000) == nil)
          }
        }
      }
    }
    let (expected, found) = (
      try environment.everything(in: one), try environment.everything(in: other)
    )
    #expect(expected.map(\.0) == found.map(\.0), "seed \(seed)")
    #expect(expected.map(\.1) == found.map(\.1), "seed \(seed)")
  }
}

extension `A write cursor` {
  @Test func `stores what is new, and leaves what was there`() throws {
    let environment = try directory.open()
    let table = try environment.openTable("events", keyedBy: UInt64.self)
    try environment.fill(1..<2, of: table)
    try environment.write { (transaction) throws(LMDBError) in
      let other = bytes(9)
      try transaction.withCursor(in: table) { (cursor) throws(LMDBError) in
        let isFirstNew = try cursor.putNew(other.span.bytes, at: 1)
        let isSecondNew = try cursor.putNew(other.span.bytes, at: 2)
        #expect(!isFirstNew && isSecondNew)
      }
    }
    #expect(try environment.everything(in: table).map(\.1) == [bytes(1), bytes(9)])
  }

  @Test func `traps over a table of another environment`() async {
    await #expect(processExitsWith: .failure) { [path = directory.path as String] in
      try openCursorOverForeignTable(in: path)
    }
  }
}

private func openCursorOverForeignTable(in path: String) throws {
  let table = try openSmall("\(path)/a").openTable("events", keyedBy: UInt64.self)
  let environment = try openSmall("\(path)/b")
  _ = try environment.openTable("events", keyedBy: UInt64.self)
  try environment.write { (transaction) throws(LMDBError) in
    try transaction.withCursor(in: table) { (_) throws(LMDBError) in }
  }
}

extension WriteCursor where Key: Escapable {
  fileprivate func copy(at key: Key) throws(LMDBError) -> [UInt8]? {
    guard let value = try value(at: key) else { return nil }
    return value.copied
  }
}
