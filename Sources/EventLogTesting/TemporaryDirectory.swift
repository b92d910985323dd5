import FoundationEssentials
import Glibc

/// A directory that is deleted, with all it holds, when its owner lets go of it.
public final class TemporaryDirectory: Sendable {
  /// Where it is.
  public let path: String

  /// Makes a directory under the system's place for such.
  ///
  /// - Throws: what the operating system reported.
  public init() throws {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((base + "/concord-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      throw EventLogTestingError(description: "mkdtemp failed with code \(errno)")
    }
    path = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Copies all of it into a new temporary directory.
  public func copy() throws -> TemporaryDirectory {
    let other = try TemporaryDirectory()
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      try FileManager.default.copyItem(atPath: path + "/" + name, toPath: other.path + "/" + name)
    }
    return other
  }
}

/// A test that can't be prepared.
public struct EventLogTestingError: Error, CustomStringConvertible {
  /// Why not.
  public let description: String

  /// An error with its reason.
  public init(description: String) { self.description = description }
}
