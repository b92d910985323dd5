import Dispatch
import Foundation
import Glibc
import Testing

extension Program {
  /// Runs `body` while a process runs, and ends the process in any case.
  ///
  /// - Parameter seconds: after so many it is killed, so that whoever reads what it says or waits for its
  ///   end goes on, and fails: nothing else interrupts a thread that waits so.
  static func running<Result>(
    _ process: Process, within seconds: Int = 480, _ body: (Process) throws -> Result
  ) throws -> Result {
    try process.run()
    let identifier = process.processIdentifier
    let watchdog = DispatchSource.makeTimerSource(queue: .global())
    watchdog.setEventHandler { kill(identifier, SIGKILL) }
    watchdog.schedule(deadline: .now() + .seconds(seconds))
    watchdog.activate()
    defer {
      watchdog.cancel()
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      process.waitUntilExit()
    }
    return try body(process)
  }

  /// Runs `body` while a server serves on a port of the system's choice, and ends it in any case.
  ///
  /// - Parameters:
  ///   - errors: A file that takes what it says on standard error.
  ///   - seconds: After so many it is killed.
  static func serving<Result>(
    _ place: Place, _ more: [String] = [], errors: FileHandle = .nullDevice,
    within seconds: Int = 480,
    _ body: (_ server: Process, _ address: String) throws -> Result
  ) throws -> Result {
    let process = process(place, ["serve", "--port", "0", "--json"] + more)
    let output = Pipe()
    process.standardOutput = output
    process.standardError = errors
    return try running(process, within: seconds) { server in
      // Blocks until the server says where it listens.
      let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return try body(server, try #require(object?["address"] as? String))
    }
  }
}

extension Process {
  /// Asks it to end in order, waits, and gives its exit code.
  func end() -> Int32 {
    terminate()
    waitUntilExit()
    return terminationStatus
  }
}
