extension HelpTexts {
  /// What importing says of itself.
  static let importing: [(arguments: [String], text: String)] = [
    (
      ["import"],
      """
      OVERVIEW: Import the rows of a spreadsheet, saved as CSV: concord import
      organisations FILE

      Begin with concord import template KIND, which gives the header row and an
      example. Kinds, in the order in which they build on each other: organisations,
      enrolments, agreements, internship-agreements, placements, visits, activities,
      vacancies, outcomes.

      USAGE: concord import <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        run (default)           Import the rows of a file; a refused row spoils no
                                other.
        template                Write an empty sheet of a kind: the header row and an
                                example, as CSV.
        columns                 List the columns of a kind: field, headers, what the
                                cells take.

        See 'concord help import <subcommand>' for detailed help.

      """
    ),
    (
      ["import", "run"],
      """
      OVERVIEW: Import the rows of a file; a refused row spoils no other.

      CSV in UTF-8 or GB18030, as spreadsheets save it, or NDJSON. Organisations are
      named by credit code, school code, stream, the number they were imported under,
      or by a name that no other has; persons by ID number, by student number at
      their school, or by stream. Persons are kept on a lawful ground: the columns
      legalBasis, purpose and basisDocument, or fixed values of a mapping, say which.

      The same file imported twice gives the first results, whatever was recorded in
      between. With --reject-file the refused rows are kept, each with line, column,
      code and what would be right: mend them there and import that file. With --json
      each row's result is one line of JSON.

      A server rehearses at most 100,000 commands and 64 MiB at once, and a row may
      make two: --dry-run with --url ends there, and says so. A data directory has no
      such limit.

      USAGE: concord import run [<options>] <kind> <file>

      ARGUMENTS:
        <kind>                  The kind of sheet. (values: organisations,
                                enrolments, agreements, internship-agreements,
                                placements, visits, activities, vacancies, outcomes)
        <file>                  The file; - is standard input.

      OPTIONS:
        --mapping <file>        A CSV file with the columns field, header and value:
                                which header a field has, or which text stands in for
                                empty cells.
        --encoding <encoding>   How the file writes its characters: utf-8, gb18030,
                                utf-16le or utf-16be. (default: found out)
        --occurred <moment>     When it happened, for rows that don't say it:
                                2022-06-30, 2022-06, <=2022.
        --document <text>       The document that the rows come from, in words.
        --reject-file <file>    Keep the refused rows and their reasons in this new
                                file.
        --dry-run               Say what would become of each row, and record nothing.
        --url <url>             Hand the rows to this server instead of a data
                                directory.
        --api-key-file <file>   The file with the API key's secret, for --url.
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
      ["import", "template"],
      """
      OVERVIEW: Write an empty sheet of a kind: the header row and an example, as
      CSV.

      The file has a byte order mark, so that spreadsheets read Chinese right.
      Columns with a star must be filled. The example row begins with #示例 or
      #EXAMPLE: importing passes it over.

      USAGE: concord import template <kind> [--language <language>]

      ARGUMENTS:
        <kind>                  The kind of sheet. (values: organisations,
                                enrolments, agreements, internship-agreements,
                                placements, visits, activities, vacancies, outcomes)

      OPTIONS:
        --language <language>   The language of headers and words. (values: zh, en;
                                default: zh)
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
    (
      ["import", "columns"],
      """
      OVERVIEW: List the columns of a kind: field, headers, what the cells take.

      The first word of a line is the field, as a mapping file names it.

      USAGE: concord import columns <kind> [--json]

      ARGUMENTS:
        <kind>                  The kind of sheet. (values: organisations,
                                enrolments, agreements, internship-agreements,
                                placements, visits, activities, vacancies, outcomes)

      OPTIONS:
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
  ]
}
