import Deciding
import EventModel
import Testing

@Suite struct `A part of a history` {
  private func history(_ builder: HistoryBuilder) -> StreamHistory {
    StreamHistory(stream: builder.stream, recorded: builder.events, zone: .shanghai)
  }

  @Test func `before a position has nothing that was recorded there`() throws {
    var builder = try HistoryBuilder()
    for day in ["2022-06-28", "2022-06-29", "2022-06-30"] { try builder.record(day) }
    let whole = history(builder)
    let positions = builder.events.map(\.position)
    #expect(whole.before(positions[0]).isEmpty)
    #expect(whole.before(positions[2]).recorded.map(\.position) == Array(positions[..<2]))
    #expect(whole.before(positions[2].next).recorded.map(\.position) == positions)
  }

  @Test func `before an event has nothing of it, wherever a correction moved it`() throws {
    var builder = try HistoryBuilder()
    let first = try builder.record("2022-06-28")
    let moved = try builder.record("2022-06-30")
    try builder.record("2022-06-29", corrects: moved)
    #expect(history(builder).before(moved).effective.map(\.id) == [first])
    // Of what isn't there nothing is taken away.
    #expect(history(builder).before(EventID(high: 9, low: 9)).effective.count == 2)
  }

  @Test func `before a stream's first event is empty, whenever the others happened`() throws {
    var builder = try HistoryBuilder()
    let first = try builder.record("2023")
    try builder.record("2022")
    #expect(history(builder).before(first).effective.isEmpty)
  }

  @Test func `of one moment has each event once, and none of a moment like it`() throws {
    var builder = try HistoryBuilder()
    let voided = try builder.record("2022-06-01")
    let first = try builder.record("2022-06-30")
    let other = try builder.record("<=2022-06-30")
    let last = try builder.record("2022-06-30")
    try builder.record("2022-07-01", voids: voided)
    let whole = history(builder)
    #expect(try whole.happened(at: Moment(validating: "2022-06-30")).map(\.id) == [first, last])
    #expect(try whole.happened(at: Moment(validating: "<=2022-06-30")).map(\.id) == [other])
    #expect(try whole.happened(at: Moment(validating: "2022-06-29")).isEmpty)
  }

  @Test func `is never grown with a gap`() async {
    await #expect(processExitsWith: .failure) {
      var builder = try HistoryBuilder()
      for _ in 0..<3 { try builder.record("2022-06-30") }
      _ = StreamHistory(
        stream: builder.stream, recorded: Array(builder.events[..<1]), zone: .shanghai
      ).appending(Array(builder.events[2...]))
    }
  }
}

@Suite struct `What is not recorded yet` {
  @Test func `stands behind all that is, a draft behind what is in flight`() {
    #expect(Position.firstInFlight > Position(1 << 61))
    #expect(Position.firstInFlight < Position.draft(0))
    #expect(Position.draft(0) < Position.draft(1))
    #expect(Position.draft(65_535) == Position(.max))
  }
}

@Suite struct `What a decision needs` {
  @Test func `is there once all of it is loaded`() throws {
    let stream = try StreamName(validating: "person-a")
    let part = PersonalPartReference(
      subject: stream, part: "student.personal",
      commitment: try Digest([UInt8](repeating: 1, count: 32)))
    var context = DecisionContext(
      now: RecordedTime(microseconds: 0), zone: .shanghai,
      occurred: try Moment(validating: "2022-06-30"),
      actor: Actor(user: "u", role: "r", assurance: .none), standing: .reported,
      source: Source(channel: .api))
    let readings: Readings = [.stream(stream), .personal(part)]
    #expect(!context.holds(readings))
    context.histories[stream] = StreamHistory(stream: stream, recorded: [], zone: .shanghai)
    #expect(!context.holds(readings))
    context.personal[part] = .unavailable
    #expect(context.holds(readings))
  }

  @Test func `can't be had of a payload that a newer Concord wrote, which it says`() {
    let error = PayloadError.newerVersion(EventType("toy.moved"), version: 3, known: 2)
    #expect(
      "\(error)"
        == "toy.moved version 3 was written by a newer Concord; this one knows up to 2")
  }
}
