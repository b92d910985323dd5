internal import EventLog
internal import EventModel
internal import Files
internal import Glibc
internal import MerkleTree

/// The sorted files of an index of dependants, and the list of them, which says up to where the log
/// was taken in.
///
/// Derived: what is missing, damaged, of another log or for other facts counts as empty. Files of
/// about one size become one once there are ``CommandHandlingLimits/dependantFiles`` of them, so that
/// every reading is written O(log readings) times and a question asks few files.
///
/// The list is a text: `concord-dependants 2` (1 held no corrections); log id, position and root; the
/// types of fact; the key of the hashes; for each file its level, number, readings and checksum; the
/// text's own checksum.
struct DependantStore {
  /// What the files hold.
  struct Content: Equatable {
    /// All facts below are in them.
    var end = Position.zero
    /// What the hashes are keyed with.
    var key: [UInt8]
    /// For which types of fact, sorted; empty for all.
    let types: [String]
  }

  private struct Held {
    let level: Int
    let number: Int
    let file: DependantFile
  }

  /// Where the files are; `nil` until there are some, where nobody named a place.
  private var path: String?
  /// That place then; deleted with this store.
  private var temporary: TemporaryDirectory?
  private(set) var content: Content
  private var files: [Held] = []
  private var nextNumber = 0

  private static let head = "concord-dependants 2"

  /// Opens what is in a directory, or begins anew.
  ///
  /// - Parameters:
  ///   - path: `nil` for a place that nobody will look for later.
  ///   - key: what the hashes are keyed with, where it begins anew.
  /// - Complexity: O(readings): about a second for a gigabyte
  init(
    _ path: String?, of log: any AppendOnlyLog, types: [String], key: [UInt8]
  ) throws(EventLogError) {
    content = Content(key: key, types: types)
    self.path = path
    guard let path else { return }
    if try !read(path, log) {
      files = []
      content = Content(key: key, types: types)
    }
    nextNumber = (files.map(\.number).max() ?? -1) + 1
    deleteOthers(path)
  }

  private mutating func makePlace() throws(EventLogError) -> String {
    if let path {
      try inFiles { () throws(FileError) in _ = try Directory.make(path) }
      return path
    }
    let directory = try inFiles { () throws(FileError) in
      try TemporaryDirectory(prefix: "concord-dependants")
    }
    temporary = directory
    path = directory.path
    return directory.path
  }

  /// How many readings the files hold.
  var count: Int { files.reduce(0) { $0 + $1.file.count } }

  /// The readings of a range, of each file in order.
  func readings(in range: Range<UInt64>) throws(EventLogError) -> [UInt64] {
    var found: [UInt64] = []
    for held in files { found += try held.file.numbers(in: range) }
    return found
  }

  /// Takes in sorted readings: with them all facts below a position are there.
  ///
  /// - Complexity: O(readings), and now and then O(all readings)
  mutating func add(
    _ readings: [UInt64], before end: Position, of log: any AppendOnlyLog
  ) throws(EventLogError) {
    let path = try makePlace()
    var added = files
    var index = 0
    added.append(
      try write(path, level: 0) {
        defer { index += 1 }
        return index < readings.count ? readings[index] : nil
      })
    var level = 0
    while case let same = added.filter({ $0.level == level }),
      same.count >= CommandHandlingLimits.dependantFiles
    {
      var merge = DependantMerge(same.map(\.file))
      added.removeAll { $0.level == level }
      level += 1
      added.append(
        try write(path, level: level) { () throws(EventLogError) in try merge.next() })
    }
    var grown = content
    grown.end = end
    try note(path, added, grown, Self.root(of: log, at: end.number), log.identity.id)
    files = added
    content = grown
    deleteOthers(path)
  }

  private mutating func write(
    _ path: String, level: Int, _ next: () throws(EventLogError) -> UInt64?
  ) throws(EventLogError) -> Held {
    let number = nextNumber
    nextNumber += 1
    return Held(
      level: level, number: number,
      file: try DependantFile.write("\(path)/\(number)", next))
  }

  // MARK: - The list

  private func note(
    _ path: String, _ files: [Held], _ content: Content, _ root: String, _ log: LogID
  ) throws(EventLogError) {
    var lines = [
      Self.head, "\(log) \(content.end.number) \(root)",
      content.types.joined(separator: " "), hexText(content.key),
    ]
    for held in files {
      lines.append("\(held.level) \(held.number) \(held.file.count) \(held.file.seal.checksum)")
    }
    lines.append(Self.checksum(lines))
    let text = lines.joined(separator: "\n") + "\n"
    try inFiles { () throws(FileError) in
      try File.replace(path + "/list", Array(text.utf8))
    }
  }

  private static func root(
    of log: any AppendOnlyLog, at size: UInt64
  ) throws(EventLogError) -> String {
    hexText(try log.treeHead(at: size).root.bytes)
  }

  private static func checksum(_ lines: some Sequence<some StringProtocol>) -> String {
    var seal = DependantFile.Seal()
    for line in lines {
      for byte in line.utf8 { seal.take(UInt64(byte)) }
      seal.take(0)
    }
    return "\(seal.checksum)"
  }

  /// - Returns: whether the list was there, of this log and for these facts, and its files whole.
  private mutating func read(
    _ path: String, _ log: any AppendOnlyLog
  ) throws(EventLogError) -> Bool {
    let found = try inFiles { () throws(FileError) in
      try File.contents(of: path + "/list", limit: 1 << 20)
    }
    guard let found else { return false }
    let lines = String(decoding: found.bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 6, lines.last == "", lines[0] == Self.head,
      lines[lines.count - 2] == Self.checksum(lines.dropLast(2)),
      lines[2] == content.types.joined(separator: " ")
    else { return false }
    let words = lines[1].split(separator: " ")
    guard words.count == 3, words[0] == log.identity.id.description,
      let size = UInt64(words[1]), size <= log.end.number,
      try words[2] == Self.root(of: log, at: size),
      let key = EventModel.bytes(hex: lines[3].utf8), key.count == content.key.count
    else { return false }
    for line in lines[4...].dropLast(2) {
      let numbers = line.split(separator: " ").map { UInt64($0) }
      guard numbers.count == 4, let level = numbers[0], let number = numbers[1],
        let count = numbers[2], let checksum = numbers[3],
        let file = try DependantFile(
          "\(path)/\(number)", sealed: .init(count: Int(clamping: count), checksum: checksum))
      else { return false }
      files.append(
        Held(level: Int(clamping: level), number: Int(clamping: number), file: file))
    }
    content.end = Position(size)
    content.key = key
    return true
  }

  /// Deletes what no list names any more; what can't be deleted now is at the next opening.
  private func deleteOthers(_ path: String) {
    let known = Set(files.map { "\($0.number)" })
    let names = ((try? Directory.names(in: path)) ?? nil) ?? []
    for name in names where name != "list" && !known.contains(name) { unlink(path + "/" + name) }
  }
}
