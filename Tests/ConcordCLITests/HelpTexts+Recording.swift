extension HelpTexts {
  /// What the verbs of this group say of themselves.
  static let recording: [(arguments: [String], text: String)] = [
    (
      [],
      """
      OVERVIEW: Records school-enterprise cooperation as immutable events, and
      answers from them.

      Exit codes: 0 ok, 1 damage found or rows refused, 64 wrong usage, 70 an error
      of Concord's own, 74 input or output failed or something can't be opened, 130
      interrupted.

      USAGE: concord <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      RECORDING SUBCOMMANDS:
        init                    Make a data directory with an empty log, and a
                                key-encryption key beside it.
        record                  Record commands from a file, one JSON object a line.
        import                  Import the rows of a spreadsheet, saved as CSV:
                                concord import organisations FILE
        codelists               Keep the lists that codes of facts are looked up in.
        serve                   Answer over HTTP: take commands, show views,
                                measures, streams and events.

      ASKING SUBCOMMANDS:
        replay                  Show events from the log, or fold them into read
                                models as of a moment.
        views                   Ask read models, or make them anew.
        measure                 Show a named figure over the read models, or list
                                them: concord measure list
        report                  Freeze figures for good, and count frozen ones again.
        match                   Find who fits whom, and say why.
        rules                   Show the rules that facts and decisions are judged by.

      KEEPING SUBCOMMANDS:
        verify                  Recompute and compare everything in the log; change
                                nothing.
        export                  Write the log's stored bytes to a file, for another
                                machine.
        import-log              Make a data directory of an exported log: the same
                                records, the same root, or nothing.
        backup                  Copy log and personal parts into a directory, while a
                                server serves.
        restore                 Make a data directory of a backup, after hashing
                                every record of it.
        clock                   Say that the wall clock is right.
        simulate                Fill an empty log with a made-up year of a city, to
                                try and to measure.

      PEOPLE AND KEYS SUBCOMMANDS:
        erase                   Erase a person: record the tombstone, then destroy
                                the personal parts and their key.
        key                     Keep the key-encryption key of the personal parts.
        keys                    Give and take back API keys.

        See 'concord help <subcommand>' for detailed help.

      """
    ),
    (
      ["init"],
      """
      OVERVIEW: Make a data directory with an empty log, and a key-encryption key
      beside it.

      The key opens the personal parts. Keep it apart from the data and their
      backups: whoever has both can read personal data, and without the key they are
      lost.

      USAGE: concord init --origin <name> [--zone <zone>] [--data <dir>] [--key <file>] [--no-key] [--json]

      OPTIONS:
        --origin <name>         The log's name in the world, for ever: a URL without
                                scheme, as example.org/cooperation.
        --zone <zone>           The zone that days are read in, for ever:
                                Asia/Shanghai, UTC, or an offset as +08:00. (default:
                                Asia/Shanghai)
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
      ["record"],
      """
      OVERVIEW: Record commands from a file, one JSON object a line.

      Lines are decided in order; a refused line spoils no other. A line with an id
      can be handed in again: it gets its first receipt. With --json each line's
      receipt or problem is written as one line of JSON, otherwise a summary and the
      refused lines. Then Concord looks at what follows from new facts, and judges by
      the rules: Ctrl-C leaves that to the next time. With --json that adds a line
      for each refused consequence; every line's "kind" is receipt, problem or
      refusedReaction.

      USAGE: concord record <file> [--url <url>] [--api-key-file <file>] [--channel <channel>] [--verbose] [--data <dir>] [--key <file>] [--no-key] [--json]

      ARGUMENTS:
        <file>                  The file; - is standard input.

      OPTIONS:
        --url <url>             Hand the commands to this server instead of a data
                                directory.
        --api-key-file <file>   The file with the API key's secret, for --url.
        --channel <channel>     How the facts came here: import, or scenario for a
                                story. (default: import) (values: import, scenario)
        --verbose               Tell each fact whose consequence was refused, not
                                only how many.
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
      ["serve"],
      """
      OVERVIEW: Answer over HTTP: take commands, show views, measures, streams and
      events.

      Without API keys only this machine can ask: everybody on it may do everything,
      and events say that nobody was asked who they are. Make keys with: concord keys
      add

      SIGTERM, Ctrl-C and the end of its terminal (unless started with nohup) end it
      in order: what is under way is answered first, for at most --grace seconds. A
      second signal doesn't wait.

      USAGE: concord serve [--host <address>] [--port <number>] [--grace <seconds>] [--match-weights <file> ...] [--keys <file>] [--data <dir>] [--key <file>] [--no-key] [--json]

      OPTIONS:
        --host <address>        The address to listen on. (default: 127.0.0.1)
        --port <number>         The port; 0 lets the system choose. (default: 8080)
        --grace <seconds>       The most seconds that requests under way have after
                                SIGTERM or Ctrl-C. (default: 10)
        --match-weights <file>  What each reason for a match is worth, as CSV; can be
                                given again: the first is used where a search names
                                none. (default: Schemas/codelists/match-weights.csv
                                as shipped)
        --keys <file>           The file of hashed API keys. (default: <data>.keys)
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
      ["codelists"],
      """
      OVERVIEW: Keep the lists that codes of facts are looked up in.

      USAGE: concord codelists <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        import                  Record a code list from a CSV file and put it in use.

        See 'concord help codelists <subcommand>' for detailed help.

      """
    ),
    (
      ["codelists", "import"],
      """
      OVERVIEW: Record a code list from a CSV file and put it in use.

      The file is CSV as spreadsheets save it, in UTF-8 or GB18030. Its first line
      names its columns: code, name_zh, name_en, parent, valid_from, valid_to,
      successor; code and one of the names must be there. Entries that are known are
      left as they are; one that ends in the file and not in the log is ended. The
      list is put in use when all entries were taken. From then on a fact with a code
      that the list lacks is held for review.

      USAGE: concord codelists import <file> [--list <name>] --edition <name> [--partial] [--data <dir>] [--key <file>] [--no-key] [--json]

      ARGUMENTS:
        <file>                  The file, as regions.csv.

      OPTIONS:
        --list <name>           The list. (default: the file's name without .csv)
        --edition <name>        What the list is called afterwards, as 2023.
        --partial               The list is only a part: a code that it lacks may
                                still be one.
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
  ]
}
