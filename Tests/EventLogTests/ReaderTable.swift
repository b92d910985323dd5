import FoundationEssentials

/// The reader slots of an LMDB lock file, read as bytes: opening it would clear dead ones away.
enum ReaderTable {
  /// How many slots a process has, and how many of them hold a snapshot now.
  static func slots(of process: Int32, in directory: String) throws -> (all: Int, reading: Int) {
    let bytes = Array(try Data(contentsOf: URL(filePath: directory + "/lock.mdb")))
    var (all, reading) = (0, 0)
    // Two cache lines or more of header, then slots of one line: snapshot (8), process (4), thread.
    for start in stride(from: 128, to: bytes.count - 63, by: 64) {
      let owner = bytes[(start + 8)..<(start + 12)].reversed().reduce(UInt32(0)) {
        $0 << 8 | UInt32($1)
      }
      guard owner == UInt32(bitPattern: process) else { continue }
      all += 1
      if bytes[start..<(start + 8)].contains(where: { $0 != 0xFF }) { reading += 1 }
    }
    return (all, reading)
  }
}
