import EventLogTesting
import EventModel
import FoundationEssentials
import Glibc
import MerkleTree
import TestSupport
import Testing

@testable import EventLog

/// Where another language's interpreter is, for a checker that shares no code with ours.
private let python = (getenv("PATH").map { String(cString: $0) } ?? "").split(separator: ":")
  .map { String($0) + "/python3" }.first { access($0, X_OK) == 0 }

/// An export, the published head and `Schemas/log-format.md` are all that the checker has.
@Suite(.enabled(if: python != nil, "there is no python3 on this machine"))
struct `An exported log, checked from outside` {
  private let place: Place
  private var file: String { place.directory.path + "/export" }

  init() throws { place = try Place() }

  /// Appends of all shapes: over several streams, with long payloads, of other types.
  private func exported() async throws -> (head: TreeHead, bytes: [UInt8]) {
    _ = try await place.fill(40)
    let log = try place.open()
    defer { log.close() }
    for command in UInt64(100)..<160 {
      place.clock.advance(bySeconds: Int64(command % 3))
      let streams = (0..<(1 + command % 4)).map { SampleAppends.stream("\(command % 9)-\($0)") }
      _ = try await log.append(
        SampleAppends.append(
          command,
          streams.map { .init($0, .any, Array(repeating: .sample, count: Int(1 + command % 5))) },
          payloadByteCount: command % 7 == 0 ? 4_000 : Int(command)))
    }
    let descriptor = Glibc.open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    let head = try log.export(toDescriptor: descriptor)
    return (head, Array(try Data(contentsOf: URL(filePath: file))))
  }

  private static func hex(_ head: TreeHead) -> String {
    var bytes: [UInt8] = []
    head.root.append(to: &bytes)
    return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// What the checker says of each file, and its exit code.
  private func check(_ arguments: [String]) throws -> (lines: [String], code: Int32) {
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Outside/verify_export.py").path
    let notes = place.directory.path + "/said"
    let words = [python ?? "", script] + arguments
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, notes, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    var texts = words.map { strdup($0) } + [nil]
    defer { for text in texts { free(text) } }
    var child: pid_t = 0
    let result = posix_spawn(&child, words[0], &actions, nil, &texts, environ)
    try #require(result == 0)
    let code = waitForExit(of: child)
    let said = try String(contentsOf: URL(filePath: notes), encoding: .utf8)
    return (said.split(separator: "\n").map(String.init), code)
  }

  /// Writes versions of an export, each to a file of its own.
  private func write(_ versions: [[UInt8]]) throws -> [String] {
    try versions.indices.map { number in
      let path = file + "-\(number)"
      try Data(versions[number]).write(to: URL(filePath: path))
      return path
    }
  }

  @Test func `has the size and the root that were published`() async throws {
    let (head, _) = try await exported()
    let root = Self.hex(head)
    let right = try check(["--head", "\(head.size):\(root)", file])
    #expect(right.code == 0)
    #expect(right.lines == ["whole \(head.size) \(root)"])
    let wrong = try check([
      "--head", "\(head.size):\(String(repeating: "ab", count: 32))", file,
    ])
    #expect(wrong.code == 1)
    #expect(wrong.lines == ["refused: it is whole, and not what was published"])
    let longer = try check(["--head", "\(head.size + 1):\(root)", file])
    #expect(longer.lines == ["refused: it is whole, and shorter than what was published"])
  }

  @Test func `begins with the records of a head that was published earlier`() async throws {
    let (head, bytes) = try await exported()
    var tree = TreeFrontier()
    for record in Self.records(bytes).prefix(50) {
      tree.append(leafHash: .leafHash(of: record.span.bytes))
    }
    let early = try check(["--head", "50:\(Self.hex(tree.head))", file])
    #expect(early.lines == ["whole \(head.size) \(Self.hex(head))"])
    let other = try check(["--head", "49:\(Self.hex(tree.head))", file])
    #expect(other.lines == ["refused: it is whole, and not what was published"])
  }

  @Test func `is refused with any byte changed, cut short or lengthened`() async throws {
    let (_, bytes) = try await exported()
    var versions = [bytes + [0], []]
    for offset in stride(from: 0, to: bytes.count, by: bytes.count / 60) {
      var flipped = bytes
      flipped[offset] ^= 4
      versions += [flipped, Array(bytes.prefix(offset))]
    }
    let answer = try check(write(versions))
    #expect(answer.code == 1)
    #expect(answer.lines.count == versions.count)
    #expect(answer.lines.allSatisfy { $0.hasPrefix("refused: ") }, "\(answer.lines)")
  }

  /// Exports that lead to the root they state, as a forger makes them, and break one rule each.
  @Test func `is refused where a rule is broken, though its root is right`() async throws {
    let (_, bytes) = try await exported()
    let records = Self.records(bytes)
    #expect(Self.export(records) == bytes)
    let wrong: [(reason: String, change: (inout [[UInt8]]) -> Void)] = [
      ("its last append is not whole", { $0.removeLast() }),
      ("its append begins in the middle", { $0.swapAt(1, 2) }),
      ("it doesn't continue its append", { $0.insert($0[1], at: 2) }),
      ("its append has two of: recorded_at", { $0[2][$0[2].count - 8] ^= 1 }),
      ("its revision is not", { $0.removeSubrange(1...2) }),
      ("it is no log.created", { $0.removeFirst() }),
      (
        "it was recorded before",
        { records in
          // Both of an append, one second back.
          for number in 3...4 { records[number][records[number].count - 6] &-= 16 }
        }
      ),
      ("it doesn't end as the writer ends it", { $0[5][$0[5].count - 32] ^= 1 }),
      (
        "its command was recorded before",
        { records in
          // Records of one shape, so that the ids stand at the same place.
          let first = records[9]
          guard let id = try? Envelope(walking: first.span.bytes).commandID else { return }
          for number in 11...12 { records[number].replaceSubrange(id, with: first[id]) }
        }
      ),
      ("it doesn't begin with its type", { $0[5][0] ^= 8 }),
      ("it states", { _ in }),
    ]
    var versions = wrong.map { wrong in
      var changed = records
      wrong.change(&changed)
      return Self.export(changed)
    }
    versions[wrong.count - 1][bytes.count - 33] ^= 1
    let answer = try check(write(versions))
    for (line, wrong) in zip(answer.lines, wrong) {
      #expect(line.hasPrefix("refused: ") && line.contains(wrong.reason), "\(line)")
    }
    #expect(answer.lines.count == wrong.count)
  }

  private static func records(_ export: [UInt8]) -> [[UInt8]] {
    var records: [[UInt8]] = []
    var start = ExportFormat.header.count
    while true {
      let length = export[start..<(start + 4)].reduce(0) { $0 << 8 | Int($1) }
      if length == 0 { return records }
      records.append(Array(export[(start + 4)..<(start + 4 + length)]))
      start += 4 + length
    }
  }

  private static func export(_ records: [[UInt8]]) -> [UInt8] {
    var tree = TreeFrontier()
    var bytes = ExportFormat.header
    for record in records {
      bytes += ExportFormat.length(record.count) + record
      tree.append(leafHash: .leafHash(of: record.span.bytes))
    }
    bytes += ExportFormat.length(0)
    bytes.append(bigEndian: tree.size)
    tree.root.append(to: &bytes)
    return bytes
  }
}
