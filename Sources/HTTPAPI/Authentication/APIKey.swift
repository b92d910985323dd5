public import EventModel

/// What a user may do over HTTP; which commands, says ``Duty``.
public enum Role: String, Sendable, Hashable, CaseIterable {
  /// Records facts of the own organisation, and no others; sees single persons of the own alone, and
  /// those of what was merged into it.
  case recorder
  /// Records for any organisation, and decides as the bureau.
  case clerk
  /// Does what a clerk does, ends reviews and erases.
  case steward
  /// Reads figures, none of them of fewer than five people, and views without single persons.
  case analyst
  /// Reads everything, streams and events included.
  case auditor
  /// Looks after the server; asks its readiness, and what an analyst may; records nothing.
  case `operator`
}

/// One API key as it is kept: everything but the key itself.
public struct APIKey: Sendable, Hashable {
  /// Names the key in lists and for revoking: eight hex digits of the hash.
  public let id: String
  /// SHA-256 of the secret. The secret has 256 random bits, so no slow hash is needed.
  public let hash: Digest
  /// The organisation it acts for.
  public let organisation: StreamName
  /// An opaque user id.
  public let user: String
  /// What the user may do.
  public let role: Role
  /// The day it was made.
  public let createdOn: CivilDate

  /// What every secret begins with, so that scanners for leaked secrets find it.
  public static let prefix = "concord_"

  /// Makes a new secret and what is kept of it.
  ///
  /// - Returns: the secret, to be shown once, and the key.
  public static func create(
    organisation: StreamName, user: String, role: Role, on day: CivilDate,
    using generator: inout some RandomNumberGenerator
  ) -> (secret: String, key: APIKey) {
    var bytes: [UInt8] = []
    for _ in 0..<4 { withUnsafeBytes(of: generator.next()) { bytes += $0 } }
    let secret = prefix + hexText(bytes)
    let hash = hash(of: secret)
    let key = APIKey(
      id: String(hash.description.prefix(8)), hash: hash, organisation: organisation, user: user,
      role: role, createdOn: day)
    return (secret, key)
  }

  /// SHA-256 of a secret's text.
  static func hash(of secret: String) -> Digest { Digest(sha256Of: secret) }

  /// The actor that events carry.
  public var actor: Actor {
    Actor(organisation: organisation, user: user, role: role.rawValue, assurance: .key)
  }
}

/// One line of the key file: six fields with tabs between.
extension APIKey {
  var line: String {
    [id, hash.description, organisation.text, user, role.rawValue, createdOn.description]
      .joined(separator: "\t")
  }

  init?(line: String) {
    let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard fields.count == 6, let hash = try? Digest(hex: fields[1]),
      let organisation = try? StreamName(validating: fields[2]),
      let role = Role(rawValue: fields[4]),
      let createdOn = try? CivilDate(validating: fields[5]), APIKey.isWellFormed(user: fields[3])
    else { return nil }
    self.init(
      id: fields[0], hash: hash, organisation: organisation, user: fields[3], role: role,
      createdOn: createdOn)
  }

  /// Whether a text can be a user id: 1 to 100 of `A-Z a-z 0-9 . _ @ -`.
  public static func isWellFormed(user: String) -> Bool {
    (1...100).contains(user.utf8.count)
      && user.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"),
          UInt8(ascii: "@"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
