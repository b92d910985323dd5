extension HelpTexts {
  /// What the verbs of this group say of themselves.
  static let asking: [(arguments: [String], text: String)] = [
    (
      ["replay"],
      """
      OVERVIEW: Show events from the log, or fold them into read models as of a
      moment.

      A MOMENT is a year, month, day or instant: 2022, 2022-07, 2022-07-01,
      2022-07-01T12:00:00+08:00; all of it counts. Without --into the events are
      shown as they were recorded, corrections as events of their own. With --into
      they are folded as they count, and asked with: concord views show NAME --in DIR

      USAGE: concord replay [--stream <name>] [--type <name>] [--from <position>] [--to <position>] [--occurred-until <moment>] [--recorded-until <moment|@position>] [--limit <number>] [--into <dir>] [--data <dir>] [--json]

      OPTIONS:
        --stream <name>         Only this stream, as alliance-chengdu.
        --type <name>           Only this event type, as placement.started.
        --from <position>       Begin at this position.
        --to <position>         End with this position.
        --occurred-until <moment>
                                Only what had happened by then.
        --recorded-until <moment|@position>
                                Only what had been recorded by then: a moment, or a
                                position written as @12. Never part of an append.
        --limit <number>        At most so many events.
        --into <dir>            Make read models as of then in this directory.
        --data <dir>            The data directory. (default: $CONCORD_DATA, else
                                ./data)
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
    (
      ["views"],
      """
      OVERVIEW: Ask read models, or make them anew.

      USAGE: concord views <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        list                    List the read models: what a row of each is, and by
                                what it can be filtered.
        show                    Show rows of a read model.
        rebuild                 Fold the whole log into new read models, then go over
                                to them.
        digest                  Show the digest of all read models: equal digests
                                mean equal rows.

        See 'concord help views <subcommand>' for detailed help.

      """
    ),
    (
      ["views", "list"],
      """
      OVERVIEW: List the read models: what a row of each is, and by what it can be
      filtered.

      With a name each column of that one: what it holds, and the words that it may
      hold where there are no others. By all of them rows can be filtered and sorted;
      concord views show --help says how.

      USAGE: concord views list [<name>] [--json]

      ARGUMENTS:
        <name>                  One read model, as AllianceRoster or members.
                                (default: all)

      OPTIONS:
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
    (
      ["views", "show"],
      """
      OVERVIEW: Show rows of a read model.

      Filters all hold: COLUMN=VALUE (given twice: one of them), COLUMN.prefix=,
      COLUMN.contains=, COLUMN.min=, COLUMN.max= (both ends included),
      COLUMN.present=1 or 0; a view's own arguments are given alike. Of a month or a
      year min= and since= take the beginning, max=, until= and on= the end. What
      columns there are and what they hold: concord views list NAME

        concord views show OrganisationRegister kind=SCHOOL name.contains=职业
        concord views show members phase=active --sort alliance,-admitted_on
        concord views show Placements started_on.min=2023-09 --limit 5000 --csv --bom

      With --json a row's columns go by their names, and what is nothing is left out.
      Beside a server the rows are those that it keeps, otherwise they are brought up
      to date first. A server is asked alike, as
      /v1/views/NAME?COLUMN.min=VALUE&sort=-COLUMN, page by page with cursor.

      USAGE: concord views show <name> [<column=value> ...] [--sort <columns>] [--columns <columns>] [--limit <number>] [--csv] [--bom] [--in <dir>] [--data <dir>] [--json]

      ARGUMENTS:
        <name>                  The view, as AllianceRoster or members; see: concord
                                views list
        <column=value>          What rows must fulfil.

      OPTIONS:
        --sort <columns>        Sort by these columns; -column from high to low.
        --columns <columns>     Show these columns only.
        --limit <number>        At most so many rows. (default: 100)
        --csv                   Write CSV.
        --bom                   Begin the CSV with a byte order mark, for spreadsheet
                                programs.
        --in <dir>              Read models that `replay --into` made.
        --data <dir>            The data directory. (default: $CONCORD_DATA, else
                                ./data)
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
    (
      ["views", "rebuild"],
      """
      OVERVIEW: Fold the whole log into new read models, then go over to them.

      The present ones answer meanwhile and stay when this is interrupted. Not beside
      a server: that keeps the read models itself.

      USAGE: concord views rebuild [--data <dir>] [--json]

      OPTIONS:
        --data <dir>            The data directory. (default: $CONCORD_DATA, else
                                ./data)
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
    (
      ["views", "digest"],
      """
      OVERVIEW: Show the digest of all read models: equal digests mean equal rows.

      USAGE: concord views digest [--in <dir>] [--data <dir>] [--json]

      OPTIONS:
        --in <dir>              Read models that `replay --into` made.
        --data <dir>            The data directory. (default: $CONCORD_DATA, else
                                ./data)
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
    (
      ["measure"],
      """
      OVERVIEW: Show a named figure over the read models, or list them: concord
      measure list

      A figure is counted from documented, inferred and synthetic facts apart;
      until=2022-07-01 counts what had happened by then. Of a month or a year since=
      takes the first day, until= and on= the last.

      USAGE: concord measure <name> [<key=value> ...] [--csv] [--in <dir>] [--recorded-until <moment|@position>] [--data <dir>] [--json]

      ARGUMENTS:
        <name>                  The measure, as alliance.members; or list.
        <key=value>             Its arguments.

      OPTIONS:
        --csv                   Write CSV.
        --in <dir>              Read models that `replay --into` made.
        --recorded-until <moment|@position>
                                Only what had been recorded by then: a moment, or a
                                position written as @12. Never part of an append.
        --data <dir>            The data directory. (default: $CONCORD_DATA, else
                                ./data)
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
    (
      ["report"],
      """
      OVERVIEW: Freeze figures for good, and count frozen ones again.

      USAGE: concord report <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        freeze                  Count a measure or view up to a cut-off, and fix what
                                it says for ever.
        check                   Count a frozen report again, over the events it was
                                counted over.

        See 'concord help report <subcommand>' for detailed help.

      """
    ),
    (
      ["report", "freeze"],
      """
      OVERVIEW: Count a measure or view up to a cut-off, and fix what it says for
      ever.

      Recorded are the question, the cut-off, how many events the log had, the
      versions of program, rules and code lists, the SHA-256 of the answer as CSV,
      and, of an answer of one row, its figures. What is learnt later never changes
      them. What takes no until is asked of what had happened by the cut-off: the log
      is folded so far, into a temporary directory. Nothing is frozen while a stream
      stands still, see the view Quarantine.

      USAGE: concord report freeze <report> <name> [<key=value> ...] --cut-off <day> [--title <text>] [--data <dir>] [--key <file>] [--no-key] [--json]

      ARGUMENTS:
        <report>                The report's stream, as report-2023.
        <name>                  The measure or view, as graduates.
        <key=value>             Its arguments.

      OPTIONS:
        --cut-off <day>         The last day that counts.
        --title <text>          What the statistics are called.
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
      ["report", "check"],
      """
      OVERVIEW: Count a frozen report again, over the events it was counted over.

      The log is folded as it was then, into a temporary directory. Exit code 1 when
      this program gives another answer than the one that was frozen.

      USAGE: concord report check <report> [--data <dir>] [--json]

      ARGUMENTS:
        <report>                The report's stream, as report-2023.

      OPTIONS:
        --data <dir>            The data directory. (default: $CONCORD_DATA, else
                                ./data)
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
    (
      ["rules"],
      """
      OVERVIEW: Show the rules that facts and decisions are judged by.

      USAGE: concord rules <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        list                    List all rules.
        explain                 Show one rule: what it demands, where it stands,
                                where it holds, what a breach does.

        See 'concord help rules <subcommand>' for detailed help.

      """
    ),
    (
      ["rules", "list"],
      """
      OVERVIEW: List all rules.

      USAGE: concord rules list [--json]

      OPTIONS:
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
    (
      ["rules", "explain"],
      """
      OVERVIEW: Show one rule: what it demands, where it stands, where it holds, what
      a breach does.

      USAGE: concord rules explain <number> [--json]

      ARGUMENTS:
        <number>                The rule's number, as R05.

      OPTIONS:
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
  ]
}
