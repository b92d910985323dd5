import EventLog
import EventModel

private let a = SampleAppends.stream("a")
private let b = SampleAppends.stream("b")

/// 30 appends of a, b, b: positions 1 to 90.
private func fill(_ log: any AppendOnlyLog) async throws {
  for command in 0..<30 {
    _ = try await log.append(
      SampleAppends.append(
        UInt64(command), [.init(a, .any, [.otherSample]), .init(b, .any, [.sample, .sample])]))
  }
}

extension LogContract {
  static let reading = [
    LogContract("A stream is read from any revision, forwards and backwards, up to a limit") {
      log, _ in
      try await fill(log)
      try expect(try log.revisions(of: b), Array(0..<60))
      try expect(try log.revisions(of: b, from: 58), [58, 59])
      try expect(try log.revisions(of: b, from: 60), [])
      try expect(try log.revisions(of: b, from: .max), [])
      try expect(try log.revisions(of: b, from: 3, limit: 2), [3, 4])
      try expect(try log.revisions(of: b, .backwards), Array((0..<60).reversed()))
      try expect(try log.revisions(of: b, from: 1, .backwards), [1, 0])
      try expect(try log.revisions(of: b, from: .max, .backwards, limit: 1), [59])
      try expect(try log.revisions(of: b, .backwards, limit: 2), [59, 58])
      try expect(try log.revisions(of: SampleAppends.stream("none")), [])
      try expect(try log.revisions(of: SampleAppends.stream("none"), .backwards), [])
      let events = try log.read(
        stream: b, from: nil, direction: .forwards, before: nil, limit: 100)
      try expect(Set(events.map(\.stream)), [b])
    },
    LogContract("Positions are read from anywhere, forwards and backwards, up to a limit") {
      log, _ in
      try await fill(log)
      try expect(try log.positions(), Array(0...90))
      try expect(try log.positions(from: 89), [89, 90])
      try expect(try log.positions(from: 91), [])
      try expect(try log.positions(from: 5, limit: 2), [5, 6])
      try expect(try log.positions(.backwards, limit: 3), [90, 89, 88])
      try expect(try log.positions(from: 2, .backwards), [2, 1, 0])
      try expect(try log.positions(from: 1_000, .backwards, limit: 1), [90])
    },
    LogContract("One type is read, forwards and backwards, up to a limit") { log, _ in
      try await fill(log)
      let expected = Array(stride(from: UInt64(1), to: 91, by: 3))
      try expect(try log.positions(type: .otherSample), expected)
      try expect(try log.positions(.backwards, type: .otherSample), expected.reversed())
      try expect(try log.positions(from: 2, type: .otherSample, limit: 2), [4, 7])
      try expect(try log.positions(from: 5, .backwards, type: .otherSample), [4, 1])
      try expect(try log.positions(type: .otherSample, before: 7), [1, 4])
      try expect(try log.positions(.backwards, type: .otherSample, before: 7), [4, 1])
      try expect(try log.positions(type: EventType("sample.unknown")), [])
    },
    LogContract("A scan lends every record once and stops where it is told") { log, _ in
      try await fill(log)
      var seen: [UInt64] = []
      let end = try log.scan(from: Position(3), before: log.end) { position, record in
        seen.append(position.number)
        return position.number == 8 ? .stop : .proceed
      }
      try expect(seen, Array(3...8))
      try expect(end, Position(9))
      let none = try log.scan(from: log.end, before: log.end) { _, _ in .proceed }
      try expect(none, log.end)
    },
  ]

  static let borders = [
    LogContract("A cut within an append is moved to where the append begins") { log, _ in
      try await fill(log)
      // Appends begin at 1, 4, 7, …
      for (end, last) in [(4, 3), (5, 3), (6, 3), (7, 6), (1, 0)] as [(UInt64, UInt64)] {
        try expect(try log.positions(before: end).last, last)
        try expect(try log.positions(.backwards, before: end).first, last)
        var seen: UInt64?
        try log.scan(from: .zero, before: Position(end)) { position, _ in
          seen = position.number
          return .proceed
        }
        try expect(seen, last)
      }
      try expect(try log.positions(before: 0), [])
      try expect(try log.positions(before: 1_000).last, 90)
      try expect(try log.revisions(of: b, before: 6), [0, 1])
      try expect(try log.revisions(of: b, before: 7), [0, 1, 2, 3])
      try expect(try log.revisions(of: b, .backwards, before: 6), [1, 0])
      try expect(try log.revisions(of: a, .backwards, before: 4, limit: 5), [0])
    }
  ]

  static let time = [
    LogContract("Recorded times come from the clock and never go back") { log, clock in
      let first = try await log.append(SampleAppends.append(1, [.init(a)]))
      clock.stepWall(bySeconds: -30)
      let second = try await log.append(SampleAppends.append(2, [.init(a)]))
      try expect(second.recordedAt, first.recordedAt)
      clock.stepWall(bySeconds: 30)
      clock.advance(bySeconds: 100)
      let third = try await log.append(SampleAppends.append(3, [.init(a)]))
      try expect(
        third.recordedAt.microseconds, first.recordedAt.microseconds + 100_000_000)
    },
    LogContract("Appends are refused while the wall clock is off, and repeats are answered") {
      log, clock in
      let first = try SampleAppends.append(1, [.init(a)])
      _ = try await log.append(first)
      for seconds in [Int64(61), -61] {
        clock.stepWall(bySeconds: seconds)
        try await expectFailure(.clockStepped(seconds: seconds)) {
          try await log.append(SampleAppends.append(2, [.init(a)]))
        }
        try expect(try await log.append(first).isRepeat, true)
        try expect(try log.positions().count, 2)
        clock.stepWall(bySeconds: -seconds)
      }
      _ = try await log.append(SampleAppends.append(2, [.init(a)]))
    },
  ]

  static let waiting = [
    LogContract("Who waits for the end is woken by the append that moves it") { log, _ in
      async let end = log.waitForEnd(beyond: Position(1))
      _ = try await log.append(SampleAppends.append(1, [.init(a)]))
      try expect(try await end, Position(2))
      try expect(try await log.waitForEnd(beyond: .zero), Position(2))
    },
    LogContract("Who waits for the end and is cancelled gets the end as it is") { log, _ in
      let task = Task { try await log.waitForEnd(beyond: Position(1)) }
      task.cancel()
      try expect(try await task.value, Position(1))
    },
    LogContract("Who follows by whole appends goes on from history to what is appended beside it") {
      log, _ in
      try await fill(log)
      let writer = Task {
        for command in 100..<160 {
          _ = try await log.append(
            SampleAppends.append(UInt64(command), [.init(a), .init(b, .any, [.sample, .sample])]))
        }
      }
      var seen: [UInt64] = []
      var decoder = RecordDecoder()
      var position = Position(2)
      while position.number < 271 {
        let end = try await log.waitForEnd(beyond: position)
        let (events, next) = try log.appends(
          from: position, before: end, eventCount: 1_000, byteCount: 4 << 20, &decoder)
        try expect(events.last?.appendEnd, next)
        seen += events.map(\.position.number)
        position = next
      }
      try await writer.value
      try expect(seen, Array(2...270))
    },
  ]
}
