import ArgumentParser
import CommandHandling
import EventLog
import Files
import Glibc
import HTTPAPI
import MerkleTree
import PersonalData

/// `concord import-log`
struct ImportLog: Verb {
  static let configuration = CommandConfiguration(
    abstract:
      "Make a data directory of an exported log: the same records, the same root, or nothing.",
    discussion: """
      Personal parts are not in an export; a key-encryption key for new ones is made beside the \
      directory, unless one is named or there already.
      """)

  @Argument(help: ArgumentHelp("The export; - is standard input.", valueName: "file"))
  var file: String

  @Argument(help: ArgumentHelp("The data directory to make.", valueName: "dir"))
  var directory: String

  @OptionGroup var key: KeyOptions
  @OptionGroup var format: FormatOptions

  var interruption: Interruption.Manner { .wholeOrNothing }

  func run() async throws {
    let place = Place(path: DataOptions.path(of: directory))
    guard !place.hasLog else { throw EventLogError.alreadyExists(path: place.path) }
    try place.refuseRemains()
    try place.refuseInsideAnother()
    let input = try Failure.unless("read") { () throws(FileError) in
      file == "-" ? try File.standardInput() : try File(file, O_RDONLY)
    }
    let descriptor = input.descriptor
    defer { withExtendedLifetime(input) {} }
    // Of a file it is known how much of it has been read; of a pipe, how much has been written.
    let total = (try? input.status()).flatMap { $0.isRegular ? Int($0.byteCount) : nil }
    let made = place.path + "/log.new/data.mdb"
    let head: TreeHead
    do {
      head = try await Progress.watching(
        as: "importing", of: total,
        size: { total == nil ? fileByteCount(made) : offset(of: descriptor) }
      ) {
        try EventLog.importLog(
          fromDescriptor: descriptor, into: place.path,
          isWanted: { !Interruption.isRequested })
      }
    } catch let error as EventLogError {
      throw named(error)
    }
    // Opened once, so that index and tiles are there and read the same root.
    let log = try EventLog.open(at: place.path)
    defer { log.close() }
    let source = place.key(key)
    var madeKey: String?
    if case .file(let path) = source, !exists(path) {
      try KeyEncryptionKey.create(at: path)
      madeKey = path
    }
    // Whoever has a tombstone in the log is erased here too, not lost.
    try Recovery(PersonalStore(dataDirectory: place.path, key: source), from: log)
    if format.isJSON {
      try Output.standard.json { $0.head(head, in: "data", place.path) }
      return
    }
    try Output.standard.line(
      "Imported \(counted(head.size, "record")) of \(log.identity.origin) into \(place.path).")
    try Output.standard.line("Head \(head.kept)")
    if let madeKey { try Output.standard.line("Its key-encryption key is \(madeKey).") }
  }

  /// The error with the file's own name, where the file is to blame: the log knows a descriptor only.
  private func named(_ error: EventLogError) -> any Error {
    let name = file == "-" ? "standard input" : file
    return switch error {
    case .damaged("the import", let reason): EventLogError.damaged(path: name, reason)
    case .unopenable("the import", let reason): EventLogError.unopenable(path: name, reason)
    case .inputOutput(let operation, "the import", let code) where operation == "read":
      Failure.system("read", name, code)
    default: error
    }
  }
}
