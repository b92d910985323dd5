import EventLog
import EventLogTesting
import EventModel
import FoundationEssentials
import Glibc
import MerkleTree
import TestSupport

/// A data directory for one test.
struct Place {
  let directory: TemporaryDirectory
  let clock = ManualClock()
  var path: String { directory.path + "/data" }

  init() throws { directory = TemporaryDirectory() }

  func create(_ options: EventLogOptions = EventLogOptions()) throws -> EventLog {
    try EventLog.create(
      at: path, origin: "concord.test/log", id: LogID(high: 1, low: 1), options: options,
      clock: clock.clock)
  }

  func open(_ options: EventLogOptions = EventLogOptions()) throws -> EventLog {
    try EventLog.open(at: path, options: options, clock: clock.clock)
  }

  /// A closed log with some appends over four streams, two events each.
  func fill(_ appendCount: Int) async throws -> TreeHead {
    // One flush, at the end: what the files look like must not hang on how busy the machine is.
    var options = EventLogOptions()
    options.idleFlushMilliseconds = 3_600_000
    let log = try create(options)
    defer { log.close() }
    for command in 0..<appendCount {
      _ = try await log.append(
        SampleAppends.append(
          UInt64(command),
          [.init(SampleAppends.stream(command % 4), .any, [.sample, .otherSample])]))
    }
    return try log.treeHead()
  }
}

/// Changes bytes of a file.
func patch(_ path: String, _ body: (inout [UInt8]) -> Void) throws {
  var bytes = Array(try Data(contentsOf: URL(filePath: path)))
  body(&bytes)
  // In place, as a failing disk does.
  let file = open(path, O_WRONLY)
  defer { Glibc.close(file) }
  _ = bytes.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) }
  ftruncate(file, off_t(bytes.count))
}

/// Changes some bytes wherever they stand in a file: LMDB leaves old pages behind.
///
/// - Returns: how often they were found.
func changeAll(_ needle: [UInt8], in path: String) throws -> Int {
  var count = 0
  try patch(path) { bytes in
    for start in bytes.indices.dropLast(needle.count)
    where bytes[start] == needle[0] && bytes[start..<(start + needle.count)].elementsEqual(needle) {
      bytes[start + 1] ^= 1
      count += 1
    }
  }
  return count
}

/// All events of a log, in order.
func everything(in log: some AppendOnlyLog) throws -> [RecordedEvent] {
  try log.read(from: nil, direction: .forwards, type: nil, before: nil, limit: .max)
}

/// Texts that a log's notice handler was given.
final class Notices: Sendable {
  private let texts = Locked<[String]>([])
  var all: [String] { texts.value }
  var options: EventLogOptions {
    var options = EventLogOptions()
    options.onNotice = { text in self.texts.change { $0.append(text) } }
    return options
  }
}
