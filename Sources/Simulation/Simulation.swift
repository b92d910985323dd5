public import EventLog
internal import EventModel

/// A made-up year of school-enterprise cooperation in a city, shaped like that of a real one.
///
/// The same seed and scale make the same events on every machine, except for the fields that the log's
/// writer sets. Nothing personal is made up: a person is a stream without a name.
public struct Simulation: Sendable {
  /// How large the city is.
  public struct Scale: Hashable, Sendable {
    /// Ten-thousandths of a city of 90,000 graduates, 1 to 10,000.
    public let perTenThousand: Int

    /// A scale.
    ///
    /// - Returns: `nil` unless it is 1 to 10,000.
    public init?(perTenThousand: Int) {
      guard (1...10_000).contains(perTenThousand) else { return nil }
      self.perTenThousand = perTenThousand
    }
  }

  /// What was recorded.
  public struct Report: Sendable {
    /// How many events of each type, by the type's name.
    public internal(set) var counts: [(type: String, count: Int)] = []
    /// Events recorded.
    public internal(set) var events = 0
    /// Bytes of their records.
    public internal(set) var bytes = 0
    /// Appends they came in.
    public internal(set) var appends = 0
    /// Corrections among them.
    public internal(set) var corrections = 0
    /// Events that came after one of the same stream that happened later.
    public internal(set) var outOfOrder = 0
    /// Organisations and persons that were registered twice, and merged.
    public internal(set) var duplicates = 0
    /// Breaches that inspectors saw, the only ones that are meant.
    public internal(set) var breaches = 0
    /// Rows that an import would have refused; they are counted, not recorded.
    public internal(set) var badRows = 0
    /// Whether all that was planned is recorded: it was not cancelled.
    public internal(set) var isWhole = true
  }

  /// Why a simulation can't be recorded.
  public enum Failure: Error, Sendable {
    /// The log holds so many events already, besides its first.
    case notEmpty(events: UInt64)
    /// The log refused.
    case log(EventLogError)
  }

  /// How many events an append has; fewer where one must be known before another, and a few more
  /// where what follows from a fact stands with it.
  static let eventsPerAppend = 1_000
  /// How many appends are encoded ahead, each by a task of its own.
  private static let encodedAhead = 3
  /// How many encoded appends wait for the log.
  private static let submittedAhead = 24

  /// How many events there will be.
  public let eventCount: Int
  private let city: City
  private let days: [[PlannedEvent]]
  private let command: String

  /// Plans a year.
  ///
  /// - Complexity: O(events) of time, twelve bytes an event
  public init(seed: UInt64, scale: Scale) {
    var city = City(seed: seed, perTenThousand: scale.perTenThousand)
    eventCount = city.schedule.count
    days = city.takeSchedule()
    self.city = city
    command = "simulate city, seed \(seed), scale \(scale.perTenThousand)/10000,"
  }

  /// Records the year.
  ///
  /// When its task is cancelled it ends after a whole append, and the report says so.
  /// - Parameter progress: told how many events were handed to the log.
  public func record(
    into log: any AppendOnlyLog, progress: @Sendable (_ events: Int) -> Void = { _ in }
  ) async throws(Failure) -> Report {
    guard log.end.number <= 1 else { throw .notEmpty(events: log.end.number - 1) }
    var report = Report()
    var counts = [Int](repeating: 0, count: Fact.allCases.count)
    let window = Window()
    do throws(EventLogError) {
      try await write(to: log, window, &report, &counts, progress)
      try await window.wait(for: 0)
    } catch {
      throw .log(error)
    }
    report.counts = Simulation.byType(counts)
    report.duplicates =
      counts[Int(Fact.organisationMerged.rawValue)] + counts[Int(Fact.personMerged.rawValue)]
    report.breaches = counts[Int(Fact.findingOpened.rawValue)]
    return report
  }

  private func write(
    to log: any AppendOnlyLog, _ window: Window, _ report: inout Report, _ counts: inout [Int],
    _ progress: @Sendable (_ events: Int) -> Void
  ) async throws(EventLogError) {
    let writer = EventWriter(city: city, command: command)
    var encoding: [(batch: Batch, append: Task<Append, Never>)] = []
    var batches = Batches(days, city)
    var rows = Dice(city.seed, .rows)
    var isAtEnd = false
    while true {
      while !isAtEnd, encoding.count < Simulation.encodedAhead {
        guard let batch = batches.next() else {
          isAtEnd = true
          break
        }
        encoding.append((batch, Task.detached { writer.append(batch) }))
      }
      guard !encoding.isEmpty else { return }
      if Task.isCancelled {
        report.isWhole = false
        return
      }
      let (batch, encoded) = encoding.removeFirst()
      let append = await encoded.value
      window.submit(append, to: log)
      for event in batch.events {
        counts[Int(event.fact.rawValue)] += 1
        if event.isCorrection { report.corrections += 1 }
        // A clerk's file had so many rows besides.
        if rows.happens(200) { report.badRows += 1 }
      }
      report.outOfOrder += batch.outOfOrder
      report.events += append.eventCount
      report.bytes += append.byteCount
      report.appends += 1
      progress(report.events)
      try await window.wait(for: Simulation.submittedAhead)
    }
  }

  /// Facts of one type, as the claims of different codes, are counted together.
  private static func byType(_ counts: [Int]) -> [(type: String, count: Int)] {
    var result: [(type: String, count: Int)] = []
    for fact in Fact.allCases where counts[Int(fact.rawValue)] > 0 {
      let count = counts[Int(fact.rawValue)]
      if let place = result.firstIndex(where: { $0.type == fact.type.text }) {
        result[place].count += count
      } else {
        result.append((fact.type.text, count))
      }
    }
    return result
  }
}
