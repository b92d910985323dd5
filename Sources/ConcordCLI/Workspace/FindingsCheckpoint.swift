import EventLog
import EventModel
import Glibc
import MerkleTree

/// Where the finding manager goes on: derived, and believed only where the log agrees.
///
/// One line: the log's id, a position, and the tree's root at that size.
struct FindingsCheckpoint: Sendable {
  let path: String
  let log: any AppendOnlyLog

  /// The position to go on from; the log's beginning where the file is missing or of another log.
  func read() -> Position {
    guard let file = fopen(path, "r") else { return .zero }
    defer { fclose(file) }
    var bytes = [CChar](repeating: 0, count: 256)
    guard fgets(&bytes, Int32(bytes.count), file) != nil else { return .zero }
    let text = String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
    guard words.count == 3, words[0] == log.identity.id.description, let size = UInt64(words[1]),
      size <= log.end.number, let head = try? log.treeHead(at: size),
      head.root.hexadecimal == words[2]
    else { return .zero }
    return Position(size)
  }

  /// Notes a position; where that fails, the manager looks through more the next time.
  func write(_ position: Position) {
    guard position > .zero, let head = try? log.treeHead(at: position.number) else { return }
    let text = "\(log.identity.id) \(position) \(head.root.hexadecimal)\n"
    let new = path + ".new"
    guard let file = fopen(new, "w") else { return }
    let isWritten = fputs(text, file) >= 0
    guard fclose(file) == 0, isWritten else { return }
    rename(new, path)
  }
}
