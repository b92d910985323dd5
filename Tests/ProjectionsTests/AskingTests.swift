import EventLogTesting
import EventModel
import Projections
import Testing
import TestSupport

@Suite struct `Asking read models` {
  let recorder = Recorder()
  let directory = TemporaryDirectory()

  private func store() async throws -> ReadModelStore {
    for (number, name) in ["Anna", "Bert", "Änne", "Berta", "张三"].enumerated() {
      try await recorder.record(
        "account-\(number)", .init(type: Account.opened, text: name),
        .init(type: Account.added, text: String(number * 10 % 30)))
    }
    try await recorder.record("account-5", .init(type: Account.added, text: "7"))
    let store = try ReadModelStore(opening: directory.path + "/v", of: recorder.log, Toy.set)
    try await store.catchUp()
    return store
  }

  private func streams(_ store: ReadModelStore, _ query: ViewQuery) async throws -> [String] {
    try await store.page(query).rows.map { $0[0].description }
  }

  @Test func `filters by value, prefix, range and absence`() async throws {
    let store = try await store()
    func filtered(_ filters: ViewQuery.Filter...) async throws -> [String] {
      try await streams(store, ViewQuery("Balances", filters: filters))
    }
    #expect(
      try await filtered(.init("balance", .oneOf([0, 7]))) == [
        "account-0", "account-3", "account-5",
      ])
    #expect(try await filtered(.init("name", .prefix("Bert"))) == ["account-1", "account-3"])
    #expect(try await filtered(.init("name", .prefix("张"))) == ["account-4"])
    #expect(
      try await filtered(.init("balance", .atLeast(7)), .init("balance", .atMost(19)))
        == ["account-1", "account-4", "account-5"])
    #expect(try await filtered(.init("name", .oneOf([.null]))) == ["account-5"])
    #expect(
      try await filtered(.init("name", .oneOf([.null, "Anna"]))) == ["account-0", "account-5"])
    #expect(try await filtered(.init("name", .isPresent)).count == 5)
    #expect(try await filtered(.init("name", .oneOf(["' OR 1=1 --"]))).isEmpty)
  }

  @Test(arguments: [false, true], [1, 2, 3])
  func `pages hold each row once, whatever they are sorted by`(
    isDescending: Bool, limit: Int
  ) async throws {
    let store = try await store()
    for column in ["name", "balance", "stream"] {
      var query = ViewQuery(
        "Balances", sort: [.init(column, descending: isDescending)],
        columns: ["stream"] + (column == "stream" ? [] : [column]), limit: limit)
      var rows: [[SQLValue]] = []
      repeat {
        let page = try await store.page(query)
        #expect(page.rows.count <= limit)
        rows += page.rows
        query.cursor = page.next
      } while query.cursor != nil
      query.limit = 100
      let all = try await store.page(query).rows
      #expect(rows == all, "sorted by \(column)")
      #expect(Set(rows.map { $0[0] }).count == 6)
    }
  }

  @Test func `takes what is searched for as it is written`() async throws {
    for (number, name) in ["a_b", "axb", "a%b", "a\\b", "\u{D7FF}", "\u{E000}"].enumerated() {
      try await recorder.record("account-\(number)", .init(type: Account.opened, text: name))
    }
    let store = try ReadModelStore(opening: directory.path + "/v", of: recorder.log, Toy.set)
    try await store.catchUp()
    for (condition, found) in [
      (.contains("_"), 0), (.contains("%"), 2), (.contains("\\"), 3), (.prefix("\u{D7FF}"), 4),
      (.prefix("\u{E000}"), 5),
    ] as [(ViewQuery.Filter.Condition, Int)] {
      #expect(
        try await streams(store, ViewQuery("Balances", filters: [.init("name", condition)]))
          == ["account-\(found)"], "\(condition)")
    }
  }

  /// A page may end in the middle of the rows that have nothing in the column they are sorted by.
  @Test(arguments: [false, true], [1, 2, 3])
  func `pages hold each row once where several have nothing to sort by`(
    isDescending: Bool, limit: Int
  ) async throws {
    for number in 6..<10 {
      try await recorder.record("account-\(number)", .init(type: Account.added, text: "7"))
    }
    let store = try await store()
    var query = ViewQuery(
      "Balances", sort: [.init("name", descending: isDescending), .init("balance")],
      columns: ["stream"], limit: limit)
    var rows: [[SQLValue]] = []
    repeat {
      let page = try await store.page(query)
      rows += page.rows
      query.cursor = page.next
    } while query.cursor != nil
    query.limit = 100
    #expect(try await store.page(query).rows == rows)
    #expect(rows.count == 10)
    let unnamed = isDescending ? rows.suffix(5) : rows.prefix(5)
    #expect(unnamed.map { $0[0] } == (5..<10).map { .text("account-\($0)") })
  }

  @Test func `refuses what the declaration doesn't allow`() async throws {
    let store = try await store()
    func code(_ query: ViewQuery) async -> ProjectionError.Code? {
      do {
        _ = try await store.page(query)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(await code(ViewQuery("balanced")) == .unknownView)
    #expect(await code(ViewQuery("")) == .unknownView)
    for name in ["Balances", "balances", "accounts", "Accounts"] {
      #expect(await code(ViewQuery(name)) == nil, "\(name)")
    }
    // A name that only begins so may be another view's tomorrow.
    #expect(await code(ViewQuery("balance")) == .unknownView)
    #expect(
      await code(ViewQuery("Balances", filters: [.init("1=1; --", .isPresent)])) == .unknownColumn)
    #expect(await code(ViewQuery("Balances", sort: [.init("x")])) == .unknownColumn)
    #expect(await code(ViewQuery("Balances", columns: ["x"])) == .unknownColumn)
    #expect(await code(ViewQuery("Balances", columns: ["name", "name"])) == .badArgument)
    #expect(
      await code(ViewQuery("Balances", sort: [.init("name"), .init("name", descending: true)]))
        == .badArgument)
    #expect(
      await code(ViewQuery("Balances", sort: (0..<9).map { .init("x\($0)") })) == .badArgument)
    #expect(await code(ViewQuery("Balances", limit: 0)) == .badArgument)
    #expect(await code(ViewQuery("Balances", limit: 10_001)) == .badArgument)
    #expect(
      await code(ViewQuery("Balances", filters: [.init("balance", .oneOf(["x"]))])) == .badArgument)
    #expect(
      await code(ViewQuery("Balances", filters: [.init("balance", .prefix("1"))])) == .badArgument)
    #expect(await code(ViewQuery("Balances", cursor: "00ff")) == .badCursor)
    #expect(await code(ViewQuery("Balances", cursor: "zz")) == .badCursor)
    let page = try await store.page(ViewQuery("Balances", limit: 1))
    #expect(
      await code(ViewQuery("Balances", sort: [.init("name")], limit: 1, cursor: page.next))
        == .badCursor)
    #expect(await code(ViewQuery("Rich")) == .badArgument)
    #expect(await code(ViewQuery("Rich", arguments: ["above": "many"])) == .badArgument)
    #expect(await code(ViewQuery("Balances", arguments: ["above": "1"])) == .badArgument)
  }

  @Test func `goes on from a cursor of the same question only`() async throws {
    let store = try await store()
    func next(_ query: ViewQuery, after cursor: String?) async throws -> [SQLValue]? {
      var query = query
      (query.limit, query.cursor) = (1, cursor)
      let page = try await store.page(query)
      return page.rows.first
    }
    // All are in the order of one text, as their cursors are.
    let questions = [
      ViewQuery("Balances"),
      ViewQuery("Balances", filters: [.init("balance", .atLeast(0))]),
      ViewQuery("Balances", filters: [.init("balance", .atLeast(1))]),
      ViewQuery("Balances", sort: [.init("stream")]),
      ViewQuery("Balances", sort: [.init("stream", descending: true)]),
      ViewQuery("Rich", arguments: ["above": "-1"]),
      ViewQuery("Rich", arguments: ["above": "0"]),
      ViewQuery("Names"),
    ]
    for (number, question) in questions.enumerated() {
      var first = question
      first.limit = 1
      let cursor = try #require(try await store.page(first).next)
      for (other, asked) in questions.enumerated() {
        if number == other {
          #expect(try await next(asked, after: cursor) != nil)
          continue
        }
        do {
          _ = try await next(asked, after: cursor)
          Issue.record("\(asked) was gone on with from a cursor of \(question)")
        } catch { #expect((error as? ProjectionError)?.code == .badCursor) }
      }
    }
  }

  @Test func `gives the row of a key`() async throws {
    let store = try await store()
    #expect(try await store.row(of: "Balances", key: ["account-1"])?.row[1] == "Bert")
    #expect(try await store.row(of: "Balances", key: ["account-9"]) == nil)
    #expect(try await store.row(of: "Trail", key: ["account-1", "3"])?.row[2] == "account.opened")
    await #expect(throws: ProjectionError.self) {
      _ = try await store.row(of: "Trail", key: ["account-1"])
    }
  }

  @Test func `gives the row of a key that is a moment, and not another of that time`() async throws
  {
    let store = try await store()
    for told in ["2022-06-30T02:00:00Z", "2022-06-30T10:00:00+08:00"] {
      #expect(try await store.row(of: "Instants", key: [told])?.row == [.text(told)], "\(told)")
    }
    #expect(try await store.row(of: "Instants", key: ["2022-06-30"]) == nil)
  }

  @Test func `evaluates views with arguments, SQL views and measures`() async throws {
    let store = try await store()
    #expect(
      try await streams(
        store,
        ViewQuery("Rich", filters: [.init("balance", .atMost(19))], arguments: ["above": "5"]))
        == ["account-1", "account-4", "account-5"])
    #expect(try await store.page(ViewQuery("Names")).rows.count == 6)
    let total = try await store.measure("balance.total", ["until": "2022-06"])
    #expect(total.rows == [[40]])
    #expect(total.arguments["until"] == "2022-06-30")
    #expect(total.end == store.end)
    #expect(try await store.measure("balance.total", ["until": "2021"]).rows == [[0]])
    await #expect(throws: ProjectionError.self) {
      _ = try await store.measure("balance.total", ["until": "soon"])
    }
  }

  @Test func `ends a query that runs too long`() async throws {
    let store = try await store()
    var limits = ProjectionLimits()
    limits.queryMilliseconds = 20
    let set = ReadModelSet(
      folds: [], eventProjections: [], otherCategories: [], views: [],
      measures: [
        MeasureDeclaration(
          "endless", title: "Endless", "Never ends.", arguments: [], columns: [],
          sql:
            "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n")
      ])
    _ = store
    let own = try ReadModelStore(
      opening: directory.path + "/w", of: recorder.log, set, limits: limits)
    try await own.catchUp()
    do {
      _ = try await own.measure("endless")
      Issue.record("it ended")
    } catch {
      #expect(error.code == .deadlinePassed)
    }
  }
}
