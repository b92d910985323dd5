extension HelpTexts {
  /// What the verbs of this group say of themselves.
  static let matching: [(arguments: [String], text: String)] = [
    (
      ["match"],
      """
      OVERVIEW: Find who fits whom, and say why.

      First come hard filters, then points: each match shows its reasons. Concord's
      read models name what is looked at. Beside a server they are as far as it keeps
      them, and nothing can be recorded.

      USAGE: concord match <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        vacancies               Find vacancies for a graduate.
        enterprises             Find enterprises for the open needs of a school.
        schools                 Find schools for the open needs of an enterprise.

        See 'concord help match <subcommand>' for detailed help.

      """
    ),
    (
      ["match", "vacancies"],
      """
      OVERVIEW: Find vacancies for a graduate.

      What the person studies comes from the enrolment: without --enrolment the open
      one, else the one whose class is latest. Where the person lives and what is
      wished is in no event: say it with --home, --region and --pay. Who has switched
      recommendations off gets none.

      USAGE: concord match vacancies <options>

      OPTIONS:
        --person <person>       The graduate, as person-4711.
        --enrolment <enrolment> The graduate by an enrolment.
        --home <code>           Where the graduate lives, 6 digits.
        --region <code>         Only vacancies there, 2, 4 or 6 digits; can be given
                                again.
        --pay <fen>             The least pay wished, fen a month.
        --limit <number>        At most so many matches each. (default: 10)
        --on <day>              The day on which is looked. (default: today)
        --weights <file>        What each reason is worth, as CSV. (default:
                                Schemas/codelists/match-weights.csv as shipped)
        --record                Record each match shown as a recommendation, once a
                                day; and why nothing fits.
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
      ["match", "enterprises"],
      """
      OVERVIEW: Find enterprises for the open needs of a school.

      USAGE: concord match enterprises --school <organisation> [--limit <number>] [--on <day>] [--weights <file>] [--record] [--data <dir>] [--key <file>] [--no-key] [--json]

      OPTIONS:
        --school <organisation> The school, as organisation-4711.
        --limit <number>        At most so many matches each. (default: 10)
        --on <day>              The day on which is looked. (default: today)
        --weights <file>        What each reason is worth, as CSV. (default:
                                Schemas/codelists/match-weights.csv as shipped)
        --record                Record each match shown as a recommendation, once a
                                day; and why nothing fits.
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
      ["match", "schools"],
      """
      OVERVIEW: Find schools for the open needs of an enterprise.

      USAGE: concord match schools --enterprise <organisation> [--limit <number>] [--on <day>] [--weights <file>] [--record] [--data <dir>] [--key <file>] [--no-key] [--json]

      OPTIONS:
        --enterprise <organisation>
                                The enterprise, as organisation-4711.
        --limit <number>        At most so many matches each. (default: 10)
        --on <day>              The day on which is looked. (default: today)
        --weights <file>        What each reason is worth, as CSV. (default:
                                Schemas/codelists/match-weights.csv as shipped)
        --record                Record each match shown as a recommendation, once a
                                day; and why nothing fits.
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
