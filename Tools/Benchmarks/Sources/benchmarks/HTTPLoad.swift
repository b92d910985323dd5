import FoundationEssentials
import Glibc

/// Requests of 64 connections at once, made by `wrk`.
struct HTTPLoad {
  /// What a run came to.
  struct Answers {
    /// Requests a second.
    let rate: Double
    /// Percentiles, as `wrk` prints them.
    let latency: String
  }

  private let wrk: String
  private let seconds: Int
  private let script: String
  private let runNumber = Counter()

  /// A load that lasts so long; its script is written into the directory.
  init(_ wrk: String, seconds: Int, _ directory: String) throws {
    self.wrk = wrk
    self.seconds = seconds
    script = directory + "/commands.lua"
    try Self.lua.write(toFile: script, atomically: true, encoding: .utf8)
  }

  /// Where `wrk` is.
  static var program: String? {
    ["/usr/bin/", "/usr/local/bin/"].map { $0 + "wrk" }.first { access($0, X_OK) == 0 }
  }

  /// Says that nothing is measured.
  static func missing() -> [Figure] {
    print("HTTP is not measured: there is no wrk here (apt-get install wrk)")
    return []
  }

  /// Asks for one address again and again.
  func run(_ arguments: String...) async throws -> Answers {
    let output = try await Shell.run(
      ([wrk, "--latency", "-c", "64", "-t", "2", "-d", "\(seconds)s"] + arguments)
        .map { "'\($0)'" }.joined(separator: " "))
    func value(_ label: String) -> String? {
      output.split(separator: "\n").first { $0.drop { $0 == " " }.hasPrefix(label) }?
        .split(separator: " ").last.map(String.init)
    }
    guard !output.contains("STATUS ERRORS"),
      let rate = value("Requests/sec:").flatMap(Double.init)
    else { throw BenchmarkFailure("wrk said: \(output)") }
    return Answers(
      rate: rate, latency: "p50 \(value("50%") ?? "?"), p99 \(value("99%") ?? "?")")
  }

  /// Hands in commands at an address, each another one.
  func commands(_ address: String) async throws -> Answers {
    try await run("-s", script, address, "--", String(runNumber.next()))
  }

  private static let lua = """
    local counter = 0
    function setup(thread) counter = counter + 1; thread:set("id", counter) end
    function init(args) run = tonumber(args[1]) or 0; n = 0 end
    function request()
      n = n + 1
      local number = (run * 16 + id) * 10000000 + n
      local body = string.format('{"id":"00000000-0000-4000-8000-%012d","occurred":"2026-01-31","standing":"REPORTED","source":{"evidence":"DOCUMENTED","document":"register 2026/17"},"registerOrganisation":{"organisation":"organisation-n%d","details":{"kind":"ENTERPRISE","name":"Company of the city number %d","region":"330203","industry":"C361","sizeClass":"MEDIUM"}}}', number, number, number)
      return wrk.format("POST", nil, {["Content-Type"]="application/json"}, body)
    end
    function done(summary) if summary.errors.status > 0 then print("STATUS ERRORS " .. summary.errors.status) end end
    """
}

/// Numbers from 0.
final class Counter {
  private var number = 0

  func next() -> Int {
    defer { number += 1 }
    return number
  }
}

/// Other programs.
enum Shell {
  /// Runs a command on a thread of its own: the shared ones are needed by servers.
  ///
  /// - Returns: all that it wrote.
  /// - Throws: ``BenchmarkFailure`` where it ends with another code than 0.
  static func run(_ command: String) async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detached { continuation.resume(with: Result { try output(of: command) }) }
    }
  }

  private static func output(of command: String) throws -> String {
    guard let pipe = popen("{ \(command)\n} 2>&1", "r") else {
      throw BenchmarkFailure("can't run \(command)")
    }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      let count = fread(&buffer, 1, buffer.count, pipe)
      if count == 0 { break }
      text += buffer[..<count]
    }
    let output = String(decoding: text, as: UTF8.self)
    guard pclose(pipe) == 0 else {
      throw BenchmarkFailure("\(command) said: \(output.suffix(2_000))")
    }
    return output
  }
}

/// A thread that runs one body.
enum Thread {
  static func detached(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let box = Unmanaged.passRetained(Body(run: body))
    pthread_create(
      &thread, nil,
      { pointer in
        pointer.map { Unmanaged<Body>.fromOpaque($0).takeRetainedValue().run() }
        return nil
      }, box.toOpaque())
    pthread_detach(thread)
  }

  private final class Body {
    let run: @Sendable () -> Void
    init(run: @escaping @Sendable () -> Void) { self.run = run }
  }
}
