import Glibc
import LMDB

/// A directory of its own for a test, deleted at the end.
final class TemporaryDirectory: Sendable {
  let path: String

  init() {
    var template = Array("/tmp/concord-lmdb-XXXXXX".utf8CString)
    precondition(mkdtemp(&template) != nil, "no temporary directory")
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { system("rm -rf \(path)") }

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

/// A random number generator whose run can be repeated; tests print its seed.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

@_silgen_name("fork") private func systemFork() -> Int32

/// Forks; Swift hides the function, since a child may do almost nothing.
func forkProcess() -> Int32 { systemFork() }

/// The exit code of a child, or minus the signal that ended it.
func waitForExit(of child: Int32) -> Int32 {
  var status: Int32 = 0
  while waitpid(child, &status, 0) < 0, errno == EINTR {}
  return status & 0x7F == 0 ? (status >> 8) & 0xFF : -(status & 0x7F)
}
