import ArgumentParser
import Cooperation
import EventLog
import EventModel
import Files
import Glibc
import HTTPAPI
import MatchSearch
import Projections

/// `concord match`
struct Match: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Find who fits whom, and say why.",
    discussion: """
      First come hard filters, then points: each match shows its reasons. Concord's read models name \
      what is looked at. Beside a server they are as far as it keeps them, and nothing can be \
      recorded.
      """,
    subcommands: [Vacancies.self, Enterprises.self, Schools.self])
}

/// How it is matched, and what becomes of it.
struct MatchOptions: ParsableArguments, Sendable {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("At most so many matches each.", valueName: "number"))
  var limit = 10

  @Option(
    help: ArgumentHelp("The day on which is looked. (default: today)", valueName: "day"))
  var on: String?

  @Option(
    help: ArgumentHelp(
      "What each reason is worth, as CSV. (default: Schemas/codelists/match-weights.csv as shipped)",
      valueName: "file"))
  var weights: String?

  @Flag(help: "Record each match shown as a recommendation, once a day; and why nothing fits.")
  var record = false

  func validate() throws {
    guard limit >= 1 else { throw ValidationError("--limit is 1 or more.") }
    if let on, (try? CivilDate(validating: on)) == nil {
      throw ValidationError("--on is a day, as 2023-04-10.")
    }
  }

  /// The day, in the log's zone.
  func day(in zone: LogZone) throws -> CivilDate {
    try on.map(CivilDate.init(validating:)) ?? zone.civilDate(at: LogClock.system.wall())
  }

  /// The weights.
  func matchWeights() throws(Failure) -> MatchWeights {
    guard let weights else { return .shipped }
    return try MatchWeights(file: weights)
  }
}

/// A search of `concord match`.
protocol MatchVerb: Verb {
  var options: MatchOptions { get }
  var data: DataOptions { get }
  var key: KeyOptions { get }
  var format: FormatOptions { get }

  /// Looks.
  func report(
    from source: MatchSource, on day: CivilDate, by weights: MatchWeights
  ) async throws -> MatchReport
}

extension MatchVerb {
  var interruption: Interruption.Manner { .inOrder }

  func run() async throws {
    // Before anything is opened: wrong weights are told at once.
    let weights = try options.matchWeights()
    let place = Place(path: data.path)
    let report = try await look(in: place, by: weights)
    let output = Output.standard
    if !format.isJSON { try report.write(to: output) }
    var recording: MatchRecording?
    if options.record, !report.isSwitchedOff {
      recording = try await record(report, in: place)
    }
    if format.isJSON { try report.json(recording, to: output) }
    report.basis?.noteStandstill()
    guard let recording else { return }
    for refusal in recording.refusals { Output.complain(refusal.detail) }
    if !format.isJSON { Output.note(recording.sentence) }
    if !recording.refusals.isEmpty { throw Failure(.damageOrRefused, nil) }
  }

  private func look(in place: Place, by weights: MatchWeights) async throws -> MatchReport {
    let workspace = try ReadOnlyWorkspace(place)
    defer { workspace.close() }
    let source = MatchSource(log: workspace.log, views: try await workspace.views())
    let day = try options.day(in: workspace.log.identity.zone)
    return try await report(from: source, on: day, by: weights)
  }

  private func record(_ report: MatchReport, in place: Place) async throws -> MatchRecording {
    if report.commands.isEmpty { return MatchRecording() }
    return try await Workspace.with(place, key: place.key(key)) { workspace in
      let recording = try await MatchRecording.record(report, in: workspace.store)
      try await workspace.followUp().run()
      return recording
    }
  }
}
