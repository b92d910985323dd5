import ArgumentParser
import CommandHandling
import EventLog
import EventModel
import Glibc
import PersonalData
import TestSupport
import Testing

@testable import ConcordCLI

@Suite struct `What is found of personal parts` {
  @Test func `is damage also where the log met it while parts were looked for`() {
    let corrupt = EventLogError.corrupt(Position(7), "its bytes are not what its hash says")
    let truncated = EventLogError.unopenable(path: "log", "its data file is missing")
    for error in [corrupt, truncated, .damaged(path: "index", "a block is malformed")] {
      #expect(PersonalFindings.isDamage(CommandError.log(error)), "\(error)")
      #expect(PersonalFindings.isDamage(error), "\(error)")
    }
    for error in [EventLogError.closed, .tooManyReaders(path: "log"), .interrupted] {
      #expect(!PersonalFindings.isDamage(CommandError.log(error)), "\(error)")
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can become somebody else"))
  func `is looked for without the usual key where that is not for this user to read`() throws {
    let directory = TestSupport.TemporaryDirectory()
    // The directories above are closed to others: from inside their names aren't needed.
    let place = ConcordCLI.Place(path: "data")
    try KeyEncryptionKey.create(at: directory.path + "/" + place.defaultKey)
    let usual = try KeyOptions.parse([])
    let named = try KeyOptions.parse(["--key", place.defaultKey])
    func hasKey(_ options: KeyOptions) -> Bool {
      if case .file = try? place.readableKey(options) { true } else { false }
    }
    chmod(directory.path, 0o755)
    let child = forkProcess()
    if child == 0 {
      guard chdir(directory.path) == 0, hasKey(usual), setuid(65_534) == 0 else { _exit(9) }
      // Who names it is told that it can't be read.
      _exit(!hasKey(usual) && hasKey(named) ? 0 : 8)
    }
    #expect(waitForExit(of: child) == 0)
  }
}
