import EventLog
import EventLogTesting
import Testing
import TestSupport

@Suite struct `The contract of a log` {
  @Test(arguments: LogContract.all)
  func `is kept in memory`(contract: LogContract) async throws {
    let clock = ManualClock()
    try await contract.check(InMemoryLog(clock: clock.clock), clock)
  }

  @Test(arguments: LogContract.all)
  func `is kept on disk`(contract: LogContract) async throws {
    let directory = TemporaryDirectory()
    let clock = ManualClock()
    let log = try EventLog.create(
      at: directory.path + "/data", origin: "concord.test/log", clock: clock.clock)
    defer { log.close() }
    try await contract.check(log, clock)
  }

  @Test(arguments: LogContract.all)
  func `is kept on disk where the index is flushed all the time`(
    contract: LogContract
  ) async throws {
    let directory = TemporaryDirectory()
    let clock = ManualClock()
    var options = EventLogOptions()
    options.overlayEventCount = 8
    let log = try EventLog.create(
      at: directory.path + "/data", origin: "concord.test/log", options: options,
      clock: clock.clock)
    defer { log.close() }
    try await contract.check(log, clock)
  }
}
