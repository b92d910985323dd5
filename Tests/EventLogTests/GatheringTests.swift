import EventLog
import EventLogTesting
import EventModel
import Glibc
import MerkleTree
import TestSupport
import Testing

/// What is handed in while a commit is being put together goes with it.
@Suite(.timeLimit(.minutes(10))) struct `A commit that takes more while it is put together` {
  @Test func `decides each append on all that came before it`() throws {
    let writer = try SteppedWriter()
    defer { writer.log.close() }
    let (a, b) = (SampleAppends.stream("a"), SampleAppends.stream("b"))
    let known = try writer.record(1, [.init(a, .noStream)])
    let commits = writer.commits.value
    let end = writer.log.end.number
    let answers = try writer.together([
      SampleAppends.append(2, [.init(a, .exactly(.zero))]),
      // On what the commit has put before, in another turn …
      SampleAppends.append(3, [.init(a, .exactly(Revision(1))), .init(b, .noStream)]),
      // … not on what was committed.
      SampleAppends.append(4, [.init(a, .exactly(.zero))]),
      SampleAppends.append(2, [.init(a, .exactly(.zero))]),
      SampleAppends.append(2, [.init(a)], content: "another"),
      SampleAppends.append(5, [.init(b, .streamExists), .init(a, .exactly(Revision(2)), [])]),
      SampleAppends.append(6, [.init(b, .noStream)]),
      SampleAppends.append(1, [.init(a, .noStream)]),
    ])
    #expect(writer.commits.value == commits + 1)
    #expect(
      answers.map(\.first) == [end, end + 1, nil, end, nil, end + 3, nil, known.first.number])
    #expect(answers.map(\.isRepeat) == [false, false, nil, true, nil, false, nil, true])
    #expect(
      answers[2] == .failure(.conflict(stream: a, expected: .exactly(.zero), actual: Revision(2))))
    #expect(
      answers[4]
        == .failure(.commandReused(SampleAppends.commandID(2), first: Position(end))))
    #expect(answers[6] == .failure(.conflict(stream: b, expected: .noStream, actual: Revision(1))))
    let events = try everything(in: writer.log).suffix(4)
    #expect(events.map(\.stream) == [a, a, b, b])
    #expect(events.map(\.revision.number) == [1, 2, 0, 1])
    #expect(try writer.log.verify().isWhole)
  }

  @Test func `fails whole, and the next one stands on what was committed before`() throws {
    let writer = try SteppedWriter()
    defer { writer.log.close() }
    let a = SampleAppends.stream("a")
    try writer.record(1, [.init(a, .noStream)])
    let head = try writer.log.treeHead()
    let appends = [
      try SampleAppends.append(2, [.init(a, .exactly(.zero))]),
      try SampleAppends.append(3, [.init(a, .exactly(Revision(1)))]),
      // Refused and repeated on what then wasn't recorded.
      try SampleAppends.append(4, [.init(a, .exactly(.zero))]),
      try SampleAppends.append(2, [.init(a, .exactly(.zero))]),
    ]
    writer.failure.change { $0 = .diskFull }
    #expect(try writer.together(appends) == Array(repeating: .failure(.diskFull), count: 4))
    #expect(try writer.log.treeHead() == head)
    #expect(try writer.log.head(of: a) == .zero)
    #expect(try writer.log.receipt(of: appends[0].commandID) == nil)

    writer.failure.change { $0 = nil }
    // The other way round: what was refused finds the revision that it wants.
    let answers = try writer.together([appends[2], appends[1], appends[0]])
    #expect(answers.map(\.first) == [head.size, head.size + 1, nil])
    #expect(answers.map(\.isRepeat) == [false, false, nil])
    #expect(try writer.log.verify().isWhole)
  }

  @Test func `and fails with the device leaves all outcomes open, and nothing follows`() throws {
    let writer = try SteppedWriter()
    defer { writer.log.close() }
    let a = SampleAppends.stream("a")
    let end = writer.log.end
    writer.failure.change { $0 = .inputOutput(operation: "fdatasync", path: "log", code: EIO) }
    let answers = try writer.together(
      (1...5).map { try SampleAppends.append($0, [.init(a)]) })
    // Not even when the device seems to be well again.
    writer.failure.change { $0 = nil }
    let later = try writer.together([SampleAppends.append(6, [.init(a)])])
    for answer in answers + later {
      guard case .failure(.outcomeUnknown) = answer else {
        Issue.record("\(answer)")
        continue
      }
    }
    #expect(writer.log.end == end)
  }

  @Test func `when the log is closed records and answers what was handed in before`() throws {
    let writer = try SteppedWriter()
    let a = SampleAppends.stream("a")
    let log = writer.log
    let end = log.end.number
    let late = Locked<Result<AppendReceipt, EventLogError>?>(nil)
    let closing = Locked<JoinableThread?>(nil)
    let lateAppend = try SampleAppends.append(9, [.init(a)])
    let answers = try writer.together(
      (1...4).map { try SampleAppends.append($0, [.init(a)]) },
      whileTakingTheThird: {
        closing.change { $0 = JoinableThread { log.close() } }
        try? spinUntil { (try? log.treeHead()) == nil }
        log.submit(lateAppend) { answer in late.change { $0 = answer } }
      })
    closing.value?.join()
    #expect(late.value == .failure(.closed))
    #expect(answers.map(\.first) == [end, end + 1, end + 2, end + 3])
    let again = try writer.place.open()
    defer { again.close() }
    #expect(try again.head(of: a) == Revision(3))
    #expect(try again.receipt(of: lateAppend.commandID) == nil)
    #expect(try again.verify().isWhole)
  }

  @Test func `records what it has when the clock steps, and refuses what came later`() throws {
    let writer = try SteppedWriter()
    defer { writer.log.close() }
    let a = SampleAppends.stream("a")
    let end = writer.log.end.number
    let answers = try writer.together(
      (1...4).map { try SampleAppends.append($0, [.init(a)]) },
      whileTakingTheThird: { writer.place.clock.stepWall(bySeconds: 3_600) })
    #expect(answers.map(\.first) == [end, end + 1, nil, nil])
    for answer in answers.suffix(2) { #expect(answer == .failure(.clockStepped(seconds: 3_600))) }
    #expect(try writer.log.verify().isWhole)
  }

  @Test func `takes no more once its time is over, and leaves the rest to the next`() throws {
    let writer = try SteppedWriter()
    defer { writer.log.close() }
    let a = SampleAppends.stream("a")
    let (end, commits) = (writer.log.end.number, writer.commits.value)
    let answers = try writer.together(
      (1...6).map { try SampleAppends.append($0, [.init(a)]) },
      whileTakingTheThird: { writer.place.clock.advance(bySeconds: 1) })
    #expect(answers.compactMap(\.first) == (0..<6).map { end + $0 })
    #expect(writer.commits.value == commits + 2)
    #expect(try writer.log.verify().isWhole)
  }

  @Test func `waits for others a while after a rush, and then for nobody`() throws {
    let writer = try SteppedWriter()
    defer { writer.log.close() }
    let commits = writer.commits.value
    var turns: [Int] = []
    for command in 1...20 {
      let before = writer.looks.value
      try writer.record(UInt64(command), [.init(SampleAppends.stream("a"))])
      turns.append(writer.looks.value - before - 2)
    }
    // As many are expected as came together, 23, then 20, 17, 14, 12, 10, 8, 7, 6, 5, 4, 3, 2, and one.
    #expect(turns == Array(repeating: 32, count: 13) + Array(repeating: 0, count: 7))
    #expect(writer.commits.value == commits + 20)
  }

  @Test func `waits with it in hand while the index has no room`() throws {
    var options = EventLogOptions()
    options.overlayEventCount = 4
    let writer = try SteppedWriter(options)
    defer { writer.log.close() }
    let a = SampleAppends.stream("a")
    let end = writer.log.end.number
    try writer.record(1, [.init(a, .any, Array(repeating: .sample, count: 3))])
    let answers = try writer.together((2...7).map { try SampleAppends.append($0, [.init(a)]) })
    #expect(answers.compactMap(\.first) == (0..<6).map { end + 3 + $0 })
    #expect(try writer.log.verify().isWhole)
  }

  @Test func `gives each append the time at which it was decided, and never goes back`() throws {
    func time(_ microseconds: Int64) -> RecordedTime { RecordedTime(microseconds: microseconds) }
    var batch = AppendBatch(at: .zero, recordedAt: time(5))
    let log = Nothing()
    for (command, now) in [(1, 5), (2, 7), (3, 6)] as [(UInt64, Int64)] {
      batch.proceed(to: time(now))
      _ = batch.decide(
        try SampleAppends.append(command, [.init(SampleAppends.stream(Int(command)))]), on: log)
    }
    #expect(batch.accepted.map(\.receipt.recordedAt) == [time(5), time(7), time(7)])
    #expect(batch.accepted.map(\.receipt.first.number) == [0, 1, 2])
  }

  @Test func `keeps the order of each of many appenders, and a log that is whole`() async throws {
    let place = try Place()
    let log = try place.create()
    defer { log.close() }
    let (appenderCount, appendCount) = (48, 25)
    try await withThrowingTaskGroup(of: [Position].self) { group in
      for appender in 0..<appenderCount {
        group.addTask {
          var positions: [Position] = []
          for number in 0..<appendCount {
            let append = try SampleAppends.append(
              UInt64(appender * appendCount + number),
              [.init(SampleAppends.stream(appender), number == 0 ? .noStream : .streamExists)])
            let receipt = try await log.append(append)
            #expect(receipt.streams.map(\.first) == [Revision(UInt64(number))])
            positions.append(receipt.first)
          }
          return positions
        }
      }
      var all: Set<Position> = []
      for try await positions in group {
        #expect(positions == positions.sorted())
        all.formUnion(positions)
      }
      #expect(all.count == appenderCount * appendCount)
    }
    // Every leaf was hashed once, in order, and recorded times never go back.
    #expect(try log.verify().isWhole)
  }
}

/// What waits for the writer.
@Suite struct `The appends that wait` {
  @Test func `are bounded while commits leave some of them for the next`() throws {
    let (queueLength, commitLength) = (8, 4)
    let (handedIn, answered, most) = (Counter(), Counter(), Counter())
    var options = EventLogOptions()
    options.queuedEventCount = queueLength
    options.controls.commitEventCount = commitLength
    let log = Locked<EventLog?>(nil)
    let appends = try (0..<100).map {
      try SampleAppends.append($0, [.init(SampleAppends.stream($0), .noStream)])
    }
    // Before each commit the queue is filled up; of a full queue not all fits one commit.
    let fill: @Sendable () -> Void = {
      let isFull = Flag()
      while !isFull.isSet, handedIn.value < appends.count, let log = log.value {
        let number = handedIn.add() - 1
        log.submit(appends[number]) { answer in
          if case .failure(.queueFull) = answer {
            handedIn.add(-1)
            isFull.set()
          } else {
            answered.add()
          }
        }
      }
      most.add(max(0, handedIn.value - answered.value - most.value))
    }
    options.controls.commitFailure = {
      fill()
      return nil
    }
    let place = try Place()
    let opened = try place.create(options)
    defer { opened.close() }
    log.change { $0 = opened }
    handedIn.add()
    opened.submit(appends[0]) { _ in answered.add() }
    try spinUntil { answered.value == appends.count }
    log.change { $0 = nil }
    // The queue, what was taken from it, and what is being committed.
    #expect(most.value >= queueLength && most.value <= 2 * queueLength + commitLength)
    #expect(try opened.verify().isWhole)
  }
}

/// A log without events.
private struct Nothing: CommittedLog {
  func head(for entry: Append.Entry, at index: Int) -> Revision? { nil }
  func receipt(of commandID: CommandID) -> (receipt: AppendReceipt, digest: Digest)? { nil }
}
