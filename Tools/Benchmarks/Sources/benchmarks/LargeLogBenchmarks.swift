import CRaw
import CommandHandling
import Cooperation
@_spi(Measuring) import EventLog
import EventModel
import FoundationEssentials
import Glibc
@_spi(Measuring) import Projections
import ReadModels
import SwiftProtobuf

/// What a log of a million events costs to scan, to open, to rebuild from and to serve.
struct LargeLogBenchmarks {
  let scale: Scale
  let eventCount: Int
  let directory: String

  private var data: String { directory + "/data" }

  /// Writes the mix; returns the record bytes it has.
  func prepare() async throws -> Int {
    let log = try EventLog.create(at: data, origin: "example.org/benchmark")
    defer { log.close() }
    var mix = try Mix(
      eventCount: eventCount, streamCount: max(100_000, eventCount / 5), seed: 4)
    while let append = try mix.next(events: 1_000) { _ = try await log.append(append) }
    var bytes = 0
    try log.scan(from: .zero, before: log.end) { _, record throws(EventLogError) in
      bytes += record.byteCount
      return .proceed
    }
    return bytes
  }

  func sizes(recordBytes: Int) -> [Figure] {
    func ratio(_ part: String) -> Double {
      Double(diskBytes(data + part)) / Double(recordBytes)
    }
    return [
      Figure(
        name: "`log/` ÷ record bytes", unit: "", values: [ratio("/log")], target: .atMost(1.17),
        notes: "\(recordBytes / eventCount) bytes a record"),
      Figure(
        name: "`tiles/` ÷ record bytes", unit: "", values: [ratio("/tiles")],
        target: .atMost(0.12), notes: "index: \(short(ratio("/index")))"),
    ]
  }

  func scans() async throws -> [Figure] {
    let count = Double(eventCount)
    let plain = try await scan { log in try walk(log, checking: false) }
    let checked = try await scan { log in try walk(log, checking: true) }
    let filtered = try await scan { log in try filter(log) }
    func figure(
      _ name: String, _ result: (ratios: [Double], subject: [Double]), atLeast bound: Double
    ) -> Figure {
      Figure(
        name: name, unit: "events/s", values: result.subject.map { count / $0 },
        target: .atLeast(bound),
        notes: "÷ adding up all bytes with a raw cursor \(short(result.ratios.median))")
    }
    return [
      figure(
        "scan, walk the envelope, decode the payload, one core", plain, atLeast: 2_000_000),
      figure("the same with leaf check", checked, atLeast: 1_000_000),
      figure("type filter that skips 99 %, events passed over", filtered, atLeast: 8_000_000),
    ]
  }

  /// A scan of the whole log beside the raw one.
  private func scan(
    _ body: (EventLog) throws -> Void
  ) async throws -> (ratios: [Double], subject: [Double]) {
    let result = try await alternating(runs: scale.runs) {
      try raw(raw_scan(data + "/log"))
    } subject: {
      // The control may not have the same file open.
      let log = try EventLog.open(at: data)
      defer { log.close() }
      return try await seconds { try body(log) }.0
    }
    return (result.ratios, result.subject)
  }

  private func walk(_ log: EventLog, checking: Bool) throws {
    let body: (Position, RawSpan) throws(EventLogError) -> ScanStep = {
      position, record throws(EventLogError) in
      do {
        let envelope = try Envelope(walking: record)
        let payload = record.extracting(envelope.payload)
        try LogTypes.decode(payload, of: record)
      } catch { throw .corrupt(position, "\(error)") }
      return .proceed
    }
    // At position 0 stands what the log says of itself, which is no event of the mix.
    let first = Position(1)
    if checking {
      try log.scan(from: first, before: log.end, body)
    } else {
      try log.scanUnchecked(from: first, before: log.end, body)
    }
  }

  private func filter(_ log: EventLog) throws {
    var found = 0
    try log.scan(type: LogTypes.rare, from: .zero, before: log.end) {
      _, _ throws(EventLogError) in
      found += 1
      return .proceed
    }
  }

  /// The projections of the seven read models that Concord began with.
  private static let firstSeven: Set<String> = [
    "OrganisationRegister", "Alliances", "Memberships", "AgreementBoard", "OrderClasses",
    "InternshipAgreements", "Placements", "Claims", "Findings", "CooperationHistory",
  ]

  /// All read models, and beside them those that Concord began with.
  func rebuild() async throws -> [Figure] {
    let log = try EventLog.open(at: data)
    defer { log.close() }
    let all = CooperationReadModels.all
    let first = all.keeping(projections: Self.firstSeven)
    let result = try await alternating(runs: scale.runs) {
      try await rebuild(first, of: log)
    } subject: {
      try await rebuild(all, of: log)
    }
    let count = Double(log.end.number)
    let events = short(Double(eventCount))
    return [
      Figure(
        name: "rebuild of all read models at \(events) events", unit: "events/s",
        values: result.subject.map { count / $0 }, target: .atLeast(400_000), notes: ""),
      Figure(
        name: "rebuild of all read models ÷ of the first seven", unit: "", values: result.ratios,
        target: .none,
        notes:
          "\(all.tables.count) tables, \(first.tables.count) then; both fold all streams; the first "
          + "seven: \(short(count / result.control.median)) events/s"),
    ]
  }

  private func rebuild(_ readModels: ReadModelSet, of log: EventLog) async throws -> Double {
    let path = directory + "/views-" + String(UInt64.random(in: 0 ... .max), radix: 16)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await seconds {
      try await ReadModelStore.replay(into: path, of: log, readModels, asOf: AsOf(allOf: log))
    }.0
  }

  func opening() async throws -> Figure {
    let result = try await alternating(runs: scale.runs) {
      try raw(raw_open(data + "/log"))
    } subject: {
      try await opened()
    }
    return Figure(
      name: "open at \(short(Double(eventCount))) events after a clean close", unit: "ms",
      values: result.subject.map { $0 * 1_000 }, target: .atMost(100),
      notes: "raw \(short(result.control.median * 1_000)) ms")
  }

  /// A child of this program appends with all its might and is killed; then the log is opened.
  func openingAfterKill() async throws -> Figure {
    var values: [Double] = []
    for _ in 0..<scale.runs {
      try killedWriter()
      values.append(try await opened() * 1_000)
    }
    return Figure(
      name: "open at \(short(Double(eventCount))) events after kill -9 under full load",
      unit: "ms", values: values, target: .atMost(1_000), notes: "")
  }

  private func opened() async throws -> Double {
    let (took, log) = try await seconds { try EventLog.open(at: data) }
    log.close()
    return took
  }

  private func killedWriter() throws {
    let program = CommandLine.arguments[0]
    var child: pid_t = 0
    let words: [String] = [program, "write-until-killed", data]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    arguments.append(nil)
    defer { arguments.forEach { free($0) } }
    guard posix_spawn(&child, program, nil, nil, &arguments, environ) == 0 else {
      throw BenchmarkFailure("can't start \(program)")
    }
    // The child says by this file that it has appended its first batch.
    let sign = data + ".writing"
    while access(sign, F_OK) != 0 { sched_yield() }
    unlink(sign)
    usleep(1_500_000)
    kill(child, SIGKILL)
    var status: Int32 = 0
    waitpid(child, &status, 0)
  }

  static func writeUntilKilled(_ data: String) async throws {
    let log = try EventLog.open(at: data)
    var plain = try PlainAppends(seed: UInt64(getpid()), streamCount: 1_000_000)
    var isFirst = true
    while true {
      _ = try await log.append(try plain.append(events: 1_000, streams: 100))
      if isFirst { creat(data + ".writing", 0o600) }
      isFirst = false
    }
  }
}

/// The types of the mix.
enum LogTypes {
  /// One event in a hundred has this type.
  static let rare = PBOrganisationNameChanged.eventType

  /// Decodes a payload as the message of its record's type.
  ///
  /// - Throws: ``BenchmarkFailure`` for a type that the mix doesn't have.
  static func decode(_ payload: RawSpan, of record: RawSpan) throws {
    if Envelope.hasType(PBStaffCountReported.eventType, record) {
      _ = try PBStaffCountReported(serializedBytes: payload)
    } else if Envelope.hasType(PBGradeYearAdvanced.eventType, record) {
      _ = try PBGradeYearAdvanced(serializedBytes: payload)
    } else if Envelope.hasType(PBSchoolVisitMade.eventType, record) {
      _ = try PBSchoolVisitMade(serializedBytes: payload)
    } else if Envelope.hasType(PBPlacementStarted.eventType, record) {
      _ = try PBPlacementStarted(serializedBytes: payload)
    } else if Envelope.hasType(PBPlacementCompleted.eventType, record) {
      _ = try PBPlacementCompleted(serializedBytes: payload)
    } else if Envelope.hasType(PBStudentEnrolled.eventType, record) {
      _ = try PBStudentEnrolled(serializedBytes: payload)
    } else if Envelope.hasType(PBOrganisationRegistered.eventType, record) {
      _ = try PBOrganisationRegistered(serializedBytes: payload)
    } else if Envelope.hasType(rare, record) {
      _ = try PBOrganisationNameChanged(serializedBytes: payload)
    } else {
      throw BenchmarkFailure("the mix has a type that is not decoded")
    }
  }
}
