import LMDB
import TestSupport

extension TemporaryDirectory {
  var dataFile: String { "\(path)/data.mdb" }

  /// Opens an environment here, with little address space, since many tests run at once.
  func open(
    _ directory: String = "", _ change: (inout Environment.Options) -> Void = { _ in }
  ) throws(LMDBError) -> Environment {
    try openSmall(path + directory, change)
  }
}

/// Opens an environment with little address space, since many tests run at once.
func openSmall(
  _ directory: String, _ change: (inout Environment.Options) -> Void = { _ in }
) throws(LMDBError) -> Environment {
  var options = Environment.Options()
  options.reservedByteCount = 1 << 30
  change(&options)
  return try Environment(directory: directory, options: options)
}

/// The error that `body` throws, for comparing codes.
func failure<Result: ~Copyable>(
  of body: () throws(LMDBError) -> Result
) -> LMDBError? {
  do throws(LMDBError) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}

/// A value that can be told from its neighbours: its number, repeated.
func bytes(_ number: Int, count: Int = 100) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: number &* 31 &+ $0) }
}

extension Environment {
  /// Appends `range`, each value 100 bytes of ``bytes(_:count:)``, in one commit.
  func fill(_ range: Range<Int>, of table: Table<UInt64>, valueByteCount: Int = 100)
    throws(LMDBError)
  {
    try write { (transaction) throws(LMDBError) in
      for number in range {
        let value = bytes(number, count: valueByteCount)
        try transaction.append(value.span.bytes, at: UInt64(number), in: table)
      }
    }
  }

  /// All of a table, copied.
  func everything<Key: TableKey>(in table: Table<Key>) throws(LMDBError) -> [(Key, [UInt8])] {
    var found: [(Key, [UInt8])] = []
    try read { (transaction) throws(LMDBError) in
      try transaction.forEach(in: table) { key, value in
        found.append((key, value.copied))
        return .next
      }
    }
    return found
  }
}

extension ReadableTransaction where Self: ~Copyable {
  /// The value at a key, copied, since `#expect` can't hold what is only lent.
  func copy<Key: TableKey>(at key: Key, in table: Table<Key>) throws(LMDBError) -> [UInt8]? {
    guard let value = try value(at: key, in: table) else { return nil }
    return value.copied
  }
}

extension RawSpan {
  var copied: [UInt8] { withUnsafeBytes { [UInt8]($0) } }
}

/// Whether a read transaction outlived its deadline.
func isPastDeadline(_ error: LMDBError) -> Bool {
  if case .readPastDeadline = error.code { true } else { false }
}
