import Glibc
import TestSupport
import Testing

@testable import EventLog

@Suite struct `An import that is interrupted` {
  @Test func `ends wherever it is, and leaves nothing`() async throws {
    let place = try Place()
    _ = try await place.fill(6)
    let file = place.directory.path + "/export"
    try Self.export(place, file)
    let target = place.directory.path + "/interrupted"
    // Records as they come; then the revisions, in as many passes as streams and commands want; then the end.
    func importing(followedLimit: Int, _ isWanted: @escaping () -> Bool) throws {
      let descriptor = Glibc.open(file, O_RDONLY)
      defer { close(descriptor) }
      _ = try EventLog.importLog(
        fromDescriptor: descriptor, into: target, followedLimit: followedLimit, isWanted: isWanted)
    }
    var asked = 0
    #expect(throws: EventLogError.interrupted) {
      try importing(followedLimit: 100) {
        asked += 1
        return false
      }
    }
    #expect(asked == 1)
    var count = 0
    while count < 20 {
      asked = 0
      do {
        try importing(followedLimit: 6) {
          asked += 1
          return asked <= count
        }
        break
      } catch {
        #expect(error as? EventLogError == .interrupted)
        count += 1
      }
    }
    // Once a pass, and once at the end.
    #expect(count > 2 && count < 20)
    #expect(throws: Never.self) { try EventLog.open(at: target).close() }
  }

  private static func export(_ place: Place, _ file: String) throws {
    let log = try place.open()
    defer { log.close() }
    let descriptor = Glibc.open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(descriptor) }
    try log.export(toDescriptor: descriptor)
  }
}
