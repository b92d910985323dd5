import EventLog
import EventLogTesting
import EventModel
import FoundationEssentials
import Glibc
import MerkleTree
import TestSupport
import Testing

/// Each so-manieth byte is flipped; set CONCORD_FLIP_STEP=1 for every one.
private let step = getenv("CONCORD_FLIP_STEP").flatMap { Int(String(cString: $0)) } ?? 149

@Suite struct `A flipped byte` {
  @Test(arguments: ["log/data.mdb", "tiles/0", "index/data.mdb"])
  func `is found or harmless, never served, and no append goes wrong after it`(
    file: String
  ) async throws {
    let place = try Place()
    _ = try await place.fill(12)
    let notes = place.directory.path + "/notes"
    let byteCount = Array(try Data(contentsOf: URL(filePath: place.path + "/" + file))).count
    let expected = try Self.answers(place.path)
    // LMDB stops the process where a page contradicts itself: that is found, and the child goes on
    // behind that byte.
    var next = 0
    var findings: [Character] = []
    while next < byteCount {
      await #expect(processExitsWith: .success) {
        [
          path = place.path as String, file = file as String, notes = notes as String,
          next = next as Int, expected = expected as String
        ] in
        await FlippingReader(path, file, notes, expected).run(from: next)
      }
      findings = Array(try String(contentsOf: URL(filePath: notes), encoding: .utf8))
      try #require(findings.count * step > next, "no progress at byte \(next)")
      next = findings.count * step
    }
    let counts = Dictionary(grouping: findings, by: { $0 }).mapValues(\.count)
    print(
      "\(file): \(byteCount) bytes, \(findings.count) flipped: \(counts.sorted { $0.key < $1.key })"
    )
    let meanings: [Character: String] = [
      "!": "served wrong", "a": "an append went wrong", "x": "the index was not made anew",
    ]
    for (index, finding) in findings.enumerated() {
      guard let meaning = meanings[finding] else { continue }
      Issue.record("\(meaning) with byte \(index * step) of \(file) flipped")
    }
    #expect(counts["h", default: 0] < findings.count, "nothing was found at all")
  }

  /// Everything that can be read, as a text.
  static func answers(_ path: String) throws -> String {
    let log = try EventLog.openReadOnly(at: path)
    defer { log.close() }
    return try answers(log)
  }

  static func answers(_ log: EventLog) throws -> String {
    var text = "\(log.identity) \(try log.treeHead())\n"
    text += try everything(in: log).map { "\($0)\n" }.joined()
    for stream in 0..<4 {
      let name = SampleAppends.stream(stream)
      let events = try log.read(
        stream: name, from: nil, direction: .forwards, before: nil, limit: 100)
      text += "\(name) \(events.map(\.position)) \(String(describing: try log.head(of: name)))\n"
    }
    for type in [EventType.sample, .otherSample] {
      text += "\(type) \(try log.positions(of: type))\n"
    }
    for command in 0..<12 {
      let receipt = try log.receipt(of: SampleAppends.commandID(UInt64(command)))
      text += "\(String(describing: receipt?.receipt))\n"
    }
    return text
  }
}

extension EventLog {
  fileprivate func positions(of type: EventType) throws -> [Position] {
    try read(from: nil, direction: .forwards, type: type, before: nil, limit: 100).map(\.position)
  }
}

/// The descriptor that the handler of fatal signals writes to.
nonisolated(unsafe) private var notesDescriptor: Int32 = -1

/// Flips bytes one after the other, reads everything, appends to a copy, and notes a letter for each.
private struct FlippingReader {
  private let path, file, expected: String
  private let notes: Int32

  init(_ path: String, _ file: String, _ notes: String, _ expected: String) {
    (self.path, self.file, self.expected) = (path, file, expected)
    self.notes = open(notes, O_WRONLY | O_CREAT | O_APPEND, 0o600)
  }

  func run(from first: Int) async {
    notesDescriptor = notes
    // Not SIGILL: that would be a trap of our own code.
    for number in [SIGSEGV, SIGBUS, SIGABRT, SIGFPE] {
      signal(number) { _ in
        var letter = UInt8(ascii: "s")
        write(notesDescriptor, &letter, 1)
        _exit(0)
      }
    }
    let target = path + "/" + file
    guard let original = try? Array(Data(contentsOf: URL(filePath: target))) else { _exit(9) }
    let descriptor = open(target, O_WRONLY)
    // The child before this one was stopped with its last byte flipped.
    if first >= step { restorePrevious(descriptor, first - step) }
    for offset in stride(from: first, to: original.count, by: step) {
      let current = byte(of: target, at: offset)
      var flipped = current ^ UInt8(1 << (offset % 8))
      pwrite(descriptor, &flipped, 1, off_t(offset))
      var letter = finding()
      // In a copy: what an opening makes anew would be whole at the next byte.
      if letter != UInt8(ascii: "!"), let worse = await appending() {
        letter = worse
      }
      var restored = current
      pwrite(descriptor, &restored, 1, off_t(offset))
      write(notes, &letter, 1)
    }
  }

  /// Undoes the flip that the child before this one didn't live to undo.
  private func restorePrevious(_ descriptor: Int32, _ offset: Int) {
    var value = byte(of: path + "/" + file, at: offset) ^ UInt8(1 << (offset % 8))
    pwrite(descriptor, &value, 1, off_t(offset))
  }

  private func byte(of path: String, at offset: Int) -> UInt8 {
    let descriptor = open(path, O_RDONLY)
    defer { close(descriptor) }
    var value: UInt8 = 0
    pread(descriptor, &value, 1, off_t(offset))
    return value
  }

  /// `f` found when opened or read, `h` harmless, `!` served wrong.
  private func finding() -> UInt8 {
    do {
      let log = try EventLog.openReadOnly(at: path)
      defer { log.close() }
      let answers = try `A flipped byte`.answers(log)
      return UInt8(ascii: answers == expected ? "h" : "!")
    } catch {
      return UInt8(ascii: "f")
    }
  }

  /// What comes of opening a copy to write, and of what hangs on the index's every answer.
  ///
  /// - Returns: `a` when an append went wrong, `x` when damage of the index outlived the opening, `f`
  ///   when anything was refused; `nil` when all was right.
  private func appending() async -> UInt8? {
    let copy = path + ".copy"
    do {
      if FileManager.default.fileExists(atPath: copy) {
        try FileManager.default.removeItem(atPath: copy)
      }
      try FileManager.default.copyItem(atPath: path, toPath: copy)
    } catch {
      return UInt8(ascii: "a")
    }
    let refused = UInt8(ascii: file.hasPrefix("index") ? "x" : "f")
    guard let log = try? EventLog.open(at: copy, clock: ManualClock().clock) else {
      return refused
    }
    let letter = await appending(to: log, refused)
    log.close()
    if let letter { return letter }
    guard file.hasPrefix("index") else { return nil }
    return (try? EventLog.verify(at: copy).isWhole) == true ? nil : refused
  }

  /// A stream's second beginning, a command's second coming, and what goes on from a head.
  private func appending(to log: EventLog, _ refused: UInt8) async -> UInt8? {
    let known = SampleAppends.stream(0)
    guard
      let beginning = try? SampleAppends.append(90, [.init(known, .noStream)]),
      let repeated = try? SampleAppends.append(
        3, [.init(SampleAppends.stream(3), .any, [.sample, .otherSample])]),
      let next = try? SampleAppends.append(91, [.init(known, .exactly(Revision(5)))])
    else { return UInt8(ascii: "a") }
    switch await outcome(of: beginning, log) {
    case .failure(.conflict): break
    case .failure: return refused
    case .success: return UInt8(ascii: "a")
    }
    switch await outcome(of: repeated, log) {
    case .failure: return refused
    case .success(let receipt):
      guard receipt.isRepeat, receipt.first == Position(7) else { return UInt8(ascii: "a") }
    }
    switch await outcome(of: next, log) {
    case .failure: return refused
    case .success(let receipt):
      let isNext = receipt.streams.map(\.first) == [Revision(6)] && receipt.first == Position(25)
      return isNext ? nil : UInt8(ascii: "a")
    }
  }

  private func outcome(
    of append: Append, _ log: EventLog
  ) async -> Result<AppendReceipt, EventLogError> {
    do throws(EventLogError) { return .success(try await log.append(append)) } catch {
      return .failure(error)
    }
  }
}
