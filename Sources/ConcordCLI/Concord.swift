import ArgumentParser

/// The root of the `concord` command: names its verbs, does nothing itself.
struct Concord: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "concord",
    abstract: "Records school-enterprise cooperation as immutable events, and answers from them.",
    discussion: """
      Exit codes: 0 ok, 1 damage found or rows refused, 64 wrong usage, 70 an error of Concord's \
      own, 74 input or output failed or something can't be opened, 130 interrupted.
      """,
    version: "0.2.0",
    groupedSubcommands: [
      CommandGroup(
        name: "Recording",
        subcommands: [Init.self, Record.self, Import.self, CodeListVerbs.self, Serve.self]),
      CommandGroup(
        name: "Asking",
        subcommands: [
          Replay.self, Views.self, Measure.self, ReportVerbs.self, Match.self, Rules.self,
        ]),
      CommandGroup(
        name: "Keeping",
        subcommands: [
          Verify.self, Export.self, ImportLog.self, Backup.self, Restore.self, ClockVerbs.self,
          Simulate.self,
        ]),
      CommandGroup(
        name: "People and keys", subcommands: [Erase.self, Key.self, Keys.self]),
    ])
}
