internal import EventLog
internal import EventModel
internal import Files
internal import FoundationEssentials
internal import Glibc
internal import MerkleTree
internal import Synchronization

/// How far a manager got, in a file that may be lost: it begins anew then.
///
/// One line: log id, position, root of the tree of that size, version of the rules that all was judged
/// by; where it is being judged by others, also their version, a colon and the position up to which
/// that is done. What belongs to another log, or lies beyond this one's end, counts as lost; a missing
/// version is another one.
final class ManagerCheckpoint: Sendable {
  private struct State {
    var notedAt: ContinuousClock.Instant?
    var rules: Substring?
    var judgedAnew = Position.zero
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

  /// Up to where all was judged by the rules of now, while not all was.
  var judgedAnew: Position { state.withLock { $0.judgedAnew } }

  /// Takes in, for the next note, up to where all was judged by the rules of now.
  ///
  /// - Parameter end: where all is.
  func noteJudgedAnew(_ position: Position, of end: Position) {
    state.withLock { state in
      state.judgedAnew = position < end ? position : .zero
      if position >= end { state.rules = Substring(rules) }
    }
  }

  /// Where to go on in a log; its beginning, where the file is missing or not this log's.
  func position(in log: any AppendOnlyLog) throws(EventLogError) -> Position {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else { return .zero }
    let words = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard (3...5).contains(words.count), let size = UInt64(words[1]), size <= log.end.number,
      words[0] == log.identity.id.description
    else { return .zero }
    let head = try log.treeHead(at: size)
    guard words[2] == Self.hex(head) else { return .zero }
    let judged = words.count == 5 ? words[4].split(separator: ":") : []
    let judgedAnew = judged.count == 2 && judged[0] == rules ? UInt64(judged[1]) : nil
    state.withLock {
      $0.rules = words.count > 3 ? words[3] : nil
      $0.judgedAnew = judgedAnew.map { $0 < size ? Position($0) : .zero } ?? .zero
    }
    return Position(size)
  }

  /// Stands for the version of rules of before there were versions.
  private static let noVersion = "none"

  /// Notes a position of the log, an append border.
  ///
  /// Once a second is enough: what a kill loses is looked at again, and nothing changes.
  /// - Parameter isLast: whether no other will follow.
  func note(_ position: Position, of log: any AppendOnlyLog, isLast: Bool = false) {
    let now = ContinuousClock.now
    let (notedAt, judgedBy, judgedAnew) = state.withLock {
      ($0.notedAt, $0.rules, $0.judgedAnew)
    }
    guard isLast || notedAt.map({ now - $0 >= .seconds(1) }) ?? true else { return }
    guard let head = try? log.treeHead(at: position.number) else { return }
    var line = "\(log.identity.id) \(head.size) \(Self.hex(head))"
    if let judgedBy { line += " \(judgedBy)" }
    if judgedAnew > .zero {
      if judgedBy == nil { line += " \(Self.noVersion)" }
      line += " \(rules):\(judgedAnew)"
    }
    line += "\n"
    // A checkpoint that can't be written costs time at the next start, nothing else.
    try? write(line)
    state.withLock { $0.notedAt = now }
  }

  /// Written beside it and renamed, for its owner alone; not flushed.
  private func write(_ line: String) throws(FileError) {
    let new = path + ".new"
    try File(new, O_WRONLY | O_CREAT | O_TRUNC).write(Array(line.utf8), at: 0)
    guard rename(new, path) == 0 else { throw FileError(.rename, path) }
  }

  private static func hex(_ head: TreeHead) -> String { hexText(head.root.bytes) }
}
