import ArgumentParser
import CommandHandling
import Cooperation
import Deciding
import EventModel
import HTTPAPI

/// `concord record`
struct Record: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Record commands from a file, one JSON object a line.",
    discussion: """
      Lines are decided in order; a refused line spoils no other. A line with an id can be handed \
      in again: it gets its first receipt. With --json each line's receipt or problem is written as \
      one line of JSON, otherwise a summary and the refused lines. Then Concord looks at \
      what follows from new facts, and judges by the rules: Ctrl-C leaves that to the next time. \
      With --json that adds a line for each refused consequence; every line's "kind" is receipt, \
      problem or refusedReaction.
      """)

  @Argument(help: ArgumentHelp("The file; - is standard input.", valueName: "file"))
  var file: String

  @OptionGroup var server: ServerOptions<CommandsHandedIn>

  @Option(
    help: ArgumentHelp(
      "How the facts came here: import, or scenario for a story. (default: import)",
      valueName: "channel"))
  var channel: Channel?

  @Flag(help: "Tell each fact whose consequence was refused, not only how many.")
  var verbose = false

  @OptionGroup var data: DataOptions
  @OptionGroup var key: KeyOptions
  @OptionGroup var format: FormatOptions

  var interruption: Interruption.Manner { .inOrder }

  /// The doors that this verb may say it is.
  enum Channel: String, ExpressibleByArgument, CaseIterable, Sendable {
    case `import`
    case scenario

    var source: Source.Channel { self == .scenario ? .scenario : .import }
  }

  func validate() throws {
    guard server.url != nil else { return }
    guard data.directory == nil, key.file == nil, !key.isWithoutKey, channel == nil else {
      throw ValidationError(
        "--url excludes --data, --key, --no-key and --channel: the server has its own.")
    }
  }

  func run() async throws {
    let answers = AnswerWriter(isJSON: format.isJSON)
    do {
      try await record(answers)
    } catch {
      // What was answered before stands.
      if answers.lineCount > 0 { answers.sumUp() }
      throw error
    }
    try answers.finish()
  }

  /// Says which lines are answered, and how many are left.
  private func tellInterruption(_ answers: AnswerWriter, _ lines: CommandLines) {
    guard Interruption.isRequested, answers.failure == nil else { return }
    answers.sumUp()
    Output.complain(
      Self.interruption(
        answered: answers.lastLine, of: lines.lineCount(), overHTTP: server.url != nil))
  }

  /// What is said of lines when the user interrupts.
  ///
  /// - Parameter total: how many lines there are; `nil` where nobody knows.
  static func interruption(answered done: Int, of total: Int?, overHTTP: Bool) -> String {
    if let total, done >= total {
      return
        "interrupted: \(total == 1 ? "the one line is" : "all \(grouped(total)) lines are") answered; what follows from them is left "
        + "to the next time"
    }
    var sentence =
      switch done {
      case 0: "interrupted: no line is answered"
      case 1: "interrupted: line 1 is answered"
      default: "interrupted: lines 1 to \(grouped(done)) are answered"
      }
    if let total {
      sentence += ", \(counted(total - done, "is left", "are left"))"
    } else {
      sentence += ", whatever came behind is left"
    }
    sentence += overHTTP ? "; some of those may be recorded all the same" : " and not recorded"
    return sentence
      + "; go on from line \(grouped(done + 1)), or hand all in again where the lines have "
      + "ids: what is recorded gets its first receipt"
  }

  private func record(_ answers: AnswerWriter) async throws {
    // First, so that a wrong name opens nothing.
    let lines = try CommandLines(file)
    defer { tellInterruption(answers, lines) }
    if let named = try server.named() {
      try await RemoteRecording(server: named).run(lines, answers)
      return
    }
    let place = Place(path: data.path)
    try await Workspace.with(place, key: place.key(key)) { workspace in
      try await LocalRecording(store: workspace.store, channel: channel ?? .import)
        .run(lines, answers)
      // What became of the lines is known; what follows may take longer.
      answers.sumUp()
      try await workspace.followUp(
        RefusalTally(
          format.isJSON ? .json : verbose ? .each : .summary, hint: "--verbose tells each")
      ).run()
    }
  }
}
