internal import Glibc

/// A directory that is deleted, with all it holds, when its owner lets go of it.
package final class TemporaryDirectory: Sendable {
  /// Where it is.
  package let path: String

  /// Makes one.
  ///
  /// - Parameters:
  ///   - parent: Where; the directory that `TMPDIR` names, else `/tmp`.
  ///   - prefix: What its name begins with.
  package init(in parent: String? = nil, prefix: String = "concord") throws(FileError) {
    let parent = parent ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/\(prefix)-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw FileError(.makeTemporaryDirectory, parent) }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { try? Directory.remove(path) }
}

extension File {
  /// A new file for reading and writing that no directory names: it goes when it is closed.
  package static func unnamed() throws(FileError) -> File {
    let directory = try TemporaryDirectory()
    defer { withExtendedLifetime(directory) {} }
    return try File(directory.path + "/file", O_RDWR | O_CREAT | O_EXCL)
  }
}
