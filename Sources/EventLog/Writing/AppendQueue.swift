internal import EventModel

/// Appends that wait for the writer, in the order in which they were handed in; bounded.
final class AppendQueue: Sendable {
  /// An append and who waits for it.
  struct Request: Sendable {
    let append: Append
    /// What the index said of it, where it was asked.
    let ahead: LookAhead?
    let waiter: Waiter
  }

  /// Who is told what became of an append.
  enum Waiter: Sendable {
    /// A function, called on the writer's thread.
    case function(@Sendable (Result<AppendReceipt, EventLogError>) -> Void)
    /// A task, resumed there.
    case task(UnsafeContinuation<Result<AppendReceipt, EventLogError>, Never>)

    /// Tells it.
    func tell(_ result: Result<AppendReceipt, EventLogError>) {
      switch self {
      case .function(let body): body(result)
      case .task(let continuation): continuation.resume(returning: result)
      }
    }
  }

  private struct State {
    var requests: [Request] = []
    var eventCount = 0
    var byteCount = 0
    /// Why nothing more is taken.
    var refusal: EventLogError?
    var isClosed = false
  }

  private let state = Monitor(State())
  private let eventLimit: Int
  private let byteLimit: Int

  init(eventLimit: Int, byteLimit: Int) {
    self.eventLimit = eventLimit
    self.byteLimit = byteLimit
  }

  /// Takes an append, or says why not.
  ///
  /// - Complexity: O(1)
  func submit(_ request: Request) -> EventLogError? {
    state.update { state in
      if let refusal = refusal(of: request.append, state) { return refusal }
      state.requests.append(request)
      state.eventCount += request.append.eventCount
      state.byteCount += request.append.byteCount
      return nil
    }
  }

  /// Why an append would not be taken now.
  func refusal(of append: Append) -> EventLogError? {
    state.withLock { refusal(of: append, $0) }
  }

  private func refusal(of append: Append, _ state: State) -> EventLogError? {
    if let refusal = state.refusal { return refusal }
    let isFull =
      state.eventCount + append.eventCount > eventLimit
      || state.byteCount + append.byteCount > byteLimit
    // An append larger than the whole queue is taken when it is alone.
    return isFull && !state.requests.isEmpty ? .queueFull(waiting: state.requests.count) : nil
  }

  /// Waits for appends.
  ///
  /// - Returns: whether there are some; not once the queue is closed and empty.
  func wait() -> Bool {
    state.wait { state in
      if state.requests.isEmpty { return state.isClosed ? false : nil }
      return true
    }
  }

  /// Whether no append waits.
  var isEmpty: Bool { state.withLock { $0.requests.isEmpty } }

  /// Takes all there are and puts them behind those that were taken before.
  func take(into requests: inout [Request]) {
    state.withLock { state in
      if requests.isEmpty {
        // The lists change places, so that neither grows anew.
        swap(&state.requests, &requests)
      } else {
        requests.append(contentsOf: state.requests)
        state.requests.removeAll(keepingCapacity: true)
      }
      state.eventCount = 0
      state.byteCount = 0
    }
  }

  /// Takes nothing more, for this reason; the first one stays.
  ///
  /// - Returns: whether more was taken until now.
  @discardableResult
  func refuse(_ error: EventLogError) -> Bool {
    state.update { state in
      defer { state.refusal = state.refusal ?? error }
      return state.refusal == nil
    }
  }

  /// Why nothing may be recorded until the log is opened again, where that was not its opener's wish.
  var lastingRefusal: EventLogError? {
    let refusal = state.withLock { $0.refusal }
    return refusal == .closed || refusal == .readOnly ? nil : refusal
  }

  /// Throws why nothing may be recorded any more; one that is only closed serves those who wait.
  func checkOpen() throws(EventLogError) {
    if let refusal = state.withLock({ $0.refusal }), refusal != .closed { throw refusal }
  }

  /// Takes nothing more; the writer ends once it has served those who wait.
  func close() {
    state.update { state in
      state.refusal = state.refusal ?? .closed
      state.isClosed = true
    }
  }
}
