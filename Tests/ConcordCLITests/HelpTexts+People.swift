extension HelpTexts {
  /// What the verbs of this group say of themselves.
  static let people: [(arguments: [String], text: String)] = [
    (
      ["erase"],
      """
      OVERVIEW: Erase a person: record the tombstone, then destroy the personal parts
      and their key.

      The events stay, and so does every proof; what they say of the person is gone.
      Bytes that the present key-encryption key opens may still lie in freed pages
      and in older backups: the erasure is complete after a new generation of the
      key, with --complete or later with: concord key rotate

      USAGE: concord erase <person> --reason <reason> [--document <name>] [--complete] [--data <dir>] [--key <file>] [--no-key] [--json]

      ARGUMENTS:
        <person>                The person's stream, as person-4711.

      OPTIONS:
        --reason <reason>       Why. (values: subject-request, purpose-ended,
                                retention-ended, unlawful, consent-withdrawn)
        --document <name>       The document that it rests on.
        --complete              Begin a new generation of the key-encryption key,
                                which completes all erasures.
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
      ["key"],
      """
      OVERVIEW: Keep the key-encryption key of the personal parts.

      USAGE: concord key <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        rotate                  Begin a new generation of the key-encryption key,
                                which completes all erasures.

        See 'concord help key <subcommand>' for detailed help.

      """
    ),
    (
      ["key", "rotate"],
      """
      OVERVIEW: Begin a new generation of the key-encryption key, which completes all
      erasures.

      All living parts are carried into a fresh copy under the new key; then the old
      copy and the old key are overwritten and deleted. Older backups can be restored
      without personal parts only: make a new one.

      USAGE: concord key rotate [--abandon] [--data <dir>] [--key <file>] [--no-key] [--json]

      OPTIONS:
        --abandon               First give up personal parts that a restored backup
                                holds under an older generation, whose key is gone.
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
      ["keys"],
      """
      OVERVIEW: Give and take back API keys.

      USAGE: concord keys <subcommand>

      OPTIONS:
        --version               Show the version.
        -h, --help              Show help information.

      SUBCOMMANDS:
        add                     Make an API key; its secret is shown once.
        list                    List the API keys, without secrets.
        revoke                  Take an API key back: it is refused from the next
                                request on.

        See 'concord help keys <subcommand>' for detailed help.

      """
    ),
    (
      ["keys", "add"],
      """
      OVERVIEW: Make an API key; its secret is shown once.

      Only a hash is kept. A server that runs with the file takes the key at once.
      Clients send: Authorization: Bearer SECRET

      The organisation is one that the log knows, once it knows any.

      USAGE: concord keys add --organisation <stream> --user <id> --role <role> [--unknown-organisation] [--data <dir>] [--keys <file>] [--json]

      OPTIONS:
        --organisation <stream> The organisation's stream that the key acts for, as
                                organisation-shenlong.
        --user <id>             Whose key it is: an opaque id, no name.
        --role <role>           What the key may do: recorder, clerk, steward,
                                analyst, auditor, operator.
        --unknown-organisation  Take an organisation that the log doesn't know, as
                                one still to be registered.
        --data <dir>            The data directory. (default: $CONCORD_DATA, else
                                ./data)
        --keys <file>           The file of hashed API keys. (default: <data>.keys)
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
    (
      ["keys", "list"],
      """
      OVERVIEW: List the API keys, without secrets.

      USAGE: concord keys list [--data <dir>] [--keys <file>] [--json]

      OPTIONS:
        --data <dir>            The data directory. (default: $CONCORD_DATA, else
                                ./data)
        --keys <file>           The file of hashed API keys. (default: <data>.keys)
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
    (
      ["keys", "revoke"],
      """
      OVERVIEW: Take an API key back: it is refused from the next request on.

      Where it was the last, the server still asks for a key, after a restart too:
      nobody may ask until there is another.

      USAGE: concord keys revoke <id> [--data <dir>] [--keys <file>] [--json]

      ARGUMENTS:
        <id>                    The key's id; see: concord keys list

      OPTIONS:
        --data <dir>            The data directory. (default: $CONCORD_DATA, else
                                ./data)
        --keys <file>           The file of hashed API keys. (default: <data>.keys)
        --json                  Write JSON, for programs.
        --version               Show the version.
        -h, --help              Show help information.


      """
    ),
  ]
}
