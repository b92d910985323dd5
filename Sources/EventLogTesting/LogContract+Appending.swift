import EventLog
import EventModel
import MerkleTree

private let a = SampleAppends.stream("a")
private let b = SampleAppends.stream("b")
private let c = SampleAppends.stream("c")

extension LogContract {
  static let beginning = [
    LogContract("A new log holds log.created at position 0") { log, _ in
      try expect(log.end, Position(1))
      let events = try log.read(
        from: nil, direction: .forwards, type: nil, before: nil, limit: 10)
      try expect(events.map(\.event.type.text), ["log.created"])
      try expect(events.map(\.stream.text), ["log-self"])
      try expect(try log.treeHead().size, 1)
    }
  ]

  static let appending = [
    LogContract("An append gets dense positions and revisions, in the order of its entries") {
      log, clock in
      let receipt = try await log.append(
        SampleAppends.append(
          1, [.init(b, .noStream, [.sample, .otherSample]), .init(a, .noStream)]))
      try expect(receipt.first, Position(1))
      try expect(receipt.eventCount, 3)
      try expect(receipt.end, Position(4))
      try expect(receipt.isRepeat, false)
      try expect(
        receipt.streams,
        [
          .init(stream: b, first: .zero, count: 2), .init(stream: a, first: .zero, count: 1),
        ])
      let events = try log.read(
        from: Position(1), direction: .forwards, type: nil, before: nil, limit: 10)
      try expect(events.map(\.stream), [b, b, a])
      try expect(events.map(\.revision.number), [0, 1, 0])
      try expect(events.map(\.appendIndex), [0, 1, 2])
      try expect(events.map(\.appendCount), [3, 3, 3])
      try expect(events.map(\.commandID), Array(repeating: SampleAppends.commandID(1), count: 3))
      try expect(
        Set(events.map(\.recordedAt.microseconds)), [clock.clock.wall()], "recorded times")
      try expect(log.end, Position(4))
      try expect(try log.head(of: b), Revision(1))
      try expect(try log.head(of: c), nil)
    },
    LogContract("What follows a submission is refused until that submission is recorded") {
      log, _ in
      let first = Submission(of: SampleAppends.commandID(1))
      let following = try SampleAppends.append(2, [.init(a)]).follows(first)
      try await expectFailure(.predecessorMissing(SampleAppends.commandID(1))) {
        try await log.append(following)
      }
      // A refused one is no predecessor either.
      try await expectFailure(
        .conflict(stream: b, expected: .exactly(.zero), actual: nil)
      ) {
        try await log.append(SampleAppends.append(1, [.init(b, .exactly(.zero))]).submitted(first))
      }
      try await expectFailure(.predecessorMissing(SampleAppends.commandID(1))) {
        try await log.append(following)
      }
      _ = try await log.append(SampleAppends.append(1, [.init(b)]).submitted(first))
      try expect(try await log.append(following).first, Position(2))
      try expect(log.end, Position(3))
    },
    LogContract("What follows a submission is refused where another recorded its command") {
      log, _ in
      _ = try await log.append(
        SampleAppends.append(1, [.init(a)]).submitted(Submission(of: SampleAppends.commandID(1))))
      // Alone, and in one commit with what it repeats, and with what it follows.
      for (command, isNew) in [(1, false), (3, false), (5, true)] as [(UInt64, Bool)] {
        let later = Submission(of: SampleAppends.commandID(command))
        let append = try SampleAppends.append(command, [.init(b)])
        let following = try SampleAppends.append(command + 1, [.init(c)]).follows(later)
        var appends = [try append.submitted(later), following]
        if !isNew { appends.insert(append, at: 0) }
        let results = await log.submitTogether(appends)
        try expect(try results[results.count - 2].get().isRepeat, !isNew)
        guard isNew else {
          try await expectFailure(.predecessorMissing(append.commandID)) {
            try results[results.count - 1].get()
          }
          // Nor is it taken later.
          try await expectFailure(.predecessorMissing(append.commandID)) {
            try await log.append(following)
          }
          continue
        }
        try expect(try results[1].get().isRepeat, false)
      }
      try expect(try log.revisions(of: c), [0])
    },
    LogContract("The tree's head is the root over the records' stored bytes") { log, _ in
      for command in 1..<40 {
        _ = try await log.append(
          SampleAppends.append(UInt64(command), [.init(a), .init(b, .any, [.sample, .sample])]))
      }
      var tree = InMemoryTree()
      try log.scan(from: .zero, before: log.end) { _, record in
        tree.append(leaf: record)
        return .proceed
      }
      try expect(try log.treeHead(), tree.head)
    },
    LogContract("An append that one stream refuses changes none") { log, _ in
      _ = try await log.append(SampleAppends.append(1, [.init(a, .noStream)]))
      let before = try log.treeHead()
      try await expectFailure(
        .conflict(stream: a, expected: .noStream, actual: .zero)
      ) {
        try await log.append(
          SampleAppends.append(2, [.init(b, .noStream), .init(a, .noStream), .init(c)]))
      }
      try expect(try log.head(of: b), nil)
      try expect(try log.treeHead(), before)
      try expect(try log.receipt(of: SampleAppends.commandID(2)) == nil, true)
    },
    LogContract("Appends handed in by one thread are decided in that order") { log, _ in
      let appends = try (0..<200).map { number in
        try SampleAppends.append(
          UInt64(number),
          [.init(a, number == 0 ? .noStream : .exactly(Revision(UInt64(number) - 1)))])
      }
      let last = try await withCheckedThrowingContinuation {
        (continuation: CheckedContinuation<AppendReceipt, any Error>) in
        for (number, append) in appends.enumerated() {
          log.submit(append) { result in
            if number == appends.count - 1 { continuation.resume(with: result) }
          }
        }
      }
      try expect(last.first, Position(200))
      try expect(try log.revisions(of: a).count, 200)
    },
  ]

  static let conditions = [
    LogContract("Each expected revision is met or refused, with the actual one named") { log, _ in
      _ = try await log.append(SampleAppends.append(1, [.init(a, .any, [.sample, .sample])]))
      let cases: [(StreamName, ExpectedRevision, Revision?, Bool)] = [
        (a, .any, Revision(1), true), (b, .any, nil, true),
        (a, .noStream, Revision(1), false), (b, .noStream, nil, true),
        (a, .streamExists, Revision(1), true), (b, .streamExists, nil, false),
        (a, .exactly(Revision(1)), Revision(1), true),
        (a, .exactly(Revision(0)), Revision(1), false),
        (a, .exactly(Revision(2)), Revision(1), false), (b, .exactly(.zero), nil, false),
      ]
      for (number, (stream, expected, actual, isMet)) in cases.enumerated() {
        // Only a condition on the stream, so that the cases don't change what follows.
        let append = try SampleAppends.append(
          100 + UInt64(number), [.init(stream, expected, []), .init(c)])
        if isMet {
          _ = try await log.append(append)
        } else {
          try await expectFailure(
            .conflict(stream: stream, expected: expected, actual: actual)
          ) { try await log.append(append) }
        }
      }
      try expect(try log.revisions(of: c).count, 5, "appends that were accepted")
      try expect(try log.head(of: a), Revision(1))
    },
    LogContract("A condition is in no receipt and leaves no event") { log, _ in
      let receipt = try await log.append(
        SampleAppends.append(1, [.init(a, .noStream, []), .init(b)]))
      try expect(receipt.streams.map(\.stream), [b])
      try expect(try log.head(of: a), nil)
    },
    LogContract("An append without events, with too many, or with a stream twice is malformed") {
      _, _ in
      for parts: [SampleAppends.Part] in [
        [.init(a, .any, [])], [.init(a), .init(a)],
        [.init(a, .any, Array(repeating: .sample, count: 4_097))],
      ] {
        do {
          _ = try SampleAppends.append(1, parts)
          throw Violation(description: "an append of \(parts.count) parts was taken")
        } catch EventLogError.invalidAppend {}
      }
    },
  ]

  static let repeats = [
    LogContract("A command once recorded gives its first receipt for ever") { log, _ in
      let append = try SampleAppends.append(
        1, [.init(a, .noStream, [.sample, .sample]), .init(b, .noStream)])
      let first = try await log.append(append)
      _ = try await log.append(SampleAppends.append(2, [.init(a), .init(b)]))
      let second = try await log.append(append)
      try expect(second.isRepeat, true)
      try expect(second.first, first.first)
      try expect(second.streams, first.streams)
      try expect(second.recordedAt, first.recordedAt)
      try expect(second.eventCount, 3)
      try expect(log.end, Position(6))
      let found = try log.receipt(of: append.commandID)
      try expect(found?.receipt, second)
      try expect(found?.digest, append.commandDigest)
    },
    LogContract("A command id used for another command is refused") { log, _ in
      let first = try await log.append(SampleAppends.append(1, [.init(a)]))
      try await expectFailure(.commandReused(SampleAppends.commandID(1), first: first.first)) {
        try await log.append(SampleAppends.append(1, [.init(a)], content: "another"))
      }
    },
    LogContract("A command that was refused may be tried again") { log, _ in
      let append = try SampleAppends.append(1, [.init(a, .streamExists)])
      try await expectFailure(.conflict(stream: a, expected: .streamExists, actual: nil)) {
        try await log.append(append)
      }
      _ = try await log.append(SampleAppends.append(2, [.init(a)]))
      try expect(try await log.append(append).isRepeat, false)
    },
  ]
}

extension Append {
  /// The same append as that submission.
  fileprivate func submitted(_ submission: Submission) throws(EventLogError) -> Append {
    try Append(
      entries, commandID: commandID, commandDigest: commandDigest, as: submission,
      follows: follows)
  }

  /// The same append, if that submission is recorded.
  fileprivate func follows(_ submission: Submission) throws(EventLogError) -> Append {
    try Append(
      entries, commandID: commandID, commandDigest: commandDigest, as: self.submission,
      follows: submission)
  }
}

extension AppendOnlyLog {
  /// Hands in appends without waiting between them, and waits for all.
  fileprivate func submitTogether(
    _ appends: [Append]
  ) async -> [Result<AppendReceipt, EventLogError>] {
    let (results, continuation) = AsyncStream.makeStream(
      of: (Int, Result<AppendReceipt, EventLogError>).self,
      bufferingPolicy: .bufferingOldest(appends.count))
    for (number, append) in appends.enumerated() {
      submit(append) { continuation.yield((number, $0)) }
    }
    var found: [Int: Result<AppendReceipt, EventLogError>] = [:]
    for await (number, result) in results {
      found[number] = result
      if found.count == appends.count { break }
    }
    return appends.indices.compactMap { found[$0] }
  }
}
