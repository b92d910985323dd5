import Files
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
  private let file: File

  private static let chunkByteCount = 1 << 17

  /// Opens a file and looks at all of it.
  ///
  /// - Parameter said: the encoding that the clerk names.
  init(_ path: String, said: TextEncoding? = nil) throws(Failure) {
    let file = try Failure.unless("read") { () throws(FileError) in
      path == "-" ? try Self.copyOfStandardInput() : try File(path, O_RDONLY)
    }
    let name = path == "-" ? "standard input" : path
    var survey = FileSurvey()
    try Failure.unless("read") { () throws(FileError) in
      try Self.chunks(of: file.descriptor, name) { survey.look(at: $0) }
    }
    if Interruption.isRequested { throw Failure(.interrupted, nil) }
    do throws(SheetProblem) {
      self.survey = try survey.findings(said: said)
    } catch {
      throw Failure(.damageOrRefused, "\(path): \(error)")
    }
    self.file = file
    self.name = name
  }

  /// The bytes from `offset` on, at most one chunk; none at the end.
  func bytes(from offset: Int) throws(Failure) -> [UInt8] {
    do throws(FileError) {
      return try file.read(Self.chunkByteCount, at: UInt64(offset))
    } catch {
      throw .system("read", name, error.code)
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

  private static func copyOfStandardInput() throws(FileError) -> File {
    let copy = try File.unnamed()
    try chunks(of: STDIN_FILENO, "standard input") { (chunk) throws(FileError) in
      try ByteTransfer.write(chunk, to: copy.descriptor, copy.path)
    }
    lseek(copy.descriptor, 0, SEEK_SET)
    return copy
  }

  /// Ends early where the user interrupts.
  private static func chunks(
    of descriptor: Int32, _ name: String, _ body: (ArraySlice<UInt8>) throws(FileError) -> Void
  ) throws(FileError) {
    var chunk = [UInt8](repeating: 0, count: chunkByteCount)
    while !Interruption.isRequested {
      let count = try ByteTransfer.read(into: &chunk, of: descriptor, name)
      if count == 0 { return }
      try body(chunk[..<count])
    }
  }
}
