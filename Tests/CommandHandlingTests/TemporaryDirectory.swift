import Glibc
import PersonalData

/// A directory that goes with the test.
final class TemporaryDirectory: Sendable {
  let path: String

  init() throws {
    let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/handling.XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else { throw TemporaryDirectoryError() }
    path = String(cString: made)
  }

  /// Makes a directory in this one.
  func make(_ name: String) { mkdir("\(path)/\(name)", 0o700) }

  deinit { remove(path) }

  private func remove(_ path: String) {
    if let directory = opendir(path) {
      while let entry = readdir(directory) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { remove("\(path)/\(name)") }
      }
      closedir(directory)
      rmdir(path)
    } else {
      unlink(path)
    }
  }
}

struct TemporaryDirectoryError: Error {}

extension TemporaryDirectory {
  /// The directory's personal store, under a key beside its data.
  func personalStore() throws -> PersonalStore {
    let key = "\(path)/key"
    if access(key, F_OK) != 0 { try KeyEncryptionKey.create(at: key) }
    make("data")
    return try PersonalStore(dataDirectory: "\(path)/data", key: .file(key))
  }
}
