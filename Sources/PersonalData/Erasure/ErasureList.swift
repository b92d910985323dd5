internal import EventModel
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
  func append(_ subjects: [StreamName]) throws(PersonalDataError) {
    guard !subjects.isEmpty else { return }
    let isNew = !FileAccess.exists(path)
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileAccess.failure("opening", path) }
    defer { close(descriptor) }
    let end = try endOfLastLine(descriptor)
    guard ftruncate(descriptor, end) == 0, lseek(descriptor, end, SEEK_SET) == end else {
      throw FileAccess.failure("writing", path)
    }
    let lines = subjects.map { "\(store) \($0)\n" }.joined()
    try FileAccess.write(Array(lines.utf8), to: descriptor, path)
    guard fsync(descriptor) == 0 else { throw FileAccess.failure("flushing", path) }
    if isNew { try FileAccess.flushDirectory(of: path) }
  }

  /// Where the last whole line ends: a line that a crash cut short is overwritten.
  private func endOfLastLine(_ descriptor: Int32) throws(PersonalDataError) -> Int {
    var end = lseek(descriptor, 0, SEEK_END)
    guard end >= 0 else { throw FileAccess.failure("reading", path) }
    var byte: UInt8 = 0
    while end > 0 {
      guard pread(descriptor, &byte, 1, end - 1) == 1 else {
        throw FileAccess.failure("reading", path)
      }
      if byte == UInt8(ascii: "\n") { return end }
      end -= 1
    }
    return 0
  }
}
