import ArgumentParser
import EventLog
import EventModel
import Glibc
import HTTPAPI
import Projections
import Simulation

/// `concord simulate`
struct Simulate: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Fill an empty log with a made-up year of a city, to try and to measure.",
    discussion: """
      The same seed and scale make the same events on every machine. All are marked as synthetic; \
      nobody's personal data are made up. Ctrl-C leaves a valid log that holds less.
      """)

  @Flag(help: "Simulate a city. Needed: there is nothing else yet.")
  var city = false

  @Option(help: ArgumentHelp("Which of many years, a number from 0.", valueName: "number"))
  var seed: UInt64

  @Option(
    help: ArgumentHelp(
      "How large, 0.01 to 1: 1 has 90,000 graduates and about 8 million events.",
      valueName: "factor"))
  var scale = "1"

  @OptionGroup var data: DataOptions
  @OptionGroup var format: FormatOptions

  var interruption: Interruption.Manner { .inOrder }

  func validate() throws {
    guard city else { throw ValidationError("Say what to simulate: --city.") }
    guard Self.parse(scale) != nil else {
      throw ValidationError("--scale is 0.01 to 1, with at most four decimals.")
    }
  }

  func run() async throws {
    guard let scale = Self.parse(scale) else { throw Failure(.usage, "\(scale) is no scale") }
    let place = Place(path: data.path)
    var options = EventLogOptions()
    options.onNotice = Output.complain
    try place.refuseBackup()
    let log = try EventLog.open(at: place.path, options: options)
    defer { log.close() }
    // Asked before the plan is made, which takes a while.
    guard log.end.number <= 1 else { throw Self.notEmpty(place, log.end.number - 1) }
    let simulation = Simulation(seed: seed, scale: scale)
    let progress = Progress("simulating", unit: "events")
    let begin = ContinuousClock.now
    let report: Simulation.Report
    do throws(Simulation.Failure) {
      report = try await simulation.record(into: log) {
        progress.update($0, of: simulation.eventCount)
      }
    } catch {
      progress.finish()
      switch error {
      case .notEmpty(let events): throw Self.notEmpty(place, events)
      case .log(let error): throw error
      }
    }
    progress.finish()
    try tell(report, seconds: (ContinuousClock.now - begin).seconds, place)
  }

  private static func notEmpty(_ place: Place, _ events: UInt64) -> Failure {
    Failure(
      .damageOrRefused,
      "\(place.path) holds \(counted(events, "event")): a simulation fills an empty log only")
  }

  /// A decimal from 0.01 to 1 with at most four digits after the point, without a binary fraction.
  static func parse(_ text: String) -> Simulation.Scale? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts[0] == "0" || parts[0] == "1" else {
      return nil
    }
    var fraction = 0
    if parts.count == 2 {
      guard (1...4).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy({ (48...57) ~= $0 })
      else { return nil }
      let digits = parts[1] + String(repeating: "0", count: 4 - parts[1].utf8.count)
      guard let number = Int(digits) else { return nil }
      fraction = number
    }
    let scale = (parts[0] == "1" ? 10_000 : 0) + fraction
    return scale >= 100 ? Simulation.Scale(perTenThousand: scale) : nil
  }

  // MARK: - The answer

  private func tell(
    _ report: Simulation.Report, seconds: Double, _ place: Place
  ) throws(Failure) {
    let rate = Int(Double(report.events) / max(seconds, 0.001))
    if format.isJSON {
      try Output.standard.json { $0.report(report, rate: rate) }
      return
    }
    let output = Output.standard
    for (type, count) in report.counts { try output.line("\(pad(count))  \(type)") }
    try output.line(
      "\(pad(report.events))  events in \(grouped(report.appends)) appends, "
        + "\(grouped(report.bytes)) bytes, \(grouped(rate)) events/s")
    try output.line("\(pad(report.corrections))  of them are corrections")
    try output.line(
      "\(pad(report.outOfOrder))  came after something of their stream that happened later")
    try output.line(
      "\(pad(report.duplicates))  organisations and persons were registered twice, and merged")
    try output.line("\(pad(report.breaches))  breaches were seen by inspectors: no other is meant")
    try output.line("\(pad(report.badRows))  more rows were bad: counted, not recorded")
    if !report.isWhole {
      try output.line("Stopped early: \(place.path) holds a part of the year, and is whole.")
    }
    try output.flush()
  }

  private func pad(_ number: Int) -> String {
    let text = grouped(number)
    return String(repeating: " ", count: max(0, 11 - text.utf8.count)) + text
  }
}

extension JSONText {
  fileprivate mutating func report(_ report: Simulation.Report, rate: Int) {
    object { json in
      json.field("whole", report.isWhole)
      json.field("events", Int64(report.events))
      json.field("appends", Int64(report.appends))
      json.field("bytes", Int64(report.bytes))
      json.field("eventsPerSecond", Int64(rate))
      json.field("corrections", Int64(report.corrections))
      json.field("outOfOrder", Int64(report.outOfOrder))
      json.field("duplicates", Int64(report.duplicates))
      json.field("breaches", Int64(report.breaches))
      json.field("badRows", Int64(report.badRows))
      json.name("types")
      json.object { json in
        for (type, count) in report.counts { json.field(type, Int64(count)) }
      }
    }
  }
}
