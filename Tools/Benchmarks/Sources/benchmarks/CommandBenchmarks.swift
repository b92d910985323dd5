import CommandHandling
import Cooperation
import Deciding
import EventLog
import EventModel
import FoundationEssentials
import Glibc
import HTTPAPI
import Hummingbird
import Logging
import PersonalData
import Projections
import ReadModels

/// What handing commands in costs, over HTTP and as NDJSON, with live read models.
struct CommandBenchmarks {
  let scale: Scale

  /// A whole service on a new data directory, as `concord serve` runs it.
  private struct Service {
    let store: ConcordStore
    let readModels: ReadModelStore

    init(_ directory: String) throws {
      let data = directory + "/data"
      let key = directory + "/data.key"
      try KeyEncryptionKey.create(at: key)
      store = try ConcordStore.create(at: data, origin: "example.org/benchmark", key: .file(key))
      readModels = try ReadModelStore(
        opening: data + "/views", of: store.log, CooperationReadModels.all)
    }

    /// Live read models, and the managers of findings and of what follows by itself.
    func run() -> [Task<Void, any Error>] {
      [
        Task { [readModels] in try await readModels.run() },
        Task { [store] in try await store.judgeFindings() },
        Task { [store] in try await store.react() },
      ]
    }
  }

  /// Lines of NDJSON in one session: parsed, decided, recorded, answered.
  func lines() async throws -> Figure {
    var values: [Double] = []
    let text = (0..<scale.commandLines).map { Array(Self.command($0).utf8) }
    for _ in 0..<scale.runs {
      let took = try await withTemporaryDirectory { directory in
        let service = try Service(directory)
        defer { service.store.close() }
        let tasks = service.run()
        defer { tasks.forEach { $0.cancel() } }
        return try await seconds { try await Self.record(text, service.store.handler) }.0
      }
      values.append(Double(text.count) / took)
    }
    return Figure(
      name: "NDJSON commands in one session of a process, live projections and managers on",
      unit: "commands/s",
      values: values, target: .atLeast(20_000), notes: "")
  }

  private static func record(
    _ lines: [[UInt8]], _ handler: CommandHandler<CooperationDecider>
  ) async throws {
    let session = CommandSession(
      handler: handler, actor: Actor(user: "u", role: "clerk", assurance: .local), channel: .import)
    let limits = ServerLimits()
    let feed = LineFeed(session, linesPerBatch: limits.linesPerBatch) {
      Result(line: $0, byteLimit: limits.lineByteCount)
    }
    // In pieces, as a file is read.
    let feeder = Task {
      for start in stride(from: 0, to: lines.count, by: 1_000) {
        await feed.add(Array(lines[start..<min(start + 1_000, lines.count)])) { true }
      }
      await feed.finish()
    }
    var recorded = 0
    while let answers = await feed.nextAnswers() {
      for answer in answers { if case .success = answer.result { recorded += 1 } }
    }
    await feeder.value
    guard recorded == lines.count else {
      throw BenchmarkFailure("\(lines.count - recorded) commands were refused")
    }
  }

  static func command(_ number: Int) -> String {
    let id = "00000000-0000-4000-8000-" + String(100_000_000_000 + number)
    return """
      {"id":"\(id)","occurred":"2026-01-31","standing":"REPORTED",\
      "source":{"evidence":"DOCUMENTED","document":"register 2026/17"},\
      "registerOrganisation":{"organisation":"organisation-n\(number)",\
      "details":{"kind":"ENTERPRISE","name":"Company of the city number \(number)",\
      "region":"330203","industry":"C361","sizeClass":"MEDIUM"}}}
      """
  }

  /// One command a request at 64 connections, beside a route that answers a constant.
  func http() async throws -> [Figure] {
    guard let wrk = HTTPLoad.program else { return HTTPLoad.missing() }
    return try await withTemporaryDirectory { directory in
      let service = try Service(directory)
      defer { service.store.close() }
      let logger = Logger(label: "benchmark") { _ in SwiftLogNoOpLogHandler() }
      let server = ConcordServer(
        ConcordServer.Parts(
          log: service.store.log, handler: service.store.handler, readModels: service.readModels,
          keys: nil,
          clock: { RecordedTime(microseconds: LogClock.system.wall()) }))
      let tasks =
        service.run() + [
          Task {
            try await server.application(host: "127.0.0.1", port: 18_080, logger: logger).run()
          },
          Task { try await Self.runConstantRoute(port: 18_081, logger) },
        ]
      defer { tasks.forEach { $0.cancel() } }
      let load = try HTTPLoad(wrk, seconds: scale.httpSeconds, directory)
      try await Self.waitForPort(18_080)
      try await Self.waitForPort(18_081)
      var latencies: [String] = []
      var sameRequests: [Double] = []
      let result = try await alternating(runs: scale.runs) {
        sameRequests.append(try await load.commands("http://127.0.0.1:18081/constant").rate)
        return 1 / (try await load.run("http://127.0.0.1:18081/constant").rate)
      } subject: {
        let answers = try await load.commands("http://127.0.0.1:18080/v1/commands")
        latencies.append(answers.latency)
        return 1 / answers.rate
      }
      let end = service.store.log.end
      let reached = await service.readModels.wait(untilEnd: end, atMost: .seconds(1))
      let lag = end.number - min(reached, end).number
      return [
        Figure(
          name: "HTTP commands at 64 connections ÷ constant route, live projections and managers "
            + "on", unit: "",
          values: result.ratios, target: .atLeast(0.35),
          notes: "\(short(1 / result.subject.median)) commands/s; "
            + (latencies.last.map { "in the last run " + $0 } ?? "")),
        Figure(
          name: "the same ÷ a constant route that is sent the same commands and reads them",
          unit: "",
          values: zip(result.subject, sameRequests).map { 1 / ($0 * $1) }, target: .none,
          notes: "\(short(sameRequests.median)) requests/s; what is left is Concord's own work"),
        Figure(
          name: "events the views lag behind 1 s after the end", unit: "events",
          values: [Double(lag)], target: .atMost(0), notes: ""),
        Figure(
          name: "RssAnon after that load", unit: "MB",
          values: [Double(residentAnonymousBytes()) / 1e6], target: .atMost(300),
          notes: "\(short(Double(service.store.log.end.number))) events served"),
      ]
    }
  }

  /// A server that answers the same to whatever it is asked, once it has read it.
  private static func runConstantRoute(port: Int, _ logger: Logger) async throws {
    let router = Router()
    router.get("constant") { _, _ in "constant" }
    router.post("constant") { request, _ in
      _ = try await request.body.collect(upTo: 1 << 20)
      return "constant"
    }
    let constant = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)),
      logger: logger)
    try await constant.run()
  }

  private static func waitForPort(_ port: UInt16) async throws {
    for _ in 0..<200 {
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(descriptor) }
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = port.bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      let connected = withUnsafePointer(to: &address) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      if connected == 0 { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw BenchmarkFailure("nothing listens on port \(port)")
  }
}
