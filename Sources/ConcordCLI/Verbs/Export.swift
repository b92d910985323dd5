import ArgumentParser
import EventLog
import Files
import Glibc
import HTTPAPI
import MerkleTree

/// `concord export`
struct Export: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Write the log's stored bytes to a file, for another machine.",
    discussion: """
      The form is described in Schemas/log-format.md; whoever imports it reaches the same root. \
      Personal parts are not in it.
      """)

  @Argument(help: ArgumentHelp("The file; - is standard output.", valueName: "file"))
  var file: String

  @OptionGroup var data: DataOptions
  @OptionGroup var format: FormatOptions

  // The unfinished file is to be deleted.
  var interruption: Interruption.Manner { file == "-" ? .atOnce : .wholeOrNothing }

  func validate() throws {
    guard file != "-" || !format.isJSON else {
      throw ValidationError("--json goes with a file: standard output takes the log.")
    }
  }

  func run() async throws {
    let place = Place(path: data.path)
    if file != "-" { try place.refuseInside(file) }
    let workspace = try ReadOnlyWorkspace(place)
    defer { workspace.close() }
    let log = workspace.log
    guard file != "-" else {
      guard !Output.standard.isTerminal else {
        throw Failure(.usage, "an export is bytes, not text: name a file, or a pipe")
      }
      let progress = Progress("exporting", unit: "records")
      let head = try log.export(toDescriptor: STDOUT_FILENO) {
        progress.update(Int($0), of: Int($1))
      }
      progress.finish()
      Output.note("Exported \(counted(head.size, "record")).")
      Output.note("Head \(head.kept)")
      return
    }
    try checkIsFree()
    let unfinished = file + ".unfinished"
    let output = try Self.made(unfinished)
    let head: TreeHead
    do {
      let descriptor = output.descriptor
      let progress = Progress("exporting", unit: "records")
      head = try log.export(toDescriptor: descriptor) {
        progress.update(Int($0), of: Int($1))
      }
      progress.finish()
      if Interruption.isRequested { throw Failure(.interrupted, nil) }
      try Failure.unless("written") { () throws(FileError) in try output.flush() }
      try name(unfinished)
    } catch {
      unlink(unfinished)
      throw error
    }
    try tell(head)
  }

  /// Gives the export its name, unless somebody has taken that meanwhile: exports take long.
  private func name(_ unfinished: String) throws(Failure) {
    do throws(FileError) {
      try File.rename(unfinished, toNew: file)
    } catch {
      guard error.code == EEXIST else { throw .system("written", error.path, error.code) }
      throw isTaken
    }
  }

  private static func made(_ path: String) throws(Failure) -> File {
    do throws(FileError) {
      return try File(path, O_WRONLY | O_CREAT | O_EXCL)
    } catch {
      guard error.code == EEXIST else { throw .system("written", path, error.code) }
      throw Failure(
        .inputOutput,
        "\(path) is there already: another export writes it, or one was killed; delete it")
    }
  }

  /// Refuses a name that anything has: a file, a device, a link that leads nowhere.
  private func checkIsFree() throws(Failure) {
    if File.isNamed(file) { throw isTaken }
  }

  private var isTaken: Failure {
    Failure(.inputOutput, "\(file) is there already; name a new file")
  }

  private func tell(_ head: TreeHead) throws(Failure) {
    if format.isJSON {
      try Output.standard.json { $0.head(head, in: "file", file) }
    } else {
      try Output.standard.line("Exported \(counted(head.size, "record")) to \(file).")
      try Output.standard.line("Head \(head.kept)")
    }
  }
}

extension JSONText {
  /// Writes a size, a root and where they are.
  mutating func head(_ head: TreeHead, in place: String, _ path: String) {
    object {
      $0.field(place, path)
      $0.field("size", Int64(head.size))
      $0.field("root", head.root.hexadecimal)
    }
  }
}
