internal import EventModel
internal import Files
internal import Glibc

/// The subjects that were erased, kept beside the key and so outside every backup of the data.
///
/// Append-only; a line is the store's id, a space and the subject's stream. A backup that is older
/// than an erasure is so erased again when it is opened.
struct ErasureList {
  let path: String
  let store: StoreID

  /// The greatest list, in bytes: a few million erasures.
  private static let byteLimit = 1 << 30

  /// The erased subjects of this store.
  ///
  /// What stands behind the last line break was cut short by a crash, before its erasure began; the
  /// tombstone in the log begins it again.
  ///
  /// - Throws: `.erasureListDamaged` when a whole line has another form: an erased person might
  ///   come back otherwise.
  func read() throws(PersonalDataError) -> Set<StreamName> {
    guard let (bytes, _) = try FileAccess.read(path, limit: Self.byteLimit) else { return [] }
    guard let end = bytes.lastIndex(of: UInt8(ascii: "\n")) else { return [] }
    var subjects = Set<StreamName>()
    for (index, line) in bytes[..<end].split(separator: UInt8(ascii: "\n")).enumerated() {
      let words = String(decoding: line, as: UTF8.self).split(separator: " ")
      guard words.count == 2, let id = try? StoreID(validating: String(words[0])),
        let subject = try? StreamName(validating: String(words[1]))
      else {
        throw PersonalDataError(
          .erasureListDamaged,
          "line \(index + 1) of the erasure list is not a store id and a stream; "
            + "restore the list before personal data are opened", at: path)
      }
      if id == store { subjects.insert(subject) }
    }
    return subjects
  }

  /// Adds subjects, durably when this returns.
  ///
  /// Several stores, in several processes, may share a list: one adds at a time.
  func append(_ subjects: [StreamName]) throws(PersonalDataError) {
    guard !subjects.isEmpty else { return }
    let lines = subjects.map { "\(store) \($0)\n" }.joined()
    try FileAccess.inFiles { () throws(FileError) in
      // On the list itself: it is only ever added to, so all who add have the same file.
      let lock = try FileLock(waitingFor: path)
      defer { withExtendedLifetime(lock) {} }
      let file = try File(path, O_RDWR | O_CREAT)
      let end = try Self.endOfLastLine(file)
      try file.truncate(to: end)
      try file.write(Array(lines.utf8), at: end)
      try file.flush()
      // Always: whoever made the file, as by locking it, may not have come to it, and few are erased.
      try Directory.flush(holding: path)
    }
  }

  /// Where the last whole line ends: a line that a crash cut short is overwritten.
  private static func endOfLastLine(_ file: borrowing File) throws(FileError) -> UInt64 {
    var end = try file.byteCount()
    while end > 0, try file.read(1, at: end - 1) != [UInt8(ascii: "\n")] { end -= 1 }
    return end
  }
}
