import ArgumentParser
import Cooperation
import EventLog
import EventModel
import HTTPAPI
import Projections
import ReadModels

/// `concord replay`
struct Replay: Verb {
  static let configuration = CommandConfiguration(
    abstract: "Show events from the log, or fold them into read models as of a moment.",
    discussion: """
      A MOMENT is a year, month, day or instant: 2022, 2022-07, 2022-07-01, \
      2022-07-01T12:00:00+08:00; all of it counts. Without --into the events are shown as they were \
      recorded, corrections as events of their own. With --into they are folded as they count, and \
      asked with: concord views show NAME --in DIR
      """)

  @Option(help: ArgumentHelp("Only this stream, as alliance-chengdu.", valueName: "name"))
  var stream: String?

  @Option(help: ArgumentHelp("Only this event type, as placement.started.", valueName: "name"))
  var type: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("Begin at this position.", valueName: "position"))
  var from: UInt64?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("End with this position.", valueName: "position"))
  var to: UInt64?

  @Option(help: ArgumentHelp("Only what had happened by then.", valueName: "moment"))
  var occurredUntil: String?

  @Option(help: ArgumentHelp(RecordedUntil.help, valueName: RecordedUntil.valueName))
  var recordedUntil: String?

  @Option(
    parsing: .unconditional, help: ArgumentHelp("At most so many events.", valueName: "number"))
  var limit: Int?

  @Option(
    help: ArgumentHelp("Make read models as of then in this directory.", valueName: "dir"))
  var into: String?

  @OptionGroup var data: DataOptions
  @OptionGroup var format: FormatOptions

  func validate() throws {
    if let stream { _ = try parsed("--stream", stream, StreamName.init(validating:)) }
    if let type { _ = try parsed("--type", type, EventType.init(validating:)) }
    if let occurredUntil {
      _ = try parsed("--occurred-until", occurredUntil, Moment.init(validating:))
    }
    if let recordedUntil { _ = try RecordedUntil(recordedUntil) }
    guard limit.map({ $0 >= 1 }) ?? true else { throw ValidationError("--limit is 1 or more.") }
    if into != nil, stream != nil || type != nil || from != nil || to != nil || limit != nil {
      throw ValidationError(
        "--into folds all streams from the beginning; it goes with --occurred-until and "
          + "--recorded-until only.")
    }
  }

  func run() async throws {
    let place = Place(path: data.path)
    if let into { try place.refuseInside(into) }
    // Only events are asked for by stream or type; what is folded is read by position.
    let workspace = try ReadOnlyWorkspace(place, checksIndex: into == nil)
    defer { workspace.close() }
    let log = workspace.log
    let until = try recordedUntil.map(RecordedUntil.init)
    let asOf = try AsOf(
      log, recordedUntil: until?.time(in: log.identity.zone), before: until?.end,
      occurredUntil: try occurredUntil.map(Moment.init(validating:)))
    if asOf.end == .zero, let recordedUntil { try tellNothing(by: recordedUntil, log) }
    if let into {
      try await fold(log, asOf, into: trimmed(into))
    } else {
      try show(log, asOf)
    }
  }

  private func parsed<Value>(
    _ option: String, _ text: String, _ parse: (String) throws(EventModelError) -> Value
  ) throws -> Value {
    do throws(EventModelError) {
      return try parse(text)
    } catch {
      throw ValidationError("\(option): \(error.reason).")
    }
  }

  // MARK: - Events

  private func show(_ log: EventLog, _ asOf: AsOf) throws {
    let output = Output.standard
    let width = output.width
    let last = asOf.occurredUntil?.latest(in: log.identity.zone) ?? Int64.max
    let selection = EventSelection(
      stream: try stream.map(StreamName.init(validating:)),
      type: try type.map(EventType.init(validating:)),
      from: Position(from ?? 0),
      end: min(asOf.end, to.map { Position.end(after: Position($0)) } ?? asOf.end))
    var shown = 0
    try selection.forEach(in: log) { event in
      guard event.event.occurred.latest(in: log.identity.zone) <= last else { return true }
      if format.isJSON {
        try output.json { $0.event(event) }
      } else {
        for line in EventLine.lines(event, zone: log.identity.zone, width: width) {
          try output.line(line)
        }
      }
      shown += 1
      return limit.map { shown < $0 } ?? true
    }
    if shown == 0, let type, !Self.isKnown(type) {
      throw Failure(
        .usage,
        "there is no event type \(type), in the log or in Concord; Schemas/concord/v1 lists them")
    }
    if shown == 0, asOf.end > .zero {
      Output.note("No event of the log is asked for by this.")
    }
  }

  private static func isKnown(_ type: String) -> Bool {
    type.hasPrefix("log.")
      || CooperationModel.aggregates.contains { aggregate in
        aggregate.eventTypes.keys.contains { $0.text == type }
      }
  }

  /// Says why there is nothing to see.
  private func tellNothing(by moment: String, _ log: EventLog) throws {
    let first = try log.read(
      from: .zero, direction: .forwards, type: nil, before: nil, limit: 1
    ).first
    let sentence =
      "By \(moment) nothing had been recorded"
      + (first.map { ": this log begins with \($0.recordedAt)." } ?? ".")
    if format.isJSON || into != nil {
      Output.note(sentence)
    } else {
      try Output.standard.line(sentence)
    }
  }

  // MARK: - Read models

  private func fold(_ log: EventLog, _ asOf: AsOf, into path: String) async throws {
    let progress = Progress("folding", unit: "events")
    let report = try await ReadModelStore.replay(
      into: path, of: log, CooperationReadModels.all, asOf: asOf, progress: progress.show)
    progress.finish()
    let output = Output.standard
    if format.isJSON {
      try output.json { json in
        json.object {
          $0.field("directory", path)
          $0.field("end", Int64(report.end))
          $0.field("events", Int64(report.eventCount))
          $0.field("streams", Int64(report.streamCount))
          $0.field("occurredUntil", asOf.occurredUntil?.description)
        }
      }
      return
    }
    try output.line(
      "Folded \(counted(report.eventCount, "event")) of \(counted(report.streamCount, "stream")), "
        + "below position \(report.end), into \(path).")
    try output.line("Ask them with: concord views show NAME --in \(path)")
  }
}
