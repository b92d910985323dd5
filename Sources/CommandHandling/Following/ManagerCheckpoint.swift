internal import EventLog
internal import EventModel
internal import FoundationEssentials
internal import MerkleTree
internal import Synchronization

/// How far a process manager got, in a file that may be lost: it begins anew then.
///
/// One line: log id, position, root of the tree of that size, version of the rules that all was judged
/// by. What belongs to another log, or lies beyond this one's end, counts as lost; a missing version
/// is another one.
final class ManagerCheckpoint: Sendable {
  private struct State {
    var notedAt: ContinuousClock.Instant?
    var rules: Substring?
  }

  private let path: String
  private let rules: String
  private let state = Mutex(State())

  /// - Parameter rules: the version of the rules of now; `nil` where none matter.
  init(path: String, rules: Int? = nil) {
    self.path = path
    self.rules = rules.map(String.init) ?? "-"
  }

  /// Whether all was judged by the rules of now.
  var isOfTheseRules: Bool { state.withLock { $0.rules.map { $0 == rules } ?? false } }

  /// Notes, with the next position, that all was judged by the rules of now.
  func noteRules() { state.withLock { $0.rules = Substring(rules) } }

  /// Where to go on in a log; its beginning, where the file is missing or not this log's.
  func position(in log: any AppendOnlyLog) throws(EventLogError) -> Position {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else { return .zero }
    let words = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard (3...4).contains(words.count), let size = UInt64(words[1]), size <= log.end.number,
      words[0] == log.identity.id.description
    else { return .zero }
    let head = try log.treeHead(at: size)
    guard words[2] == Self.hex(head) else { return .zero }
    state.withLock { $0.rules = words.count == 4 ? words[3] : nil }
    return Position(size)
  }

  /// Notes a position of the log, an append border.
  ///
  /// Once a second is enough: what a kill loses is looked at again, and nothing changes.
  /// - Parameter isLast: whether no other will follow.
  func note(_ position: Position, of log: any AppendOnlyLog, isLast: Bool = false) {
    let now = ContinuousClock.now
    let (notedAt, rules) = state.withLock { ($0.notedAt, $0.rules) }
    guard isLast || notedAt.map({ now - $0 >= .seconds(1) }) ?? true else { return }
    guard let head = try? log.treeHead(at: position.number) else { return }
    let version = rules.map { " " + $0 } ?? ""
    let line = "\(log.identity.id) \(head.size) \(Self.hex(head))\(version)\n"
    // A checkpoint that can't be written costs time at the next start, nothing else.
    try? Data(line.utf8).write(to: URL(filePath: path), options: .atomic)
    state.withLock { $0.notedAt = now }
  }

  private static func hex(_ head: TreeHead) -> String { hexText(head.root.bytes) }
}
