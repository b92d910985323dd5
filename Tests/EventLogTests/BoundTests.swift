import EventLogTesting
import EventModel
import Glibc
import LMDB
import MerkleTree
import TestSupport
import Testing

@testable import EventLog

@Suite(.timeLimit(.minutes(2))) struct `The bounds of a log` {
  private static let a = SampleAppends.stream("a")

  @Test func `refuse what the address space might not hold well before it is full`() async throws {
    let place = try Place()
    var options = EventLogOptions()
    options.reservedByteCount = 65 << 20
    let log = try place.create(options)
    var command: UInt64 = 0
    var failure: EventLogError?
    while failure == nil, command < 200 {
      command += 1
      let append = try SampleAppends.append(
        command, [.init(Self.a)], payloadByteCount: 60_000)
      do throws(EventLogError) { _ = try await log.append(append) } catch { failure = error }
    }
    guard case .addressSpaceFull(let used, let reserved) = failure else {
      Issue.record("\(String(describing: failure)) after \(command)")
      return
    }
    // Who asked beforehand knows how much there is; whoever met the end doesn't.
    #expect(used < 8 << 20, "\(String(describing: failure))")
    #expect(reserved.map { $0 >> 20 } == 64 || reserved.map { $0 >> 20 } == 65)
    // Most of it was kept free.
    var status = stat()
    #expect(stat(place.path + "/log/data.mdb", &status) == 0 && status.st_size < 8 << 20)
    #expect(try everything(in: log).count == Int(command))
    log.close()
    let larger = try place.open()
    defer { larger.close() }
    _ = try await larger.append(SampleAppends.append(command, [.init(Self.a)]))
    #expect(try larger.verify().isWhole)
  }

  @Test func `are not taken for damage when as many read as may`() async throws {
    let place = try Place()
    _ = try await place.fill(30)
    let records = try RecordStore(place.path + "/log", for: .reading)
    /// Can be kept in a list.
    final class Reader {
      let snapshot: ReadTransaction
      init(_ records: RecordStore) throws { snapshot = try records.snapshot() }
    }
    var readers: [Reader] = []
    for _ in 0..<Environment.Options().maximumReaderCount { readers.append(try Reader(records)) }
    let refusal = EventLogError.tooManyReaders(path: place.path + "/log")
    #expect(throws: refusal) { _ = try Reader(records) }
    #expect(!refusal.isOfContents && !refusal.isFinal)
    #expect(refusal.description.contains("end one of the processes that read it"))
    readers.removeLast()
    _ = try Reader(records)
  }

  @Test func `let the index be behind by so much memory and no more`() async throws {
    let place = try Place()
    var options = EventLogOptions()
    options.idleFlushMilliseconds = 3_600_000
    options.overlayByteCount = 4_000
    // Nothing leaves the memory.
    options.controls.flushFailure = { .diskFull }
    let log = try place.create(options)
    defer { log.close() }
    var command: UInt64 = 0
    var failure: EventLogError?
    while failure == nil, command < 200 {
      command += 1
      let append = try SampleAppends.append(command, [.init(SampleAppends.stream(command))])
      do throws(EventLogError) { _ = try await log.append(append) } catch { failure = error }
    }
    #expect(failure == .diskFull)
    // An event takes some two hundred bytes there.
    #expect(command > 5 && command < 40, "\(command)")
    #expect(log.end == Position(command))
  }

  @Test func `let so many bytes wait for the writer and no more`() async throws {
    let place = try Place()
    var options = EventLogOptions()
    options.queuedByteCount = 5_000
    let isOpen = Flag()
    // The writer stands still in its first commit until it is let go on.
    options.controls.commitFailure = {
      try? isOpen.wait()
      return nil
    }
    let log = try place.create(options)
    defer { log.close() }
    let answers = Locked<[Result<AppendReceipt, EventLogError>]>([])
    for command in 0..<40 {
      let append = try SampleAppends.append(
        UInt64(command), [.init(Self.a)], payloadByteCount: 1_000)
      log.submit(append) { answer in answers.change { $0.append(answer) } }
    }
    let refused = answers.value
    // Four of them fit; the writer may have taken as many twice before it stood still.
    #expect(refused.count >= 40 - 3 * 4)
    for answer in refused {
      guard case .failure(.queueFull) = answer else {
        Issue.record("\(answer)")
        continue
      }
    }
    isOpen.set()
    log.close()
    #expect(answers.value.count == 40)
  }

  @Test func `flush the index once nothing was appended for a while, unasked`() async throws {
    let place = try Place()
    var options = EventLogOptions()
    options.idleFlushMilliseconds = 20
    let log = try place.create(options)
    defer { log.close() }
    let receipt = try await log.append(SampleAppends.append(1, [.init(Self.a)]))
    let index = try log.core().index
    try await waitUntil {
      try index.checkpoint(in: try index.snapshot())?.head.size == receipt.end.number
    }
    #expect(try index.head(of: Self.a, in: try index.snapshot())?.count == 1)
  }

  /// What a power cut would show, without one: only the control of the crash tests may skip flushes.
  @Test func `let no file be opened but with a flush for every commit`() throws {
    let place = try Place()
    for skipsFlush in [false, true] {
      var options = EventLogOptions()
      options.controls.skipsFlush = skipsFlush
      let log = skipsFlush ? try place.open(options) : try place.create(options)
      defer { log.close() }
      let core = try log.core()
      let expected = skipsFlush ? Environment.Durability.lostOnPowerCut : .everyCommit
      #expect(core.records.environment.options.durability == expected)
      #expect(core.index.environment.options.durability == .everyCommit)
    }
  }
}
