import ArgumentParser
import EventLog
import Files
import HTTPAPI

/// `concord clock`
struct ClockVerbs: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clock", abstract: "Say that the wall clock is right.", subcommands: [Accept.self])

  /// `concord clock accept`
  struct Accept: Verb {
    static let configuration = CommandConfiguration(
      abstract: "Let appends go on although the wall clock was moved.",
      discussion: """
        When the wall clock leaves the clock that runs since the machine's start by more than 60 \
        seconds, or is behind what was recorded, appends are refused: a wrong time would stand in \
        the log for ever. Look at the clock, then say with this that it is right. It holds for the \
        next append, also of a server that runs.
        """)

    @OptionGroup var data: DataOptions
    @OptionGroup var format: FormatOptions

    func run() async throws {
      let place = Place(path: data.path)
      try place.refuseBackup()
      guard place.hasLog else { throw EventLogError.notFound(path: place.path) }
      try Failure.unless("written") { () throws(FileError) in try File.mark(place.clockAccepted) }
      if format.isJSON {
        try Output.standard.json { json in
          json.object { $0.field("accepted", true) }
        }
        return
      }
      try Output.standard.line("The wall clock is taken for right at the next append.")
    }
  }
}
