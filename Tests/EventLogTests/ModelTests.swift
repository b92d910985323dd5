import EventLog
import EventLogTesting
import EventModel
import FoundationEssentials
import Glibc
import MerkleTree
import Testing
import TestSupport

/// Random histories on the real log and on the one in memory: every answer is the same.
@Suite(.timeLimit(.minutes(10))) struct `A log on disk and one in memory` {
  @Test(arguments: Seeds.and(1, 2, 3, 4, 5, 6))
  func `give the same answers through conflicts, repeats, reopenings and deleted indexes`(
    seed: UInt64
  ) async throws {
    var run = try ModelRun(seed: seed)
    for _ in 0..<250 { try await run.step() }
    try run.compareEverything()
    run.log.close()
    // Many appends in one commit are what the writer does all day.
    #expect(run.commits.value < run.recorded.count, "seed \(seed)")
  }
}

private struct ModelRun {
  let place: Place
  let model: InMemoryLog
  var log: EventLog
  var random: SeededGenerator
  var recorded: [Append] = []
  var nextCommand: UInt64 = 0
  let seed: UInt64
  /// While it is closed the writer stands still before its commit, and what comes queues up.
  let isOpen = Locked(true)
  let commits = Counter()

  init(seed: UInt64) throws {
    self.seed = seed
    place = try Place()
    random = SeededGenerator(seed: seed)
    model = InMemoryLog(clock: place.clock.clock)
    log = try place.create(Self.options(isOpen, commits))
  }

  private static func options(_ isOpen: Locked<Bool>, _ commits: Counter) -> EventLogOptions {
    var options = EventLogOptions()
    options.overlayEventCount = 40
    options.controls.commitFailure = {
      commits.add()
      try? spinUntil { isOpen.value }
      return nil
    }
    return options
  }

  mutating func step() async throws {
    place.clock.advance(bySeconds: Int64.random(in: 0...3, using: &random))
    switch Int.random(in: 0..<100, using: &random) {
    case ..<40: try await append(newAppend())
    case ..<60: try await appendGroup()
    case ..<66:
      if let append = recorded.randomElement(using: &random) { try await self.append(append) }
    case ..<70: try await reuse()
    case ..<75: try reopen(deleting: [])
    case ..<78: try reopen(deleting: ["index"])
    case ..<81: try reopen(deleting: ["tiles"])
    case ..<83: try reopen(deleting: ["index", "tiles"])
    case ..<87: try log.flushIndex()
    default: try compareReads()
    }
  }

  private mutating func append(_ append: Append) async throws {
    let expected = await result { try await model.append(append) }
    let found = await result { try await log.append(append) }
    try #require(found == expected, "seed \(seed)")
    note(append, expected)
  }

  /// Hands in several appends while the writer stands still: some of one stream, some twice.
  private mutating func appendGroup() async throws {
    var appends: [Append] = []
    for _ in 0..<Int.random(in: 2...8, using: &random) { appends.append(try newAppend()) }
    if random.chance(40), let repeated = appends.randomElement(using: &random) {
      appends.append(repeated)
    }
    if random.chance(20), let repeated = recorded.randomElement(using: &random) {
      appends.insert(repeated, at: 0)
    }
    let answers = Locked<[Int: Result<AppendReceipt, EventLogError>]>([:])
    isOpen.change { $0 = false }
    for (number, append) in appends.enumerated() {
      log.submit(append) { answer in answers.change { $0[number] = answer } }
    }
    isOpen.change { $0 = true }
    try await waitUntil { answers.value.count == appends.count }
    for (number, append) in appends.enumerated() {
      let expected = await result { try await model.append(append) }
      try #require(answers.value[number] == expected, "seed \(seed), \(number) of a group")
      note(append, expected)
    }
  }

  private mutating func note(
    _ append: Append, _ expected: Result<AppendReceipt, EventLogError>
  ) {
    guard case .success = expected,
      !recorded.contains(where: { $0.commandID == append.commandID })
    else { return }
    recorded.append(append)
  }

  private func result(
    _ body: () async throws -> AppendReceipt
  ) async -> Result<AppendReceipt, EventLogError> {
    do { return .success(try await body()) } catch let error as EventLogError {
      return .failure(error)
    } catch { return .failure(.invalidAppend("\(error)")) }
  }

  private mutating func newAppend() throws -> Append {
    nextCommand += 1
    var streams = Array(0..<12).shuffled(using: &random)
    let parts = (0..<Int.random(in: 1...4, using: &random)).map { _ in
      let stream = SampleAppends.stream(streams.removeLast())
      let head = model.head(of: stream)
      let types = (0..<Int.random(in: 0...3, using: &random)).map { _ in
        [EventType.sample, .otherSample, EventType("sample.rare")].randomElement(using: &random)
          ?? .sample
      }
      return SampleAppends.Part(stream, expected(head), types)
    }
    // At least one event.
    return try SampleAppends.append(
      nextCommand, parts + [.init(SampleAppends.stream("always"))])
  }

  private mutating func expected(_ head: Revision?) -> ExpectedRevision {
    switch Int.random(in: 0..<10, using: &random) {
    case 0: .noStream
    case 1: .streamExists
    case 2: .exactly(Revision(UInt64.random(in: 0...3, using: &random)))
    case 3...5: .any
    default: ExpectedRevision(head: head)
    }
  }

  private mutating func reuse() async throws {
    guard let append = recorded.randomElement(using: &random) else { return }
    guard
      let number = (1...nextCommand).first(where: {
        SampleAppends.commandID($0) == append.commandID
      })
    else { return }
    try await self.append(
      SampleAppends.append(number, [.init(SampleAppends.stream(0))], content: "another"))
  }

  private mutating func reopen(deleting names: [String]) throws {
    log.close()
    for name in names { try FileManager.default.removeItem(atPath: place.path + "/" + name) }
    log = try place.open(Self.options(isOpen, commits))
  }

  private mutating func compareReads() throws {
    let size = model.end.number
    let stream = SampleAppends.stream(Int.random(in: 0...12, using: &random))
    let revision =
      Bool.random(using: &random)
      ? nil : Revision(UInt64.random(in: 0...40, using: &random))
    let position =
      Bool.random(using: &random)
      ? nil : Position(UInt64.random(in: 0...(size + 2), using: &random))
    let end =
      Bool.random(using: &random)
      ? nil : Position(UInt64.random(in: 0...(size + 2), using: &random))
    let limit = [1, 5, 10_000].randomElement(using: &random) ?? 1
    let type =
      [nil, EventType.sample, EventType("sample.rare")].randomElement(using: &random) ?? nil
    for direction in [ReadDirection.forwards, .backwards] {
      let of = try log.read(
        stream: stream, from: revision, direction: direction, before: end, limit: limit)
      let expectedOf = try model.read(
        stream: stream, from: revision, direction: direction, before: end, limit: limit)
      try #require(
        of == expectedOf,
        "seed \(seed), \(stream) from \(String(describing: revision)) \(direction) before \(String(describing: end)) limit \(limit)"
      )
      let by = try log.read(
        from: position, direction: direction, type: type, before: end, limit: limit)
      let expectedBy = try model.read(
        from: position, direction: direction, type: type, before: end, limit: limit)
      try #require(
        by == expectedBy,
        "seed \(seed), \(String(describing: type)) from \(String(describing: position)) \(direction) before \(String(describing: end)) limit \(limit)"
      )
    }
    let head = try log.head(of: stream)
    try #require(head == model.head(of: stream))
  }

  func compareEverything() throws {
    let head = try log.treeHead()
    try #require(head == model.treeHead())
    for append in recorded {
      let (found, expected) = (
        try log.receipt(of: append.commandID), try model.receipt(of: append.commandID)
      )
      try #require(found?.receipt == expected?.receipt)
    }
    try log.flushIndex()
    let report = try log.verify()
    #expect(report.isWhole, "\(report.problems)")
    #expect(report.computed == model.treeHead())
  }
}
