import Testing
import LMDB

@Suite struct `An environment` {
  @Test func `keeps what was put`() throws {
    let environment = try Environment(directory: "/tmp/lmdb-smoke-\(UInt64.random(in: 0 ... .max))")
    let table = try environment.openTable("t", keyedBy: UInt64.self)
    let bytes: [UInt8] = [1, 2, 3]
    try environment.write { (transaction) throws(LMDBError) in
      for n in 0..<10 { try transaction.append(bytes.span.bytes, at: UInt64(n), in: table) }
    }
    let reader = try environment.beginRead()
    #expect(try reader.value(at: 3, in: table)?.byteCount == 3)
    var keys: [UInt64] = []
    try reader.forEach(in: table, from: 7, through: 2, .descending) { key, _ in
      keys.append(key); return .next
    }
    #expect(keys == [7, 6, 5, 4, 3, 2])
    let last = try reader.lastEntry(in: table)
    #expect(last?.key == 9)
  }
}
