import FoundationEssentials
import Glibc

/// A directory that is deleted with its owner.
final class TemporaryDirectory {
  /// Where it is.
  let path: String

  /// Makes one under `TMPDIR`.
  init() throws(Failure) {
    let template = (environmentVariable("TMPDIR") ?? "/tmp") + "/concord-XXXXXX"
    var bytes = Array(template.utf8CString)
    guard mkdtemp(&bytes) != nil else { throw .system("made", template) }
    path = String(decoding: bytes.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
