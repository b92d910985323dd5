import Glibc
import Importing

/// A file that is read twice: once to know what it is, once for its rows.
///
/// Standard input is copied into a file without a name first, which is gone when this process is.
final class ImportSource: Sendable {
  /// The file's name, for people.
  let name: String
  /// What the file is.
  let survey: FileSurvey.Findings
  private let descriptor: Int32

  private static let chunkByteCount = 1 << 17

  /// Opens a file and looks at all of it.
  ///
  /// - Parameter said: the encoding that the clerk names.
  init(_ path: String, said: TextEncoding? = nil) throws(Failure) {
    let file = path == "-" ? try Self.copyOfStandardInput() : open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .system("read", path) }
    descriptor = file
    name = path == "-" ? "standard input" : path
    var survey = FileSurvey()
    do throws(Failure) {
      try Self.chunks(of: file, name) { survey.look(at: $0) }
      do throws(SheetProblem) {
        self.survey = try survey.findings(said: said)
      } catch {
        throw Failure(.damageOrRefused, "\(path): \(error)")
      }
    } catch {
      close(file)
      throw error
    }
  }

  deinit { close(descriptor) }

  /// Whether a path names this very file.
  func isFile(at path: String) -> Bool {
    var (mine, other) = (stat(), stat())
    return fstat(descriptor, &mine) == 0 && stat(path, &other) == 0
      && mine.st_dev == other.st_dev && mine.st_ino == other.st_ino
  }

  /// The bytes from `offset` on, at most one chunk; none at the end.
  func bytes(from offset: Int) throws(Failure) -> [UInt8] {
    var chunk = [UInt8](repeating: 0, count: Self.chunkByteCount)
    while true {
      let count = chunk.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress, $0.count, off_t(offset))
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .system("read", name)
      }
      chunk.removeLast(chunk.count - count)
      return chunk
    }
  }

  /// All rows of a small file, as of a mapping.
  func allRows() throws(Failure) -> [SheetRow] {
    do throws(SheetProblem) {
      let decoder = try TextDecoder(survey.encoding)
      var reader = DelimitedReader()
      var rows: [SheetRow] = []
      var offset = 0
      while true {
        let chunk: [UInt8]
        do throws(Failure) {
          chunk = try bytes(from: offset)
        } catch {
          throw SheetProblem(error.reason ?? "it can't be read")
        }
        if chunk.isEmpty { break }
        offset += chunk.count
        rows += reader.read(decoder.decode(chunk))
      }
      rows += reader.read(decoder.finish())
      return rows + reader.finish()
    } catch {
      throw Failure(.damageOrRefused, "\(name): \(error)")
    }
  }

  private static func copyOfStandardInput() throws(Failure) -> Int32 {
    let directory = environmentVariable("TMPDIR") ?? "/tmp"
    var name = Array((directory + "/concord-import-XXXXXX").utf8CString)
    let copy = mkstemp(&name)
    guard copy >= 0 else { throw .system("written", directory) }
    unlink(name)
    try chunks(of: STDIN_FILENO, "standard input") { (chunk) throws(Failure) in
      var rest = chunk
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(copy, $0.baseAddress, $0.count) }
        if count < 0 {
          if errno == EINTR { continue }
          throw .system("written", directory)
        }
        rest = rest.dropFirst(count)
      }
    }
    lseek(copy, 0, SEEK_SET)
    return copy
  }

  private static func chunks(
    of descriptor: Int32, _ name: String, _ body: (ArraySlice<UInt8>) throws(Failure) -> Void
  ) throws(Failure) {
    var chunk = [UInt8](repeating: 0, count: chunkByteCount)
    while true {
      if Interruption.isRequested { throw Failure(.interrupted, nil) }
      let count = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw .system("read", name)
      }
      if count == 0 { return }
      try body(chunk[..<count])
    }
  }
}
