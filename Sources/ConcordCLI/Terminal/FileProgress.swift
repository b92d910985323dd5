import Files
import Glibc
import PersonalData

extension Progress {
  /// Shows how large a file has become while `body` writes it.
  ///
  /// For copies that tell nothing on their way.
  /// - Parameter total: how large it will be, about; `nil` when nobody knows.
  static func watching<Result: Sendable>(
    _ path: String, as what: String, of total: Int? = nil,
    _ body: @Sendable @escaping () throws -> Result
  ) async throws -> Result {
    try await watching(as: what, of: total, size: { fileByteCount(path) }, body)
  }

  /// Shows how far something is while `body` does it.
  ///
  /// - Parameters:
  ///   - total: how many bytes there will be, about; `nil` when nobody knows.
  ///   - size: how many there are; `nil` when there is nothing to tell, as before and after.
  static func watching<Result: Sendable>(
    as what: String, of total: Int?, size: @Sendable @escaping () -> Int?,
    _ body: @Sendable @escaping () throws -> Result
  ) async throws -> Result {
    let progress = Progress(what, unit: "MB")
    defer { progress.finish() }
    let watcher = Task {
      while true {
        try await Task.sleep(for: .milliseconds(250))
        guard let size = size() else {
          progress.finish()
          continue
        }
        progress.update(
          size >> 20, of: total.map { max($0, size) >> 20 },
          share: total.map { Double(size) / Double(max($0, size, 1)) })
      }
    }
    defer { watcher.cancel() }
    return try body()
  }
}

/// How many bytes a file has; `nil` when it isn't there.
func fileByteCount(_ path: String) -> Int? { File.byteCount(of: path).map { Int($0) } }

/// How far a descriptor has been read or written; `nil` of a pipe.
func offset(of descriptor: Int32) -> Int? {
  let offset = lseek(descriptor, 0, SEEK_CUR)
  return offset < 0 ? nil : Int(offset)
}

/// The personal store's copies, while one takes the place of another.
struct PersonalCopies: Sendable {
  private let directory: String
  private let before: Set<String>
  /// How many bytes the store has now.
  let byteCount: Int

  /// What there is now.
  init(_ directory: String) {
    self.directory = directory
    let names = Self.names(directory)
    before = Set(names)
    byteCount = names.reduce(0) { $0 + (fileByteCount("\(directory)/\($1)/data.mdb") ?? 0) }
  }

  /// How many bytes there are of what was not there before; `nil` where there is nothing.
  var newByteCount: Int? {
    let new = Self.names(directory).filter { !before.contains($0) }
    return new.isEmpty
      ? nil : new.reduce(0) { $0 + (fileByteCount("\(directory)/\($1)/data.mdb") ?? 0) }
  }

  private static func names(_ directory: String) -> [String] {
    ((try? Directory.names(in: directory)) ?? nil) ?? []
  }
}

extension Workspace {
  /// Begins a new generation of the key-encryption key, and shows how far that is.
  func rotateKey() async throws -> KeyEncryptionKey {
    let copies = PersonalCopies(place.personal)
    return try await Progress.watching(
      as: "writing personal parts anew", of: copies.byteCount, size: { copies.newByteCount }
    ) { [personal] in try personal.rotate() }
  }
}

extension PersonalStore {
  /// Copies the personal parts of a data directory, and shows how far that is.
  static func copy(_ place: Place, to target: String) async throws {
    let total = PersonalCopies(place.personal).byteCount
    let copies = PersonalCopies(target)
    try await Progress.watching(
      as: "copying personal parts", of: total, size: { copies.newByteCount }
    ) { try PersonalStore.backUp(dataDirectory: place.path, to: target) }
  }
}
