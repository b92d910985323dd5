import ArgumentParser
import FoundationEssentials
import Glibc
import HTTPAPI

/// Measures Concord beside controls in the same run, and prints the README's table.
@main
struct Benchmarks: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmarks",
    abstract: "Measures Concord beside raw LMDB and a constant route, in the same run.",
    subcommands: [Measure.self, WriteUntilKilled.self], defaultSubcommand: Measure.self)
}

/// The table.
struct Measure: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "measure")

  @Option(help: "small (seconds, to see that it works) or full (the README's table).")
  var scale = Scale.small

  @Option(
    help: ArgumentHelp(
      "Only groups whose name begins so: append, sustained, lines, http, decide, import, record, "
        + "serve, follow, large, open."))
  var only = ""

  func run() async throws {
    // As `concord` does; the environment turns it off, to see what it gives.
    if ProcessInfo.processInfo.environment["BENCHMARK_PLAIN_MEMORY"] == nil {
      ProcessMemory.prepare()
    }
    show(machine() + "\n")
    show(Figure.header)
    let appends = AppendBenchmarks(scale: scale)
    let commands = CommandBenchmarks(scale: scale)
    try await group("append-batch") { try await appends.batches() }
    try await group("append-one") { [try await appends.oneAtATime()] }
    try await group("append-many") { [try await appends.manyAtOnce()] }
    try await group("append-some") { [try await appends.someAtOnce()] }
    try await group("sustained") { [try await appends.sustained()] }
    try await group("lines") { [try await commands.lines()] }
    try await group("http") { try await commands.http() }
    try await group("decide") { try await DecideBenchmarks(scale: scale).decides() }
    let program = ProgramBenchmarks(scale: scale)
    try await group("import") { try await program.imports() }
    try await group("record") { try await program.lines() }
    try await group("serve") { try await program.serving() }
    try await group("follow") { try await program.followUp() }
    try await withTemporaryDirectory { directory in
      guard "large".hasPrefix(only) else { return }
      let large = LargeLogBenchmarks(
        scale: scale, eventCount: scale.largeLogEvents, directory: directory)
      let recordBytes = try await large.prepare()
      try await group("large") { large.sizes(recordBytes: recordBytes) }
      try await group("large") { try await large.scans() }
      try await group("large") { try await large.rebuild() }
      try await group("large") { [try await large.opening()] }
      try await group("large") { [try await large.openingAfterKill()] }
    }
    try await withTemporaryDirectory { directory in
      guard "open".hasPrefix(only) else { return }
      let largest = LargeLogBenchmarks(
        scale: scale, eventCount: scale.sustainedEvents, directory: directory)
      _ = try await largest.prepare()
      try await group("open") { [try await largest.opening()] }
      try await group("open") { [try await largest.openingAfterKill()] }
    }
  }

  private func group(_ name: String, _ body: () async throws -> [Figure]) async throws {
    guard name.hasPrefix(only) else { return }
    for figure in try await body() { show(figure.row) }
  }

  /// A line at once, also into a pipe.
  private func show(_ line: String) {
    print(line)
    fflush(nil)
  }

  private func machine() -> String {
    let cpu = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?
      .split(separator: "\n").first { $0.hasPrefix("model name") }?
      .split(separator: ":").last.map { $0.drop { $0 == " " } }
    return "Machine: \(sysconf(Int32(_SC_NPROCESSORS_ONLN))) cores, \(cpu ?? "unknown"); "
      + "scale \(scale.rawValue). How long a flush takes here says nothing about real disks."
  }
}

/// The child of the benchmark that kills a writer.
struct WriteUntilKilled: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "write-until-killed", shouldDisplay: false)

  @Argument var data: String

  func run() async throws {
    try await LargeLogBenchmarks.writeUntilKilled(data)
  }
}
