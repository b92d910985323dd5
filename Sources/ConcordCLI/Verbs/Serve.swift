import ArgumentParser
import CommandHandling
import Cooperation
import EventLog
import EventModel
import FoundationEssentials
import Glibc
import HTTPAPI
import Logging
import NIOCore
import PersonalData
import Projections
import ServiceLifecycle
import UnixSignals

/// `concord serve`
struct Serve: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Answer over HTTP: take commands, show views, measures, streams and events.",
    discussion: """
      Without API keys only this machine can ask: everybody on it may do everything, and events \
      say that nobody was asked who they are. Make keys with: concord keys add

      SIGTERM, Ctrl-C and the end of its terminal (unless started with nohup) end it in order: what is \
      under way is answered first, for at most --grace seconds. A second signal doesn't wait.
      """)

  @Option(help: ArgumentHelp("The address to listen on.", valueName: "address"))
  var host = "127.0.0.1"

  @Option(help: ArgumentHelp("The port; 0 lets the system choose.", valueName: "number"))
  var port = 8080

  @Option(
    help: ArgumentHelp(
      "The most seconds that requests under way have after SIGTERM or Ctrl-C.",
      valueName: "seconds"))
  var grace = 10

  @Option(
    help: ArgumentHelp(
      "What each reason for a match is worth, as CSV; can be given again: the first is used where a "
        + "search names none. (default: Schemas/codelists/match-weights.csv as shipped)",
      valueName: "file"))
  var matchWeights: [String] = []

  @OptionGroup var keys: APIKeysOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var key: KeyOptions
  @OptionGroup var format: FormatOptions

  var interruption: Interruption.Manner { .own }

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port is 0 to 65535.") }
    guard (1...3_600).contains(grace) else { throw ValidationError("--grace is 1 to 3600.") }
  }

  func run() async throws {
    let place = Place(path: data.path)
    // Before anything is opened: wrong weights are told at once.
    let weights = try weights()
    let keyFile = try apiKeys()
    guard try keyFile.hasHeldKeys() || ConcordServer.isLoopback(host) else {
      throw Failure(
        .usage,
        "without API keys only this machine may ask, so \(host) can't be listened on; "
          + "make keys with: concord keys add")
    }
    let device = DeviceWatch()
    try await Workspace.with(
      place, key: place.key(key), onDeviceFailure: { device.failed($0) }
    ) { workspace in
      try await serve(workspace, keyFile, weights, device)
    }
  }

  /// The weights of matches; those as shipped where no file is named.
  private func weights() throws(Failure) -> [MatchWeights] {
    var all: [MatchWeights] = []
    for path in matchWeights {
      let weights = try MatchWeights(file: path)
      guard !all.contains(where: { $0.isCalled(as: weights) }) else {
        throw Failure(
          .usage,
          "\(path): version \(weights.version) of \(weights.algorithm) stands in another file too; "
            + "give each version a number of its own")
      }
      all.append(weights)
    }
    return all.isEmpty ? [.shipped] : all
  }

  /// The file of API keys; there may be none yet at the usual place.
  private func apiKeys() throws -> APIKeyFile {
    let file = try APIKeyFile(path: keys.path(besides: data.path))
    guard try keys.file == nil || !file.isEmpty() else {
      throw Failure(
        .usage, "there are no API keys in \(file.path); make one with: concord keys add")
    }
    return file
  }

  /// Who may ask, where that isn't who has a key.
  private func warning(of file: APIKeyFile) throws -> String? {
    guard try file.isEmpty() else { return nil }
    return try file.hasHeldKeys()
      ? "Every key in \(file.path) was revoked, so nobody may ask; make one with: concord keys add"
      : "There are no API keys: whoever is on this machine may do everything; make them with: "
        + "concord keys add"
  }

  /// What whoever starts it should know of read models that take a while to make.
  private func notice(of views: ProjectionStatus) -> String? {
    guard views.isToBeMadeAnew else { return nil }
    let reason =
      views.startedAnew ?? "the read models are \(counted(views.lagEvents, "event")) behind"
    return "\(reason): they are made from \(counted(views.logEnd.number, "event")), and views and "
      + "measures are answered once that is done; /readyz tells."
  }

  private func serve(
    _ workspace: Workspace, _ keyFile: APIKeyFile, _ weights: [MatchWeights],
    _ device: DeviceWatch
  ) async throws {
    var logger = Logger(label: "concord") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .notice
    // Commands, streams and events need none.
    let views = try workspace.openViews(.served, waitingForRoom: true)
    let parts = parts(of: workspace, views, keyFile, weights)
    let warning = try warning(of: keyFile)
    let notice = notice(of: views.status(now: parts.clock()))
    var limits = ServerLimits()
    // So that who still hands in lines is answered, and told why that is all. What may last for hours
    // doesn't become whole by a few seconds more.
    limits.endingSeconds = grace / 5
    let application = ConcordServer(parts, limits: limits).application(
      host: host, port: port, logger: logger
    ) { port in
      announce(port: port)
      if let warning { Output.note(warning) }
      if let notice { Output.note(notice) }
    }
    var configuration = ServiceGroupConfiguration(
      services: keepers(of: workspace, views, logger) + [
        .init(service: application),
        // Those who wait are answered first: the outcome is unknown, repeat the same id.
        .init(service: device, failureTerminationBehavior: .gracefullyShutdownGroup),
      ],
      gracefulShutdownSignals: EndingSignals.all, logger: logger)
    configuration.maximumGracefulShutdownDuration = .seconds(grace)
    try await run(ServiceGroup(configuration: configuration))
  }

  private func parts(
    of workspace: Workspace, _ views: ReadModelStore, _ keyFile: APIKeyFile,
    _ weights: [MatchWeights]
  ) -> ConcordServer.Parts {
    var parts = ConcordServer.Parts(
      log: workspace.log, handler: workspace.store.handler, readModels: views, keys: keyFile,
      clock: { RecordedTime(microseconds: LogClock.system.wall()) },
      findings: { [store = workspace.store] in store.findingStatus },
      reactions: { [store = workspace.store] in store.reactionStatus })
    parts.weights = weights
    return parts
  }

  /// Runs until somebody ends it, or it can't go on.
  private func run(_ group: ServiceGroup) async throws {
    // Before the first can come.
    let signals = await EndingSignals.trapped()
    let watching = Task { await watch(signals) }
    defer { watching.cancel() }
    do {
      try await group.run()
    } catch let error as IOError {
      throw refusal(error)
    } catch is CancellationError {
      // Told to end, and what was still under way had its time.
    }
  }

  /// What goes on beside the answers: views, findings, and what follows by itself.
  private func keepers(
    of workspace: Workspace, _ views: ReadModelStore, _ logger: Logger
  ) -> [ServiceGroupConfiguration.ServiceConfiguration] {
    let refusals = RefusalTally(.endless)
    return [
      .init(service: Keeper(name: "the views", logger: logger) { try await views.run() }),
      .init(
        service: Keeper(name: "the finding manager", logger: logger) {
          try await workspace.store.judgeFindings(onProblem: Workspace.onProblem)
        }),
      .init(
        service: Keeper(name: "the reaction manager", logger: logger) {
          try await workspace.store.react { refusals.count($0, $1) }
        }),
    ]
  }

  /// Says what is waited for once the server is told to end, and ends it at the second signal.
  private func watch(_ signals: UnixSignalsSequence) async {
    var isEnding = false
    for await signal in signals {
      // A shell and its terminal each tell of their end: that is one end.
      if isEnding, signal == .sighup { continue }
      guard !isEnding else { _exit(Interruption.exitCode) }
      isEnding = true
      Output.complain(
        "ending: requests under way have \(grace) s to be answered; a second signal doesn't wait")
    }
  }

  /// Why the port can't be listened on.
  private func refusal(_ error: IOError) -> Failure {
    switch error.errnoCode {
    case EADDRINUSE: Failure(.inputOutput, "port \(port) is taken; choose another with --port")
    case EACCES:
      Failure(.inputOutput, "port \(port) needs more rights; choose one above 1023 with --port")
    default:
      Failure(
        .inputOutput,
        "\(host), port \(port) can't be listened on: \(Failure.sentence(error.errnoCode))")
    }
  }

  private func announce(port: Int) {
    let address = "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    let output = Output.standard
    if format.isJSON {
      try? output.json { json in
        json.object { $0.field("address", address) }
      }
    } else {
      try? output.line("Concord is listening on \(address)")
    }
    try? output.flush()
  }
}
