import EventModel
import FoundationEssentials
import Glibc
import HTTPAPI
import Testing
import TestSupport

@Suite struct `The file of API keys` {
  private let directory = TemporaryDirectory()
  private var path: String { directory.path + "/keys" }
  let organisation: StreamName
  let day: CivilDate

  init() throws {
    organisation = try StreamName(validating: "organisation-bureau")
    day = try CivilDate(validating: "2026-01-31")
  }

  private func newKey(_ user: String = "u1") -> (secret: String, key: APIKey) {
    var generator = SystemRandomNumberGenerator()
    return APIKey.create(
      organisation: organisation, user: user, role: .clerk, on: day, using: &generator)
  }

  @Test func `knows a key by its secret and not by anything else`() throws {
    let file = try APIKeyFile(path: path)
    #expect(try file.isEmpty())
    let (secret, key) = newKey()
    try file.add(key)
    #expect(try file.key(of: secret) == key)
    #expect(try file.key(of: secret.dropLast() + "x") == nil)
    #expect(try file.key(of: key.hash.description) == nil)
    #expect(key.actor.assurance == .key)
  }

  @Test func `holds no secret and is its owner's alone`() throws {
    let file = try APIKeyFile(path: path)
    let (secret, key) = newKey()
    try file.add(key)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(!text.contains(secret.dropFirst(APIKey.prefix.count)))
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test func `of another process is seen at the next question`() throws {
    let file = try APIKeyFile(path: path)
    let other = try APIKeyFile(path: path)
    let (first, firstKey) = newKey("u1")
    let (second, secondKey) = newKey("u2")
    try other.add(firstKey)
    try other.add(secondKey)
    #expect(try file.key(of: first) != nil)
    try other.revoke(id: firstKey.id)
    #expect(try file.key(of: first) == nil)
    #expect(try file.key(of: second) == secondKey)
    #expect(try file.list() == [secondKey])
    #expect(throws: APIKeyFile.Failure.unknownKey(firstKey.id)) {
      try other.revoke(id: firstKey.id)
    }
  }

  @Test func `was held once where the last was revoked, for who opens it later too`() throws {
    let file = try APIKeyFile(path: path)
    #expect(try !file.hasHeldKeys())
    let key = newKey("only").key
    try file.add(key)
    try file.revoke(id: key.id)
    #expect(try file.isEmpty() && file.hasHeldKeys())
    #expect(try APIKeyFile(path: path).hasHeldKeys())
  }

  @Test func `loses nothing where several change it at once`() async throws {
    let keys = (0..<24).map { newKey("u\($0)").key }
    let revoked = newKey("gone").key
    let path = path
    try APIKeyFile(path: path).add(revoked)
    try await withThrowingTaskGroup { group in
      group.addTask { try APIKeyFile(path: path).revoke(id: revoked.id) }
      for start in stride(from: 0, to: keys.count, by: 6) {
        group.addTask {
          let file = try APIKeyFile(path: path)
          for key in keys[start..<(start + 6)] { try file.add(key) }
        }
      }
      try await group.waitForAll()
    }
    #expect(Set(try APIKeyFile(path: path).list().map(\.id)) == Set(keys.map(\.id)))
  }

  @Test func `says why it can't be used, and whose it is to be only where that is why`() throws {
    let full = APIKeyFile.Failure.inputOutput(path: path, code: ENOSPC)
    #expect(full.description == "the key file \(path) can't be used: No space left on device")
    let closed = APIKeyFile.Failure.inputOutput(path: path, code: EACCES)
    #expect(closed.description.hasSuffix(": Permission denied; check its owner and mode"))
  }

  @Test func `with a line that is no key is refused by its number`() throws {
    let file = try APIKeyFile(path: path)
    try file.add(newKey().key)
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try (text + "nonsense\n").write(toFile: path, atomically: true, encoding: .utf8)
    #expect(throws: APIKeyFile.Failure.malformed(path: path, line: 2)) { try file.list() }
  }
}
