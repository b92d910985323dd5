import EventLog
import EventLogTesting
import EventModel
import Glibc
import TestSupport

/// A log whose writer is handed one more append each time it asks what time it is, which is when it
/// has taken what there was.
final class SteppedWriter: Sendable {
  typealias Answer = Result<AppendReceipt, EventLogError>

  let place: Place
  let log: EventLog
  /// What the disk says to the next commits.
  let failure = Locked<EventLogError?>(nil)
  let commits = Counter()
  /// How often the writer looked at the clock that no one can set: once before each turn of the
  /// others, and twice a commit besides.
  let looks = Counter()
  private let steps = Locked<[@Sendable () -> Void]>([])

  init(_ options: EventLogOptions = EventLogOptions()) throws {
    place = try Place()
    let (hands, steps, failure, commits) = (place.clock.clock, steps, failure, commits)
    let looks = looks
    var options = options
    options.controls.commitFailure = {
      commits.add()
      return failure.value
    }
    log = try EventLog.create(
      at: place.path, origin: "concord.test/log", options: options,
      clock: LogClock(
        wall: {
          let next = Locked<(@Sendable () -> Void)?>(nil)
          steps.change { steps in
            if !steps.isEmpty { next.change { $0 = steps.removeFirst() } }
          }
          next.value?()
          return hands.wall()
        },
        sinceBoot: {
          looks.add()
          return hands.sinceBoot()
        }))
    // Where so many came together the writer waits for as many the next time.
    _ = try together(
      (0..<24).map { try SampleAppends.append(1_000 + $0, [.init(SampleAppends.stream("first"))]) },
      atOnce: true)
  }

  /// Records one append.
  @discardableResult
  func record(_ command: UInt64, _ parts: [SampleAppends.Part]) throws -> AppendReceipt {
    try together([SampleAppends.append(command, parts)])[0].get()
  }

  /// Hands appends in, one after the other as the writer takes them, or all but the first at once.
  ///
  /// - Returns: what became of each, in their order.
  func together(
    _ appends: [Append], atOnce: Bool = false,
    whileTakingTheThird act: @escaping @Sendable () -> Void = {}
  ) throws -> [Answer] {
    let answers = Locked<[Int: Answer]>([:])
    let log = log
    let handIn: @Sendable (Int) -> Void = { number in
      log.submit(appends[number]) { answer in answers.change { $0[number] = answer } }
    }
    let rest = Array(appends.indices.dropFirst())
    steps.change { steps in
      steps =
        atOnce
        ? [{ rest.forEach(handIn) }]
        : rest.map { number in
          {
            handIn(number)
            if number == 3 { act() }
          }
        }
    }
    handIn(0)
    try spinUntil { answers.value.count == appends.count }
    return answers.value.sorted { $0.key < $1.key }.map(\.value)
  }
}

extension Result<AppendReceipt, EventLogError> {
  /// The position of the append's first event.
  var first: UInt64? { (try? get())?.first.number }
  /// Whether it had been recorded before.
  var isRepeat: Bool? { (try? get())?.isRepeat }
}
