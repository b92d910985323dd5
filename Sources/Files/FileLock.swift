internal import Glibc

/// A lock on a file, that one process has until it lets go of it or ends.
///
/// `flock`, so that the kernel gives it back when the process is killed. The file's text names the
/// process, for people and for the one who is refused; it decides nothing.
package struct FileLock: ~Copyable, Sendable {
  /// Who else may have it.
  package enum Mode: Sendable {
    /// Others that ask for it shared.
    case shared
    /// Nobody.
    case exclusive
  }

  /// Why it can't be had.
  package enum Refusal: Error, Hashable, Sendable {
    /// It is held, by the process that the file names; `nil` when it names none.
    case held(by: Int32?)
    /// The operating system refused.
    case failed(FileError)
  }

  private let file: File

  /// Takes the lock without waiting.
  package init(_ path: String, _ mode: Mode = .exclusive) throws(Refusal) {
    file = try Self.take(path, mode)
  }

  /// Takes the lock for the length of one change, after whoever has it now has let go of it.
  ///
  /// Only for files on which nobody keeps the lock: it waits for as long as that takes.
  package init(waitingFor path: String) throws(FileError) {
    file = try Self.wait(for: path)
  }

  /// Whether somebody has the lock exclusively; the file is neither made nor written.
  ///
  /// Asked by taking it shared, for a moment: no text says then that it is this process's.
  package static func isHeld(_ path: String) -> Bool {
    do throws(FileError) {
      let file = try File(path, O_RDONLY)
      if flock(file.descriptor, LOCK_SH | LOCK_NB) != 0 { return errno == EWOULDBLOCK }
      flock(file.descriptor, LOCK_UN)
      return false
    } catch {
      return false
    }
  }

  private static func wait(for path: String) throws(FileError) -> File {
    let file = try File.ofLocks(path)
    while flock(file.descriptor, LOCK_EX) != 0 {
      guard errno == EINTR else { throw FileError(.lock, path) }
    }
    return file
  }

  private static func take(_ path: String, _ mode: Mode) throws(Refusal) -> File {
    let holder: Int32?
    do throws(FileError) {
      let file = try File.ofLocks(path)
      if flock(file.descriptor, (mode == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0 {
        if mode == .exclusive {
          // The text decides nothing: a full disk is no reason to refuse what the kernel has given.
          try? file.truncate(to: 0)
          try? file.write(Array("\(getpid())\n".utf8), at: 0)
        }
        return file
      }
      guard errno == EWOULDBLOCK else { throw FileError(.lock, path) }
      let text = (try? file.read(16, at: 0)) ?? []
      holder = Int32(String(decoding: text.prefix { (0x30...0x39).contains($0) }, as: UTF8.self))
    } catch {
      throw .failed(error)
    }
    throw .held(by: holder)
  }

  // Not only by closing the file: a child that is being started has it open too, for a moment.
  deinit { flock(file.descriptor, LOCK_UN) }
}
