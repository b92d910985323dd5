import ArgumentParser
import HTTPAPI
import PersonalData

/// `concord key`
struct Key: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Keep the key-encryption key of the personal parts.", subcommands: [Rotate.self])

  /// `concord key rotate`
  struct Rotate: Verb {
    static let configuration = CommandConfiguration(
      abstract: "Begin a new generation of the key-encryption key, which completes all erasures.",
      discussion: """
        All living parts are carried into a fresh copy under the new key; then the old copy and the \
        old key are overwritten and deleted. Older backups can be restored without personal parts \
        only: make a new one.
        """)

    @Flag(
      help: """
        First give up personal parts that a restored backup holds under an older generation, whose \
        key is gone.
        """)
    var abandon = false

    @OptionGroup var data: DataOptions
    @OptionGroup var key: KeyOptions
    @OptionGroup var format: FormatOptions

    var interruption: Interruption.Manner { .wholeOrNothing }

    func validate() throws {
      guard !key.isWithoutKey else { throw ValidationError("rotate needs the key.") }
    }

    func run() async throws {
      let place = Place(path: data.path)
      let source = place.key(key)
      let (present, completed) = try await Workspace.with(place, key: source) { workspace in
        try place.refuseSharedKey(source)
        if abandon { try workspace.personal.abandonUnavailableParts() }
        let completed = try workspace.personal.erasuresAwaitingNewGeneration()
        return (try await workspace.rotateKey(), completed)
      }
      let output = Output.standard
      if format.isJSON {
        try output.json { json in
          json.object {
            $0.field("keyGeneration", Int64(present.generation))
            $0.field("erasuresCompleted", Int64(completed))
          }
        }
        return
      }
      try output.line(
        "The key-encryption key is of generation \(present.generation) now; \(counted(completed, "erasure was", "erasures were")) "
          + "completed. Copy its file anew, destroy older copies, and make a new backup.")
    }
  }
}
