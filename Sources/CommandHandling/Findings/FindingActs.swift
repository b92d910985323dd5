internal import struct Crypto.SHA256
import Deciding
import EventLog
import EventModel
import Synchronization

/// What the finding manager appends: each act once, many to a commit.
///
/// Acts are handed in without waiting for the log; whoever needs them recorded waits for them all.
/// Those that the log's queue had no room for are handed in again while one waits.
final class FindingActs: Sendable {
  private struct State {
    /// The findings that acts on their way go to.
    var streams: Set<StreamName> = []
    var openCount = 0
    var recordedCount = 0
    /// What the log's queue had no room for.
    var turnedAway: [Append] = []
    var failure: EventLogError?
    var waiter: CheckedContinuation<Void, Never>?
  }

  private let log: any AppendOnlyLog
  let rulesetVersion: Int?
  private let state = Mutex(State())

  init(log: any AppendOnlyLog, rulesetVersion: Int?) {
    self.log = log
    self.rulesetVersion = rulesetVersion
  }

  /// Whether an act on its way goes to that finding.
  func isWaiting(for stream: StreamName) -> Bool {
    state.withLock { $0.streams.contains(stream) }
  }

  /// Whether enough is on its way.
  var isFull: Bool {
    state.withLock { $0.openCount >= CommandHandlingLimits.appendsInFlight }
  }

  /// Hands an act to the log, unless it was recorded before.
  func handIn(_ act: DecidedEvent, after trigger: RecordedEvent) throws(EventLogError) {
    let id = Self.commandID(act, trigger)
    guard try log.receipt(of: id) == nil else { return }
    // Without a condition: the judgement depends on nothing after its trigger.
    let append = try append(act, id, trigger)
    state.withLock { _ = $0.streams.insert(act.stream) }
    submit(append)
  }

  private func submit(_ append: Append) {
    state.withLock { $0.openCount += 1 }
    log.submit(append) { self.complete(append, $0) }
  }

  /// Waits for all that was handed in.
  ///
  /// Where the task is cancelled, what the log's queue had no room for is left.
  /// - Returns: how many acts were recorded since the last call.
  /// - Throws: what became of one that was not; ``EventLogError/queueFull(waiting:)`` only where
  ///   there was no room for about a minute.
  func wait() async throws(EventLogError) -> Int {
    await waitForAnswers()
    var patience = QueuePatience()
    while let (appends, recordedCount) = takeTurnedAway() {
      guard await patience.wait() else {
        if Task.isCancelled { break }
        state.withLock { $0.failure = $0.failure ?? .queueFull(waiting: appends.count) }
        break
      }
      for append in appends { submit(append) }
      await waitForAnswers()
      // As long as some find room, all will.
      if state.withLock({ $0.recordedCount }) > recordedCount { patience = QueuePatience() }
    }
    let (count, failure) = state.withLock { state in
      let result = (state.recordedCount, state.failure)
      state = State()
      return result
    }
    if let failure { throw failure }
    return count
  }

  /// Takes what the log's queue had no room for; `nil` where there is none, or nothing else is of
  /// use.
  private func takeTurnedAway() -> (appends: [Append], recordedCount: Int)? {
    state.withLock { state in
      guard !state.turnedAway.isEmpty, state.failure == nil else { return nil }
      defer { state.turnedAway = [] }
      return (state.turnedAway, state.recordedCount)
    }
  }

  private func waitForAnswers() async {
    await withCheckedContinuation { continuation in
      let isDone = state.withLock { state in
        if state.openCount == 0 { return true }
        precondition(state.waiter == nil, "one waits for the acts at a time")
        state.waiter = continuation
        return false
      }
      if isDone { continuation.resume() }
    }
  }

  private func complete(_ append: Append, _ result: Result<AppendReceipt, EventLogError>) {
    let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
      state.openCount -= 1
      switch result {
      case .success(let receipt): state.recordedCount += receipt.isRepeat ? 0 : 1
      case .failure(.queueFull): state.turnedAway.append(append)
      case .failure(let error): state.failure = state.failure ?? error
      }
      guard state.openCount == 0 else { return nil }
      defer { state.waiter = nil }
      return state.waiter
    }
    waiter?.resume()
  }

  private func append(
    _ act: DecidedEvent, _ id: CommandID, _ trigger: RecordedEvent
  ) throws(EventLogError) -> Append {
    var event = ProposedEvent(
      type: act.type, schemaVersion: act.schemaVersion, id: EventID(of: id, ordinal: 0),
      standing: .decided, actor: .findingManager,
      source: Source(channel: trigger.event.source.channel),
      occurred: Moment(
        .instant(
          microseconds: trigger.recordedAt.microseconds,
          utcOffsetMinutes: log.identity.zone.utcOffsetMinutes)),
      payload: act.payload)
    event.about = act.about
    event.causation = trigger.event.id
    event.decidedOn = [DecidedOn(stream: trigger.stream, revision: trigger.revision)]
    event.rulesetVersion = rulesetVersion
    let encoded: EncodedEvent
    let digest = Digest(sha256Of: id.bytes)
    do throws(EventModelError) {
      encoded = try EncodedEvent(event, stream: act.stream, commandID: id, commandDigest: digest)
    } catch {
      throw .invalidAppend(error.reason)
    }
    return try Append(
      [.init(stream: act.stream, expected: .any, events: [encoded])], commandID: id,
      commandDigest: digest)
  }

  /// The first 16 bytes of SHA-256(finding's stream ‖ 0 ‖ trigger's event id ‖ act).
  private static func commandID(_ act: DecidedEvent, _ trigger: RecordedEvent) -> CommandID {
    var hash = SHA256()
    hash.update(data: Array(act.stream.text.utf8) + [0])
    hash.update(data: trigger.event.id.bytes)
    hash.update(data: Array(act.type.text.utf8))
    return CommandID(prefixOf: Array(hash.finalize()))
  }
}
