internal import EventLog
internal import EventModel
internal import FoundationEssentials
internal import MerkleTree
internal import Synchronization

/// How far a process manager got, in a file that may be lost: it begins anew then.
///
/// One line: log id, position, root of the tree of that size. What belongs to another log, or lies
/// beyond this one's end, counts as lost.
final class ManagerCheckpoint: Sendable {
  private let path: String
  private let notedAt = Mutex<ContinuousClock.Instant?>(nil)

  init(path: String) { self.path = path }

  /// Where to go on in a log; its beginning, where the file is missing or not this log's.
  func position(in log: any AppendOnlyLog) throws(EventLogError) -> Position {
    guard let data = try? Data(contentsOf: URL(filePath: path)) else { return .zero }
    let words = String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace)
    guard words.count == 3, let size = UInt64(words[1]), size <= log.end.number,
      words[0] == log.identity.id.description
    else { return .zero }
    let head = try log.treeHead(at: size)
    return words[2] == Self.hex(head) ? Position(size) : .zero
  }

  /// Notes a position of the log, an append border.
  ///
  /// Once a second is enough: what a kill loses is looked at again, and nothing changes.
  /// - Parameter isLast: whether no other will follow.
  func note(_ position: Position, of log: any AppendOnlyLog, isLast: Bool = false) {
    let now = ContinuousClock.now
    guard isLast || notedAt.withLock({ $0.map { now - $0 >= .seconds(1) } ?? true }) else { return }
    guard let head = try? log.treeHead(at: position.number) else { return }
    let line = "\(log.identity.id) \(head.size) \(Self.hex(head))\n"
    // A checkpoint that can't be written costs time at the next start, nothing else.
    try? Data(line.utf8).write(to: URL(filePath: path), options: .atomic)
    notedAt.withLock { $0 = now }
  }

  private static func hex(_ head: TreeHead) -> String { hexText(head.root.bytes) }
}
