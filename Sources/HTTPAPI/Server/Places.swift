package import EventModel
internal import HTTPTypes
internal import Synchronization

/// Limits how many pieces of one kind of large work run at once; one more is refused, not kept waiting.
///
/// Work that waits for a slow client would keep all others out. So once it has waited longer than the patience
/// allows, the next that asks gets its place.
package final class Places: Sendable {
  /// How long work may wait for its client while others want its place.
  package struct Patience: Sendable {
    let seconds: Int
    let clock: @Sendable () -> RecordedTime

    /// - Parameter seconds: in all, however often it waits.
    package init(seconds: Int, clock: @escaping @Sendable () -> RecordedTime) {
      self.seconds = seconds
      self.clock = clock
    }
  }

  /// Work that has a place.
  private struct Holder {
    /// Microseconds that it has waited for its client.
    var waited: Int64 = 0
    /// Since when it has been waiting; only while it waits.
    var waitingSince: Int64?
    /// Called when another gets the place.
    var whenLost: @Sendable () -> Void = {}

    /// Microseconds that it will have waited.
    func waited(at now: Int64) -> Int64 { waited + (waitingSince.map { max(0, now - $0) } ?? 0) }
  }

  private struct State {
    var holders: [Int: Holder] = [:]
    var nextNumber = 0
  }

  private let count: Int
  private let work: String
  private let patience: Patience?
  private let state = Mutex(State())

  /// Seconds after which a refused client may find a place: most work takes less.
  private static let retryAfterSeconds = 2

  /// - Parameters:
  ///   - count: how many.
  ///   - work: what runs in them, in the plural, for whoever is refused.
  ///   - patience: how long it may wait for its client; `nil` where it never does.
  package init(_ count: Int, for work: String, _ patience: Patience? = nil) {
    self.count = count
    self.work = work
    self.patience = patience
  }

  /// A place that is taken: until it is left, another gets it, or nobody has it any more.
  package final class Taken: Sendable {
    private let places: Places
    private let number: Int

    fileprivate init(_ places: Places, _ number: Int) {
      self.places = places
      self.number = number
    }

    /// Makes room; a second time changes nothing.
    package func leave() {
      _ = places.state.withLock { $0.holders.removeValue(forKey: number) }
    }

    /// Sets what is called once another has the place: by the one who takes it, and only while this one waits.
    package func whenLost(_ body: @escaping @Sendable () -> Void) {
      places.state.withLock { $0.holders[number]?.whenLost = body }
    }

    /// Begins a wait for the client, during which another may get the place.
    package func beginWaiting() { places.wait(number, begins: true) }

    /// Ends the wait.
    package func endWaiting() { places.wait(number, begins: false) }

    deinit { leave() }
  }

  private func wait(_ number: Int, begins: Bool) {
    guard let now = patience?.clock().microseconds else { return }
    state.withLock { state in
      guard var holder = state.holders[number] else { return }
      holder.waited = holder.waited(at: now)
      holder.waitingSince = begins ? now : nil
      state.holders[number] = holder
    }
  }

  /// Takes a place.
  ///
  /// - Throws: ``Problem`` with code `busy` where all are taken.
  package func take() throws(Problem) -> Taken {
    let (number, whenLost) = state.withLock { state -> (Int?, (@Sendable () -> Void)?) in
      var lost: Holder?
      if state.holders.count >= count {
        guard let slow = slowest(in: state) else { return (nil, nil) }
        lost = state.holders.removeValue(forKey: slow)
      }
      state.nextNumber += 1
      state.holders[state.nextNumber] = Holder()
      return (state.nextNumber, lost?.whenLost)
    }
    whenLost?()
    if let number { return Taken(self, number) }
    var problem = Problem(
      "busy", .serviceUnavailable, "no more than \(count) \(work) run at once; try again soon")
    problem.retryAfterSeconds = Self.retryAfterSeconds
    throw problem
  }

  /// The work that may lose its place: it waits, and has waited longest and longer than it may.
  private func slowest(in state: State) -> Int? {
    guard let patience else { return nil }
    let now = patience.clock().microseconds
    let slow = state.holders.filter {
      $0.value.waitingSince != nil
        && $0.value.waited(at: now) >= Int64(patience.seconds) * 1_000_000
    }
    return slow.max { ($0.value.waited(at: now), $1.key) < ($1.value.waited(at: now), $0.key) }?.key
  }

  /// Runs something in a place of its own.
  ///
  /// - Throws: ``Problem`` with code `busy` where all are taken; what `body` throws.
  package func run<Result>(_ body: () async throws -> Result) async throws -> Result {
    let place = try take()
    defer { place.leave() }
    return try await body()
  }
}
