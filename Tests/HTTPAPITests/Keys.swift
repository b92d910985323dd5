import EventModel
import FoundationEssentials
import HTTPAPI
import TestSupport

/// A key file of one test, and keys in it.
struct Keys {
  private let directory = TemporaryDirectory()
  var path: String { directory.path + "/keys" }

  func file() throws -> APIKeyFile { try APIKeyFile(path: path) }

  /// Makes a key as another process would.
  func add(_ role: Role, _ organisation: String = "organisation-bureau") throws -> String {
    var generator = SystemRandomNumberGenerator()
    let (secret, key) = APIKey.create(
      organisation: try StreamName(validating: organisation), user: "u-\(role.rawValue)",
      role: role, on: try CivilDate(validating: "2026-01-01"), using: &generator)
    try file().add(key)
    return secret
  }

  /// Revokes all of them, as another process would.
  func revokeAll() throws {
    for key in try file().list() { try file().revoke(id: key.id) }
  }

  func remove() { try? FileManager.default.removeItem(atPath: path) }
}
