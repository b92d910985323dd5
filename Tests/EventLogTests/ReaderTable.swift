import FoundationEssentials

/// The reader slots of an LMDB lock file, read as bytes: opening it would clear dead ones away.
enum ReaderTable {
  /// How many slots a process has, and how many of them hold a snapshot now.
  static func slots(of process: Int32, in directory: String) throws -> (all: Int, reading: Int) {
    let held = try held(by: process, in: directory)
    return (held.count, held.count { $0 != nil })
  }

  /// The oldest snapshot that a process holds.
  static func oldestSnapshot(of process: Int32, in directory: String) throws -> UInt64? {
    try held(by: process, in: directory).compactMap(\.self).min()
  }

  /// What each slot of a process holds.
  private static func held(by process: Int32, in directory: String) throws -> [UInt64?] {
    let bytes = Array(try Data(contentsOf: URL(filePath: directory + "/lock.mdb")))
    func number(_ range: Range<Int>) -> UInt64 {
      bytes[range].reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
    // Two cache lines or more of header, then slots of one line: snapshot (8), process (4), thread.
    return stride(from: 128, to: bytes.count - 63, by: 64).compactMap { start -> UInt64?? in
      guard number((start + 8)..<(start + 12)) == UInt64(UInt32(bitPattern: process)) else {
        return nil
      }
      let snapshot = number(start..<(start + 8))
      return .some(snapshot == .max ? nil : snapshot)
    }
  }
}
