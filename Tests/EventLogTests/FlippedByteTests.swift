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

/// A file of a log, whose bytes are flipped.
struct FlippedFile: Codable, CustomTestStringConvertible {
  var name: String
  /// How many appends of two events the log has.
  var appendCount = 12
  /// Whether the index is held against the log once the log is open, as a long log's is; what is said
  /// before that is through is not looked at.
  var isCheckedWhileOpen = false

  var testDescription: String {
    "\(name) of \(appendCount) appends" + (isCheckedWhileOpen ? ", checked while open" : "")
  }

  static let all = [
    FlippedFile(name: "log/data.mdb"), FlippedFile(name: "tiles/0"),
    FlippedFile(name: "index/data.mdb"),
    FlippedFile(name: "index/data.mdb", isCheckedWhileOpen: true),
    // The least that has a second level: 256 leaves, and the log's first record is one.
    FlippedFile(name: "tiles/1", appendCount: 128),
  ]
}

@Suite struct `A flipped byte` {
  @Test(arguments: FlippedFile.all)
  func `is found or harmless, never served, and no append goes wrong after it`(
    file: FlippedFile
  ) async throws {
    let place = try Place()
    _ = try await place.fill(file.appendCount)
    let byteCount = Array(try Data(contentsOf: URL(filePath: place.path + "/" + file.name))).count
    let expected = try Self.answers(place.path)
    let step = byteCount < 4_096 ? 1 : step
    func findings(_ flips: [Flip]) async throws -> [Character] {
      try await Self.findings(flips, place, file, expected)
    }
    let sample = stride(from: 0, to: byteCount, by: max(step, Self.sampleStep))
    let offsets: [Int]
    if step >= Self.sampleStep {
      offsets = Array(sample)
    } else {
      // All the others as well, but for those that nobody reads.
      var ranges = [0..<byteCount]
      for length in [4_096, 512, 64] {
        ranges = try await Self.read(Self.ranges(in: ranges, ofLength: length), findings)
      }
      let read = ranges.flatMap { $0.filter { $0 % step == 0 } }
      offsets = Set(read).union(sample).sorted()
      print(
        "\(file.testDescription): \(ranges.map(\.count).reduce(0, +)) bytes lie where something is read"
      )
    }
    let letters = try await findings(offsets.map { Flip(range: $0..<($0 + 1)) })
    let counts = Dictionary(grouping: letters, by: { $0 }).mapValues(\.count)
    print(
      "\(file.testDescription): \(byteCount) bytes, \(letters.count) flipped: \(counts.sorted { $0.key < $1.key })"
    )
    #expect(counts["h", default: 0] < letters.count, "nothing was found at all")
  }

  /// Each how manieth byte is flipped alone in any case.
  private static let sampleStep = 149

  private static func ranges(in wholes: [Range<Int>], ofLength length: Int) -> [Range<Int>] {
    wholes.flatMap { whole in
      stride(from: whole.lowerBound, to: whole.upperBound, by: length).map {
        $0..<min($0 + length, whole.upperBound)
      }
    }
  }

  /// The ranges that somebody reads.
  ///
  /// Most of a small file is room between a page's entries, or pages that are free. Where nothing
  /// changes though all bytes of a range are others, and nothing though they are others in another
  /// way, nothing of it was read: what is read leads somewhere or is compared with something.
  private static func read(
    _ ranges: [Range<Int>], _ findings: ([Flip]) async throws -> [Character]
  ) async throws -> [Range<Int>] {
    let flips = ranges.flatMap { [Flip(range: $0), Flip(range: $0, isWhole: true)] }
    let letters = try await findings(flips)
    return ranges.indices.filter { letters[2 * $0] != "h" || letters[2 * $0 + 1] != "h" }
      .map { ranges[$0] }
  }

  /// What comes of each flip, made in a child process and undone before the next.
  private static func findings(
    _ flips: [Flip], _ place: Place, _ file: FlippedFile, _ expected: String
  ) async throws -> [Character] {
    let (notes, plan) = (place.directory.path + "/notes", place.directory.path + "/plan")
    unlink(notes)
    try Data(flips.map { "\($0)\n" }.joined().utf8).write(to: URL(filePath: plan))
    // LMDB stops the process where a page contradicts itself: that is found, and the child goes on
    // behind that flip.
    var findings: [Character] = []
    while findings.count < flips.count {
      let next = findings.count
      await #expect(processExitsWith: .success) {
        [
          path = place.path as String, file = file as FlippedFile, notes = notes as String,
          plan = plan as String, next = next as Int, expected = expected as String
        ] in
        let text = try String(contentsOf: URL(filePath: plan), encoding: .utf8)
        let flips = text.split(separator: "\n").compactMap { Flip($0) }
        await FlippingReader(path, file, notes, expected).run(flips, from: next)
      }
      findings = Array(try String(contentsOf: URL(filePath: notes), encoding: .utf8))
      try #require(findings.count > next, "no progress at \(flips[next])")
    }
    let meanings: [Character: String] = [
      "!": "served wrong", "a": "an append went wrong", "x": "the index was not made anew",
    ]
    for (flip, finding) in zip(flips, findings) {
      guard let meaning = meanings[finding] else { continue }
      Issue.record("\(meaning) with \(flip) of \(file.testDescription) flipped")
    }
    return findings
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

/// Bytes of a file that are others for as long as it is looked what comes of it.
private struct Flip: CustomStringConvertible {
  /// Where they stand.
  let range: Range<Int>
  /// Whether all bits of each are flipped, and not one.
  var isWhole = false

  init(range: Range<Int>, isWhole: Bool = false) {
    self.range = range
    self.isWhole = isWhole
  }

  /// Reads what ``description`` writes.
  init?(_ text: some StringProtocol) {
    let words = text.split(separator: " ")
    guard words.count == 4, let first = Int(words[1]), let count = Int(words[3]) else { return nil }
    self.init(range: first..<(first + count), isWhole: words[0] == "bytes")
  }

  var description: String { "\(isWhole ? "bytes" : "bits") \(range.lowerBound) + \(range.count)" }

  /// Flips them, or flips them back.
  func apply(to descriptor: Int32) {
    var bytes = [UInt8](repeating: 0, count: range.count)
    pread(descriptor, &bytes, bytes.count, off_t(range.lowerBound))
    for index in bytes.indices {
      bytes[index] ^= isWhole ? 0xFF : UInt8(1 << ((range.lowerBound + index) % 8))
    }
    pwrite(descriptor, bytes, bytes.count, off_t(range.lowerBound))
  }
}

/// The descriptor that the handler of fatal signals writes to.
nonisolated(unsafe) private var notesDescriptor: Int32 = -1

/// Flips bytes, reads everything, appends to a copy, flips them back, and notes a letter for each.
private struct FlippingReader {
  private let path, expected: String
  private let file: FlippedFile
  private let notes: Int32

  init(_ path: String, _ file: FlippedFile, _ notes: String, _ expected: String) {
    (self.path, self.file, self.expected) = (path, file, expected)
    self.notes = open(notes, O_WRONLY | O_CREAT | O_APPEND, 0o600)
  }

  func run(_ flips: [Flip], from first: Int) async {
    notesDescriptor = notes
    // Not SIGILL: that would be a trap of our own code.
    for number in [SIGSEGV, SIGBUS, SIGABRT, SIGFPE] {
      signal(number) { _ in
        var letter = UInt8(ascii: "s")
        write(notesDescriptor, &letter, 1)
        _exit(0)
      }
    }
    let descriptor = open(path + "/" + file.name, O_RDWR)
    // The child before this one was stopped with its last ones flipped.
    if first > 0 { flips[first - 1].apply(to: descriptor) }
    for flip in flips[first...] {
      flip.apply(to: descriptor)
      var letter = finding()
      // In a copy: what an opening makes anew would be whole at the next flip.
      if letter != UInt8(ascii: "!"), let worse = await appending() {
        letter = worse
      }
      flip.apply(to: descriptor)
      write(notes, &letter, 1)
    }
  }

  /// Opens a log, and waits for the check of its index where that is made while it is open.
  private func opened(
    _ open: (EventLogOptions) throws(EventLogError) -> EventLog
  ) throws -> EventLog {
    var options = EventLogOptions()
    guard file.isCheckedWhileOpen else { return try open(options) }
    let isChecked = Flag()
    options.openingCheckEventCount = 0
    options.controls.onIndexChecked = { isChecked.set() }
    // An index that was just made from the log is not looked at again.
    options.onNotice = { notice in
      if notice.hasPrefix("the index") && notice.contains("made anew") { isChecked.set() }
    }
    let log = try open(options)
    try isChecked.wait()
    return log
  }

  /// `f` found when opened or read, `h` harmless, `!` served wrong.
  private func finding() -> UInt8 {
    do {
      let log = try opened { (options) throws(EventLogError) in
        try EventLog.openReadOnly(at: path, options: options)
      }
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
    let isIndex = file.name.hasPrefix("index")
    // What is found while the log is open is refused; the next opening makes it anew.
    let refused = UInt8(ascii: isIndex && !file.isCheckedWhileOpen ? "x" : "f")
    func open() -> EventLog? {
      try? opened { (options) throws(EventLogError) in
        try EventLog.open(at: copy, options: options, clock: ManualClock().clock)
      }
    }
    guard let log = open() else { return refused }
    let letter = await appending(to: log, refused)
    log.close()
    if let letter, letter != UInt8(ascii: "f") { return letter }
    guard isIndex else { return letter }
    if file.isCheckedWhileOpen {
      // As a short log's: what the check of an open one leaves out is looked at as well.
      try? EventLog.open(at: copy, clock: ManualClock().clock).close()
    }
    return (try? EventLog.verify(at: copy).isWhole) == true ? letter : UInt8(ascii: "x")
  }

  /// A stream's second beginning, a command's second coming, and what goes on from a head.
  private func appending(to log: EventLog, _ refused: UInt8) async -> UInt8? {
    let known = SampleAppends.stream(0)
    // A quarter of the appends, two events each.
    let head = Revision(UInt64(file.appendCount / 2 - 1))
    guard
      let beginning = try? SampleAppends.append(10_090, [.init(known, .noStream)]),
      let repeated = try? SampleAppends.append(
        3, [.init(SampleAppends.stream(3), .any, [.sample, .otherSample])]),
      let next = try? SampleAppends.append(10_091, [.init(known, .exactly(head))])
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
      let isNext =
        receipt.streams.map(\.first) == [head.next]
        && receipt.first == Position(UInt64(2 * file.appendCount + 1))
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
