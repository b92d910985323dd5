import ArgumentParser
import CommandHandling
import EventLog
import HTTPAPI
import MerkleTree
import PersonalData

/// `concord restore`
struct Restore: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Make a data directory of a backup, after hashing every record of it.",
    discussion: """
      The root must be the one that the backup noted. Persons erased since then are erased again, by \
      the list beside the key. Personal parts of an older key generation stay closed, and that is \
      said. The default key is the one beside the new directory: name the present one with --key, or \
      copy it there together with its .erased list.
      """)

  @Argument(help: ArgumentHelp("A directory that `concord backup` made.", valueName: "from"))
  var source: String

  @Argument(help: ArgumentHelp("The data directory to make.", valueName: "to"))
  var target: String

  @OptionGroup var key: KeyOptions
  @OptionGroup var format: FormatOptions

  var interruption: Interruption.Manner { .wholeOrNothing }

  /// What was restored.
  private struct Outcome: Sendable {
    let head: TreeHead
    let isNoted: Bool
    let erasedAgain: Int
    let personal: String?
  }

  func run() async throws {
    let place = Place(path: trimmed(target))
    guard !exists(place.path) else { throw try refusal(of: place) }
    try place.refuseInsideAnother()
    let backup = Place(path: trimmed(source))
    try backup.refuseUnfinished()
    guard exists(backup.log) else {
      throw Failure(
        .inputOutput, "there is no backup in \(backup.path); make one with: concord backup")
    }
    let outcome = try await UnfinishedMark.restore.making(place.path) {
      try await restore(backup, to: place)
    }
    guard let outcome else { throw try refusal(of: place) }
    try tell(outcome, place)
  }

  /// Why nothing is restored to a directory that is there.
  private func refusal(of place: Place) throws(Failure) -> Failure {
    try place.refuseUnfinished()
    return Failure(.inputOutput, "\(place.path) is there already; name a new directory")
  }

  private func restore(_ backup: Place, to place: Place) async throws -> Outcome {
    let note = try BackupNote(in: backup.path)
    let expected = try note?.head()
    let head = try await restoreLog(backup, to: place, expecting: expected)
    try Task.checkCancellation()
    if exists(backup.personal) {
      try await PersonalStore.copy(backup, to: place.personal)
    }
    try Task.checkCancellation()
    let source = try place.presentKey(key)
    var personal: String?
    if case .none = source, !key.isWithoutKey {
      personal =
        "the key \(place.defaultKey) is not there: personal parts stay closed, and persons erased since the "
        + "backup are erased again only when it is opened with the key"
    }
    let store = try ConcordStore.open(at: place.path, key: source)
    defer { store.close() }
    let opened = try store.log.treeHead()
    guard opened == head else {
      throw Failure(
        .damageOrRefused, "the restored log leads to another root than the backup's records")
    }
    if case .partsUnavailable(let generation, let present) = store.personal.availability {
      personal =
        "the personal parts are of key generation \(generation), the key is of \(present): they "
        + "stay closed; give them up with: \(rotation(of: place, "--abandon "))"
    }
    return Outcome(
      head: head, isNoted: note != nil,
      erasedAgain: store.personal.opening.erasedAgain + store.recovery.erased, personal: personal)
  }

  /// Copies the log, then hashes it; each tells how far it is.
  private func restoreLog(
    _ backup: Place, to place: Place, expecting expected: TreeHead?
  ) async throws -> TreeHead {
    try await Progress.watchingCopy(
      place.path + "/log.new/data.mdb", as: "restoring the log",
      of: fileByteCount(backup.log + "/data.mdb")
    ) { onChecked in
      try EventLog.restore(
        from: backup.path, to: place.path, expecting: expected, onChecked: onChecked,
        isWanted: { !Interruption.isRequested })
    }
  }

  /// The command for a new key generation of what was restored.
  ///
  /// Never of a key that lies elsewhere: that may be the one of the data which the backup was taken of,
  /// and a new generation would close all its parts for good.
  private func rotation(of place: Place, _ flag: String = "") -> String {
    let command = "concord key rotate \(flag)--data \(place.path)"
    guard let file = key.file, file != place.defaultKey else { return command }
    return "\(command), once \(file) and \(file).erased are copied to \(place.defaultKey) and "
      + "\(place.defaultKey).erased (a new generation of \(file) itself would close the parts of "
      + "whatever else it opens)"
  }

  private func tell(_ outcome: Outcome, _ place: Place) throws(Failure) {
    let output = Output.standard
    if format.isJSON {
      try output.json { json in
        json.object {
          $0.field("data", place.path)
          $0.field("size", Int64(outcome.head.size))
          $0.field("root", outcome.head.root.hexadecimal)
          $0.field("rootWasNoted", outcome.isNoted)
          $0.field("erasedAgain", Int64(outcome.erasedAgain))
          $0.field("personal", outcome.personal)
        }
      }
      return
    }
    try output.line(
      "Restored \(counted(outcome.head.size, "record")) to \(place.path), "
        + (outcome.isNoted
          ? "under the root that the backup noted." : "with no note to compare the root with."))
    try output.line("Head \(outcome.head.kept)")
    if outcome.erasedAgain > 0 {
      try output.line(
        "\(counted(outcome.erasedAgain, "person was", "persons were")) erased again, as the list beside the key or the log says."
      )
      try output.line(
        "Where the backup is older than an erasure, its log lacks the tombstone: record it with: "
          + "concord erase PERSON --reason REASON --data \(place.path)"
          + (key.file.map { " --key \($0)" } ?? ""))
      // Where the key can't open the parts, nothing of them can be read any more.
      if outcome.personal == nil {
        try output.line(
          "The backup's pages hold them still: what was erased is gone after a new key generation: "
            + rotation(of: place))
      }
    }
    if let personal = outcome.personal { try output.line("Note: \(personal).") }
  }
}
