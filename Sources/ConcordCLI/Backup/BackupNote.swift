import EventLog
import EventModel
import Files
import FoundationEssentials
import MerkleTree

/// What a backup holds, in a file beside it: so that a restore knows what to expect.
struct BackupNote: Codable {
  /// The log's id.
  var log: String
  /// The log's name in the world.
  var origin: String
  /// How many records there are.
  var size: UInt64
  /// The root over them, in hex.
  var root: String
  /// When it was made, in UTC.
  var takenAt: String

  static func path(in directory: String) -> String { directory + "/backup.json" }

  init(_ identity: LogIdentity, _ head: TreeHead, at time: RecordedTime) {
    log = identity.id.description
    origin = identity.origin
    size = head.size
    root = head.root.hexadecimal
    takenAt = time.description
  }

  /// Reads the note of a backup; `nil` when there is none.
  init?(in directory: String) throws(Failure) {
    let path = Self.path(in: directory)
    guard exists(path) else { return nil }
    do {
      self = try JSONDecoder().decode(
        BackupNote.self, from: Data(contentsOf: URL(filePath: path)))
    } catch {
      throw Failure(.inputOutput, "\(path) is not what a backup writes; nothing was restored")
    }
  }

  /// Writes the note.
  func write(in directory: String) throws(Failure) {
    let path = Self.path(in: directory)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    guard let json = try? encoder.encode(self) else {
      preconditionFailure("texts and a number are encoded")
    }
    try Failure.unless("written") { () throws(FileError) in try File.replace(path, Array(json)) }
  }

  /// Size and root.
  func head() throws(Failure) -> TreeHead {
    guard let root = try? TreeHash(hexadecimal: root) else {
      throw Failure(.inputOutput, "the backup's note holds no root; nothing was restored")
    }
    return TreeHead(size: size, root: root)
  }
}
