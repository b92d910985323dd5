import Deciding
import EventLog
import EventLogTesting
import EventModel
import Glibc
import Projections
import TestSupport

/// Accounts that are added to and subtracted from: the smallest aggregate that shows order.
enum Account: Aggregate {
  enum Event: Sendable {
    case opened(String)
    case added(Int)
    case doubled
  }

  struct State: Sendable {
    var name: String?
    var balance = 0
    var days: [Int] = []
  }

  static let category = StreamCategory("account")
  static let opened = EventType("account.opened")
  static let added = EventType("account.added")
  static let doubled = EventType("account.doubled")
  static let eventTypes: [EventType: Int] = [opened: 1, added: 1, doubled: 1]
  static var initialState: State { State() }

  static func decode(
    type: EventType, schemaVersion: Int, payload: [UInt8]
  ) throws(PayloadError) -> Event {
    guard let known = eventTypes[type] else { throw .unknownType(type) }
    guard schemaVersion <= known else {
      throw .newerVersion(type, version: schemaVersion, known: known)
    }
    let text = String(decoding: payload, as: UTF8.self)
    switch type {
    case opened: return .opened(text)
    case added:
      guard let number = Int(text) else { throw .malformed(type, reason: "\(text) is no number") }
      return .added(number)
    default: return .doubled
    }
  }

  static func evolve(_ state: inout State, _ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .opened(let name): state.name = name
    case .added(let number):
      state.balance += number
      state.days.append(Int(event.position.number) % 3)
    case .doubled: state.balance *= 2
    }
  }
}

/// One row an account, and one for each of its days: a projection with two tables and a memory.
struct Balances: StateProjection {
  typealias Folded = Account
  typealias Memory = [Int]

  let name = "balances"
  let version = 1
  let initialMemory: [Int] = []
  static let balance = TableDeclaration(
    "balance", "An account.",
    [
      .text("name", nullable: true, title: "Name", "Its name."),
      .integer("balance", title: "Balance", "What it holds."),
      .text("evidence", nullable: true, title: "Evidence", "On what its opening rests."),
      .text("opened_on", nullable: true, title: "Opened", "The day."),
    ], indexes: [["balance"]])
  static let addition = TableDeclaration(
    "addition", "A sum that was added more than once.",
    key: [.integer("amount", title: "Amount", "The sum.")],
    [.integer("times", title: "Times", "How often.")])
  let tables = [Self.balance, Self.addition]

  func remember(_ payload: Account.Event, _: EffectiveEvent, in memory: inout [Int]) {
    if case .added(let number) = payload { memory.append(number) }
  }

  func addRows(
    of state: Account.State, _ facts: StreamFacts, _ memory: [Int], to rows: inout RowSink
  ) {
    guard state.name != nil || state.balance != 0 else { return }
    rows.add(
      [
        .text(facts.stream.text), SQLValue(state.name), SQLValue(state.balance),
        facts.last(Account.opened)?.evidence ?? .null,
        facts.day(facts.last(Account.opened)?.occurred),
      ], to: Self.balance)
    for amount in memory {
      let times = memory.filter { $0 == amount }.count
      if times > 1 {
        rows.add(
          [.text(facts.stream.text), SQLValue(amount), SQLValue(times)], to: Self.addition)
      }
    }
  }
}

/// One row an event.
struct Trail: EventProjection {
  let name = "trail"
  let version = 1
  let initialMemory = 0
  static let trail = TableDeclaration(
    "trail", "An event.", key: [.integer("position", title: "Position", "Where it stands.")],
    [
      .text("type", title: "Type", "Its type."),
      .text("status", title: "Status", "What it counts for."),
      .integer("number", title: "Number", "Which event of its stream it is."),
    ])
  let tables = [Self.trail]

  func addRows(
    for recorded: RecordedEvent, _ standing: HistoryStanding, memory: inout Int,
    to rows: inout RowSink
  ) {
    memory += 1
    rows.add(
      [
        .text(recorded.stream.text), SQLValue(recorded.position.number),
        .text(recorded.event.type.text), .text(standing.status.rawValue), SQLValue(memory),
      ], to: Self.trail)
  }
}

enum Toy {
  static let set = makeSet()

  static func makeSet(categories: [StreamCategory] = [StreamCategory("log")]) -> ReadModelSet {
    let balances = Balances()
    let trail = Trail()
    return ReadModelSet(
      folds: [AggregateFold(Account.self, [balances])], eventProjections: [trail],
      otherCategories: categories,
      views: [
        ViewDeclaration("Balances", short: "accounts", title: "Balances", of: Balances.balance),
        ViewDeclaration("Trail", title: "Trail", of: Trail.trail),
        ViewDeclaration(
          "Rich", title: "The rich", "Accounts above a sum.",
          columns: [Balances.balance.columns[0], Balances.balance.columns[2]],
          keyColumnCount: 1,
          content: .parameterised(
            "SELECT stream, balance FROM balance WHERE balance > :above",
            [ArgumentDeclaration("above", .integer, required: true, "The sum.")])),
        ViewDeclaration(
          "Instants", title: "Instants", "One instant, as it was told twice.",
          columns: [.moment("told", title: "Told", "As it was told.", .told(by: "at"))],
          keyColumnCount: 1,
          content: .query(
            """
            SELECT '2022-06-30T02:00:00Z' AS told, 1656554400000000 AS at
            UNION ALL SELECT '2022-06-30T10:00:00+08:00', 1656554400000000
            """)),
        ViewDeclaration(
          "Names", title: "Names", "Names.", columns: [Balances.balance.columns[1]],
          keyColumnCount: 1, content: .query("SELECT DISTINCT name FROM balance")),
      ],
      measures: [
        MeasureDeclaration(
          "balance.total", title: "Total", "The sum of all accounts.",
          arguments: [ArgumentDeclaration("until", .date, "Opened by this day.")],
          columns: [.integer("total", title: "Total", "The sum.")],
          sql: """
            SELECT coalesce(sum(balance), 0) FROM balance
            WHERE opened_on <= coalesce(:until, '9999-12-31')
            """)
      ])
  }
}

/// Writes events to a log in memory.
final class Recorder {
  let log: InMemoryLog
  let clock: ManualClock
  private var commands: UInt64 = 0
  private(set) var ids: [StreamName: [EventID]] = [:]

  init(id: UInt64 = 1) {
    clock = ManualClock()
    log = InMemoryLog(id: LogID(high: id, low: 1), clock: clock.clock)
  }

  struct Fact {
    var type: EventType
    var text: String
    var occurred = "2022-06-30"
    var corrects: EventID?
    var voids: EventID?
    var version = 1
    var evidence: Source.Evidence = .documented
    var payload: [UInt8]?
  }

  /// Records facts of several streams in one append.
  @discardableResult
  func record(_ facts: [(StreamName, [Fact])]) async throws -> AppendReceipt {
    commands += 1
    let command = CommandID(high: 7, low: commands)
    let digest = try Digest([UInt8](repeating: 3, count: 32))
    var entries: [Append.Entry] = []
    var ordinal: UInt64 = 0
    for (stream, facts) in facts {
      var events: [EncodedEvent] = []
      for fact in facts {
        ordinal += 1
        let id = EventID(high: commands, low: ordinal)
        ids[stream, default: []].append(id)
        var event = ProposedEvent(
          type: fact.type, schemaVersion: fact.version, id: id, standing: .reported,
          actor: Actor(user: "tester", role: "clerk", assurance: .local),
          source: Source(channel: .api, evidence: fact.evidence),
          occurred: try Moment(validating: fact.occurred),
          payload: fact.payload ?? Array(fact.text.utf8))
        event.corrects = fact.corrects
        event.voids = fact.voids
        event.about = [About(role: "account", stream: stream)]
        events.append(
          try EncodedEvent(event, stream: stream, commandID: command, commandDigest: digest))
      }
      entries.append(.init(stream: stream, expected: .any, events: events))
    }
    clock.advance(bySeconds: 1)
    return try await log.append(Append(entries, commandID: command, commandDigest: digest))
  }

  @discardableResult
  func record(_ stream: String, _ facts: Fact...) async throws -> AppendReceipt {
    try await record([(try StreamName(validating: stream), facts)])
  }
}
