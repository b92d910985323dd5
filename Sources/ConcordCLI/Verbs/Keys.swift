import ArgumentParser
import Cooperation
import EventLog
import EventModel
import HTTPAPI

/// `concord keys`
struct Keys: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Give and take back API keys.", subcommands: [Add.self, List.self, Revoke.self])

  /// `concord keys add`
  struct Add: Verb {
    static let configuration = CommandConfiguration(
      abstract: "Make an API key; its secret is shown once.",
      discussion: """
        Only a hash is kept. A server that runs with the file takes the key at once. Clients send: \
        Authorization: Bearer SECRET

        The organisation is one that the log knows, once it knows any.
        """)

    @Option(
      help: ArgumentHelp(
        "The organisation's stream that the key acts for, as organisation-shenlong.",
        valueName: "stream"))
    var organisation: String

    @Option(help: ArgumentHelp("Whose key it is: an opaque id, no name.", valueName: "id"))
    var user: String

    @Option(
      help: ArgumentHelp(
        "What the key may do: \(Role.allCases.map(\.rawValue).joined(separator: ", ")).",
        valueName: "role"),
      transform: Self.role(named:))
    var role: Role

    @Flag(help: "Take an organisation that the log doesn't know, as one still to be registered.")
    var unknownOrganisation = false

    @OptionGroup var data: DataOptions
    @OptionGroup var keys: APIKeysOptions
    @OptionGroup var format: FormatOptions

    var interruption: Interruption.Manner { .wholeOrNothing }

    func validate() throws {
      do throws(EventModelError) {
        _ = try StreamName(validating: organisation)
      } catch {
        throw ValidationError("--organisation: \(error.reason).")
      }
      guard APIKey.isWellFormed(user: user) else {
        throw ValidationError("--user is 1 to 100 of A-Z a-z 0-9 . _ @ -")
      }
      guard organisation.hasPrefix("organisation-") else {
        throw ValidationError(
          "--organisation is an organisation's stream, as organisation-shenlong.")
      }
    }

    private static func role(named name: String) throws -> Role {
      guard let role = Role(rawValue: name) else {
        throw ValidationError(
          "There is no role \(name); there are "
            + Role.allCases.map(\.rawValue).joined(separator: ", ") + ".")
      }
      return role
    }

    func run() async throws {
      let organisation = try StreamName(validating: organisation)
      try refuseUnknown(organisation)
      let file = try APIKeyFile(path: keys.path(besides: data.path))
      var generator = SystemRandomNumberGenerator()
      let today = LogZone.shanghai.civilDate(at: LogClock.system.wall())
      let (secret, key) = APIKey.create(
        organisation: organisation, user: user, role: role, on: today, using: &generator)
      try file.add(key)
      do {
        try tell(key, secret, file)
      } catch {
        // Nobody saw the secret.
        try file.revoke(id: key.id)
        throw error
      }
    }

    /// Refuses an organisation that the log has never heard of: most likely it is misspelt, and its
    /// recorder could record for nobody.
    ///
    /// Keys may be made before there is a log, and for one that knows no organisation yet.
    private func refuseUnknown(_ organisation: StreamName) throws {
      let place = Place(path: data.path)
      guard !unknownOrganisation, place.hasLog else { return }
      let workspace = try ReadOnlyWorkspace(place)
      defer { workspace.close() }
      let log = workspace.log
      guard try log.head(of: organisation) == nil else { return }
      let known = try log.read(
        from: nil, direction: .forwards, type: PBOrganisationRegistered.eventType, before: nil,
        limit: 1)
      if known.isEmpty { return }
      throw Failure(
        .usage,
        "the log in \(place.path) knows no \(organisation): register it first, or say "
          + "--unknown-organisation")
    }

    private func tell(_ key: APIKey, _ secret: String, _ file: APIKeyFile) throws(Failure) {
      let output = Output.standard
      if format.isJSON {
        try output.json { json in
          json.object {
            $0.field("id", key.id)
            $0.field("secret", secret)
            $0.field("file", file.path)
          }
        }
      } else {
        try output.line("Key \(key.id) of \(user), \(role.rawValue) for \(organisation).")
        try output.line("Its secret, shown this once: \(secret)")
      }
      try output.flush()
    }
  }

  /// `concord keys list`
  struct List: Verb {
    static let configuration = CommandConfiguration(abstract: "List the API keys, without secrets.")

    @OptionGroup var data: DataOptions
    @OptionGroup var keys: APIKeysOptions
    @OptionGroup var format: FormatOptions

    func run() async throws {
      let file = try APIKeyFile(path: keys.path(besides: data.path))
      let output = Output.standard
      let list = try file.list()
      if format.isJSON {
        try output.json { json in
          json.list { json in
            for key in list { json.key(key) }
          }
        }
        return
      }
      for key in list {
        try output.line(
          "\(key.id)  \(key.createdOn)  \(DisplayWidth.padded(key.role.rawValue, to: 9))"
            + "  \(key.organisation)  \(key.user)")
      }
      if list.isEmpty { Output.note("There are no API keys in \(file.path).") }
    }
  }

  /// `concord keys revoke`
  struct Revoke: Verb {
    static let configuration = CommandConfiguration(
      abstract: "Take an API key back: it is refused from the next request on.",
      discussion: """
        Where it was the last, the server still asks for a key, after a restart too: nobody may ask until \
        there is another.
        """)

    @Argument(help: ArgumentHelp("The key's id; see: concord keys list", valueName: "id"))
    var id: String

    @OptionGroup var data: DataOptions
    @OptionGroup var keys: APIKeysOptions
    @OptionGroup var format: FormatOptions

    var interruption: Interruption.Manner { .wholeOrNothing }

    func run() async throws {
      try APIKeyFile(path: keys.path(besides: data.path)).revoke(id: id)
      if format.isJSON {
        try Output.standard.json { json in
          json.object { $0.field("revoked", id) }
        }
        return
      }
      try Output.standard.line("Key \(id) is revoked.")
    }
  }
}

extension JSONText {
  fileprivate mutating func key(_ key: APIKey) {
    object {
      $0.field("id", key.id)
      $0.field("organisation", key.organisation.text)
      $0.field("user", key.user)
      $0.field("role", key.role.rawValue)
      $0.field("createdOn", key.createdOn.description)
    }
  }
}
