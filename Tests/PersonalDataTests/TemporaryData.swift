import EventModel
import Files
import Glibc
import LMDB
import Testing
import TestSupport

@testable import PersonalData

/// A data directory and a key file beside it, deleted at the end of a test.
final class TemporaryData: Sendable {
  private let directory = TemporaryDirectory()
  var root: String { directory.path }

  init() throws {
    try #require(mkdir(dataDirectory, 0o700) == 0)
    try KeyEncryptionKey.create(at: keyPath)
  }

  /// All of another one, as it is on the disk now.
  init(copyOf other: TemporaryData) throws { try copyTree(other.root, to: root) }

  var dataDirectory: String { root + "/data" }
  var keyPath: String { root + "/kek" }

  func open(_ key: KeySource? = nil) throws -> PersonalStore {
    try Self.open(root, key)
  }

  static func open(_ root: String, _ key: KeySource? = nil) throws -> PersonalStore {
    try PersonalStore(dataDirectory: root + "/data", key: key ?? .file(root + "/kek"))
  }

  /// Opens a store that ends the process at a step, as a power cut would.
  static func open(_ root: String, killedAt step: StoreStep) throws -> PersonalStore {
    try PersonalStore(
      dataDirectory: root + "/data", key: .file(root + "/kek"), onAccess: { _ in },
      interruption: { reached in if reached == step { kill(getpid(), SIGKILL) } })
  }

  var personal: String { dataDirectory + "/personal" }

  /// Puts a backup in the place of the store.
  func restore(_ backup: String) throws {
    try Directory.remove(personal)
    try copyTree(backup, to: personal)
  }

  /// The bytes of all files below a directory, one behind the other.
  static func bytes(below directory: String) throws -> [UInt8] {
    try files(directory).flatMap { try #require(try FileAccess.read($0, limit: 1 << 30)).bytes }
  }

  /// All files below a directory, by path.
  static func files(_ directory: String) throws -> [String] {
    try (FileAccess.names(in: directory) ?? []).flatMap { name -> [String] in
      let path = "\(directory)/\(name)"
      var status = stat()
      try #require(lstat(path, &status) == 0)
      return status.st_mode & S_IFMT == S_IFDIR ? try files(path) : [path]
    }
  }
}

extension CommandID {
  init(_ number: UInt64) { self.init(high: 0xC0, low: number) }
}

extension EventID {
  init(_ number: UInt64) { self.init(high: 0xE0, low: number) }
}

func person(_ id: some CustomStringConvertible) throws -> StreamName {
  try StreamName(validating: "person-\(id)")
}

/// A part with a text of its own.
func part(
  _ subject: StreamName, event: UInt64 = 1, _ name: String = "student.personal",
  _ text: String = "Wang Xiaoming", lookUp: String? = nil
) -> PersonalPart {
  PersonalPart(
    event: EventID(event), subject: subject, part: name, plaintext: Array(text.utf8),
    lookUp: lookUp)
}

/// Expects an error with a code.
func expect(
  _ code: PersonalDataError.Code, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> Void
) {
  do {
    try body()
    Issue.record("no error, expected \(code)", sourceLocation: sourceLocation)
  } catch let error as PersonalDataError {
    #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
  } catch {
    Issue.record("another error: \(error)", sourceLocation: sourceLocation)
  }
}

extension PersonalStore {
  /// What a test reads.
  func text(of reference: PersonalPartReference) throws -> String? {
    guard case .known(let bytes) = try open(reference, for: .decision) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Prepares and confirms.
  @discardableResult
  func record(_ command: UInt64, _ parts: PersonalPart...) throws -> [PersonalPartReference] {
    let references = try prepare(CommandID(command), parts)
    confirm(CommandID(command))
    return references
  }
}

extension PersonalStore {
  /// The rows of each table, by name.
  func rowCounts() throws -> [String: Int] {
    try read { live throws(PersonalDataError) in
      try live.copy.read { transaction throws(PersonalDataError) in
        let tables = live.tables
        let people = try transaction.keys(beginningWith: [], in: tables.people)
        return [
          "parts": people.filter { $0.last != 0 || RowKey.subject(ofRow: $0) == nil }.count,
          "subjects": people.filter { RowKey.subject(ofRow: $0) != nil }.count,
          "lookUps": try transaction.keys(beginningWith: [], in: tables.lookUps).count,
          "commands": try transaction.keys(beginningWith: [], in: tables.commands).count,
          "pending": try transaction.keys(beginningWith: [], in: tables.pending).count,
          "erased": try transaction.keys(beginningWith: [], in: tables.erased).count,
        ]
      }
    }
  }

  /// Changes stored rows behind the store's back.
  func tamper(
    _ change: (LiveCopy, inout WriteTransaction) throws(PersonalDataError) -> Void
  ) throws {
    try write { live throws(PersonalDataError) in
      try live.copy.write { transaction throws(PersonalDataError) in
        try change(live, &transaction)
      }
    }
  }
}

extension [UInt8] {
  /// Whether the bytes stand somewhere in these.
  func holds(_ needle: [UInt8]) -> Bool {
    withUnsafeBytes { bytes in
      needle.withUnsafeBytes { needle in
        guard let first = needle.first, let start = needle.baseAddress,
          let base = bytes.baseAddress, bytes.count >= needle.count
        else { return false }
        for index in 0...(bytes.count - needle.count) where bytes[index] == first {
          if memcmp(base + index, start, needle.count) == 0 { return true }
        }
        return false
      }
    }
  }
}
