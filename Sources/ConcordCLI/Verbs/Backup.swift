import ArgumentParser
import CommandHandling
import EventLog
import EventModel
import Files
import HTTPAPI
import MerkleTree
import PersonalData

/// `concord backup`
struct Backup: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Copy log and personal parts into a directory, while a server serves.",
    discussion: """
      What is derived is made anew when the copy is restored. The key-encryption key and its \
      erasure list (<data>.key, <data>.key.erased) and the API keys (<data>.keys) are not in it: \
      keep copies of them elsewhere.
      """)

  @Argument(help: ArgumentHelp("The directory to make.", valueName: "dir"))
  var directory: String

  @OptionGroup var data: DataOptions
  @OptionGroup var format: FormatOptions

  var interruption: Interruption.Manner { .wholeOrNothing }

  func run() async throws {
    let place = Place(path: data.path)
    let target = Place(path: trimmed(directory))
    try place.refuseInside(target.path)
    let workspace = try ReadOnlyWorkspace(place)
    defer { workspace.close() }
    let made = try await UnfinishedMark.backup.making(target.path) {
      try await copy(workspace, to: target)
    }
    guard let head = made else {
      try target.refuseUnfinished()
      throw Failure(.inputOutput, "\(target.path) is there already; name a new directory")
    }
    if format.isJSON {
      try Output.standard.json { $0.head(head, in: "backup", target.path) }
    } else {
      try Output.standard.line("Backed up \(counted(head.size, "record")) to \(target.path).")
      try Output.standard.line("Head \(head.kept)")
    }
  }

  /// The log first: then the personal parts have all that its records refer to.
  ///
  /// Noted is the root that the copied records were found to have.
  private func copy(_ workspace: ReadOnlyWorkspace, to target: Place) async throws -> TreeHead {
    let (log, place) = (workspace.log, workspace.place)
    // A backup without them would replace those that still have them.
    if let missing = try ConcordStore.missingPersonal(at: place.path, of: log) { throw missing }
    let size = fileByteCount(place.log + "/data.mdb")
    let head: TreeHead
    do {
      head = try await Progress.watchingCopy(
        target.path + "/log.new/data.mdb", as: "copying the log", of: size
      ) { onChecked in
        try log.backup(
          to: target.path, onChecked: onChecked, isWanted: { !Interruption.isRequested })
      }
    } catch let error as EventLogError {
      switch error {
      case .damaged, .unopenable:
        throw Failure(
          Failure(error).status,
          "\(error), so no backup was made; see what is wrong with: concord verify")
      default: throw error
      }
    }
    try Task.checkCancellation()
    if exists(place.personal) {
      try await PersonalStore.copy(place, to: target.personal)
    }
    try Task.checkCancellation()
    let now = RecordedTime(microseconds: LogClock.system.wall())
    try BackupNote(log.identity, head, at: now).write(in: target.path)
    return head
  }
}
