extension HelpTexts {
  /// What the verbs of this group say of themselves.
  static let keeping: [(arguments: [String], text: String)] = [
    (
      ["verify"],
      """
      OVERVIEW: Recompute and compare everything in the log; change nothing.

      Every record is hashed and decoded, the root recomputed, tiles, index,
      revisions, recorded times and append borders are checked, and the sealed
      personal parts, each opened where the key is there; also beside a server. What
      was not checked is listed. Keep the head that is printed elsewhere: given later
      as --head, it tells whether the log still begins with the same records.

      USAGE: concord verify [--views] [--head <size:root> ...] [--data <dir>] [--key <file>] [--no-key] [--json]

      OPTIONS:
        --views                 Also fold the log into fresh read models, and compare
                                their digest with the present's.
        --head <size:root>      A head that this log had earlier, kept elsewhere; can
                                be given again.
        --data <dir>            The data directory. (default: $CONCORD_DATA, else
                                ./data)
        --key <file>            The key-encryption key's file. (default:
                                $CONCORD_KEK, else <data>.key)
        --no-key                Do without the key: personal parts are neither read
                                nor written.
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
    (
      ["export"],
      """
      OVERVIEW: Write the log's stored bytes to a file, for another machine.

      The form is described in Schemas/log-format.md; whoever imports it reaches the
      same root. Personal parts are not in it.

      USAGE: concord export <file> [--data <dir>] [--json]

      ARGUMENTS:
        <file>                  The file; - is standard output.

      OPTIONS:
        --data <dir>            The data directory. (default: $CONCORD_DATA, else
                                ./data)
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
    (
      ["import-log"],
      """
      OVERVIEW: Make a data directory of an exported log: the same records, the same
      root, or nothing.

      Personal parts are not in an export; a key-encryption key for new ones is made
      beside the directory, unless one is named or there already.

      USAGE: concord import-log <file> <dir> [--key <file>] [--no-key] [--json]

      ARGUMENTS:
        <file>                  The export; - is standard input.
        <dir>                   The data directory to make.

      OPTIONS:
        --key <file>            The key-encryption key's file. (default:
                                $CONCORD_KEK, else <data>.key)
        --no-key                Do without the key: personal parts are neither read
                                nor written.
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
    (
      ["backup"],
      """
      OVERVIEW: Copy log and personal parts into a directory, while a server serves.

      What is derived is made anew when the copy is restored. The key-encryption key
      and its erasure list (<data>.key, <data>.key.erased) and the API keys
      (<data>.keys) are not in it: keep copies of them elsewhere.

      USAGE: concord backup <dir> [--data <dir>] [--json]

      ARGUMENTS:
        <dir>                   The directory to make.

      OPTIONS:
        --data <dir>            The data directory. (default: $CONCORD_DATA, else
                                ./data)
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
    (
      ["restore"],
      """
      OVERVIEW: Make a data directory of a backup, after hashing every record of it.

      The root must be the one that the backup noted. Persons erased since then are
      erased again, by the list beside the key. Personal parts of an older key
      generation stay closed, and that is said. The default key is the one beside the
      new directory: name the present one with --key, or copy it there together with
      its .erased list.

      USAGE: concord restore <from> <to> [--key <file>] [--no-key] [--json]

      ARGUMENTS:
        <from>                  A directory that `concord backup` made.
        <to>                    The data directory to make.

      OPTIONS:
        --key <file>            The key-encryption key's file. (default:
                                $CONCORD_KEK, else <data>.key)
        --no-key                Do without the key: personal parts are neither read
                                nor written.
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
    (
      ["clock"],
      """
      OVERVIEW: Say that the wall clock is right.

      USAGE: concord clock <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        accept                  Let appends go on although the wall clock was moved.

        See 'concord help clock <subcommand>' for detailed help.

      """
    ),
    (
      ["clock", "accept"],
      """
      OVERVIEW: Let appends go on although the wall clock was moved.

      When the wall clock leaves the clock that runs since the machine's start by
      more than 60 seconds, or is behind what was recorded, appends are refused: a
      wrong time would stand in the log for ever. Look at the clock, then say with
      this that it is right. It holds for the next append, also of a server that runs.

      USAGE: concord clock accept [--data <dir>] [--json]

      OPTIONS:
        --data <dir>            The data directory. (default: $CONCORD_DATA, else
                                ./data)
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
    (
      ["simulate"],
      """
      OVERVIEW: Fill an empty log with a made-up year of a city, to try and to
      measure.

      The same seed and scale make the same events on every machine. All are marked
      as synthetic; nobody's personal data are made up. Ctrl-C leaves a valid log
      that holds less.

      USAGE: concord simulate [--city] --seed <number> [--scale <factor>] [--data <dir>] [--json]

      OPTIONS:
        --city                  Simulate a city. Needed: there is nothing else yet.
        --seed <number>         Which of many years, a number from 0.
        --scale <factor>        How large, 0.01 to 1: 1 has 90,000 graduates and
                                about 8 million events. (default: 1)
        --data <dir>            The data directory. (default: $CONCORD_DATA, else
                                ./data)
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
  ]
}
