internal import Cooperation
public import Deciding
import EventLog
public import EventModel

/// Handles the lines of one request or file as if decided in order, many to a commit.
///
/// A line is decided on the proposed events of the lines before it and its append is submitted at
/// once, on condition that the append before it is recorded. Where one fails, it and all lines after
/// it are decided again. One task calls ``add(_:)`` and ``finish()``, one calls ``next()``; they may
/// be the same task.
public actor CommandSession<D: Decider> where D.Command: HandledCommand {
  let handler: CommandHandler<D>
  private let actor: Actor
  private let channel: Source.Channel
  private let byteBound: Int
  /// The lines that are not answered yet, in order, and what has become of each.
  var window: SessionWindow<D.Command>
  /// The streams as they will be once all that was submitted is recorded.
  private var overlay: SessionOverlay
  /// What was decided of the lines whose appends are under way, by the lines' numbers.
  var plans: [Int: CommandPlan] = [:]
  /// The commands of these: a line with the id of one of them is decided after it.
  private var idsInFlight: Set<CommandID> = []
  /// How many of these erase somebody: no line is decided behind one, because what it leaves of a person
  /// and who may have the person's number is known once it is done.
  private var erasuresInFlight = 0
  /// The append that the next one hangs on; `nil` where none is under way.
  var lastSubmitted: Submission?
  /// Planned lines, in order, whose appends wait for personal parts: their own, or those of lines
  /// before them.
  var launches: [Int] = []
  var isLaunching = false
  /// What became of appends, until it is taken in.
  let mailbox = CompletionMailbox()
  /// What ``next()`` gives out.
  private var answers: [SessionAnswer] = []
  /// Whether no line follows.
  private var isFinished = false
  /// Whether nobody wants any more answers.
  private var isCancelled = false
  /// Whether nothing is decided for a moment, because the log's queue was full.
  private var isPaused = false
  /// Whoever waits in ``next()``.
  private var waitingForAnswers: CheckedContinuation<Void, Never>?
  /// Whoever waits in ``add(_:byteCount:)``.
  private var waitingForRoom: CheckedContinuation<Void, Never>?

  /// A session for one actor.
  ///
  /// - Parameters:
  ///   - lineBound: the most lines that are decided and not yet answered.
  ///   - byteBound: about the most bytes of these lines, but for the last ones added.
  public init(
    handler: CommandHandler<D>, actor: Actor, channel: Source.Channel,
    lineBound: Int = CommandHandlingLimits.sessionLines,
    byteBound: Int = CommandHandlingLimits.sessionBytes
  ) {
    self.byteBound = byteBound
    self.handler = handler
    self.actor = actor
    self.channel = channel
    window = SessionWindow(lineBound: lineBound)
    overlay = SessionOverlay(on: handler.committed)
  }

  /// Adds lines; returns once there is room for more.
  ///
  /// Lines that are added together are prepared together: hand in what has arrived, not one by one.
  /// - Parameters:
  ///   - lines: commands, or why a line is none.
  ///   - byteCount: about the bytes that they hold together; 0 where something else bounds them.
  public func add(_ lines: [Result<D.Command, CommandError>], byteCount: Int = 0) async {
    if isCancelled { return }
    take(lines, byteCount)
    proceed()
    if !hasRoom {
      await withCheckedContinuation { waitingForRoom = $0 }
    }
  }

  @specialized(where D == CooperationDecider)
  private func take(_ lines: [Result<D.Command, CommandError>], _ byteCount: Int) {
    for line in lines {
      window.add(
        line, id: (try? line.get()).map(handler.id(of:)), byteCount: byteCount / lines.count)
    }
  }

  /// Says that no line follows.
  public func finish() {
    isFinished = true
    wakeReader()
  }

  /// The next answers, in order of lines; waits for at least one.
  ///
  /// - Returns: `nil` once all lines of a finished session are answered, or the task is cancelled.
  public func next() async -> [SessionAnswer]? {
    while answers.isEmpty {
      if isCancelled || (isFinished && window.count == 0) { return nil }
      await withTaskCancellationHandler {
        await withCheckedContinuation { continuation in
          if Task.isCancelled || isCancelled {
            continuation.resume()
          } else {
            waitingForAnswers = continuation
          }
        }
      } onCancel: {
        Task { await self.cancel() }
      }
      if Task.isCancelled { cancel() }
    }
    return takeAnswers()
  }

  /// The answers that are there already.
  public func takeAnswers() -> [SessionAnswer] {
    let taken = answers
    answers = []
    wakeWriter()
    return taken
  }

  /// Takes no more lines and gives no more answers; appends in flight are recorded all the same.
  public func cancel() {
    isCancelled = true
    answers = []
    wakeReader()
    wakeWriter()
  }

  private var hasRoom: Bool {
    isCancelled
      || window.count + answers.count < window.lineBound
        && window.byteCount < byteBound
  }

  private func wakeReader() {
    waitingForAnswers?.resume()
    waitingForAnswers = nil
  }

  private func wakeWriter() {
    guard hasRoom else { return }
    waitingForRoom?.resume()
    waitingForRoom = nil
  }

  /// Decides what can be decided, submits it, and hands out what holds.
  ///
  /// Compiled for the domain's decider too: a generic session asks at run time, at every step of
  /// every line, what it handles. An `async` function isn't specialised.
  @specialized(where D == CooperationDecider)
  func proceed() {
    repeat { receive() } while decide()
    let ready = window.takeAnswers()
    if !isCancelled { answers += ready }
    if !answers.isEmpty || (isFinished && window.count == 0) { wakeReader() }
    wakeWriter()
  }

  // MARK: - Deciding

  /// Decides lines and submits their appends.
  ///
  /// - Returns: whether something changed, so that more may be possible.
  private func decide() -> Bool {
    guard !isPaused, !isCancelled else { return false }
    var held: [Int] = []
    var hasChanged = false
    while held.count < CommandHandlingLimits.linesPerLaunch, erasuresInFlight == 0,
      let line = window.nextToDecide()
    {
      // Whether it repeats the line in flight is known once that is recorded.
      if let id = line.id, idsInFlight.contains(id) { break }
      hasChanged = true
      guard let plan = plan(line) else { continue }
      plans[line.number] = plan
      idsInFlight.insert(plan.commandID)
      if plan.erases != nil { erasuresInFlight += 1 }
      window.launch(line.number)
      held.append(line.number)
    }
    launch(held)
    return hasChanged
  }

  /// Decides a line; `nil` when it is settled without an append.
  private func plan(_ line: SessionWindow<D.Command>.Line) -> CommandPlan? {
    do throws(CommandError) {
      let command = try line.command.get()
      guard let id = line.id else { preconditionFailure("a command without an id") }
      let now = handler.now
      // A client's id is looked up before anything hangs on it: a repeat takes back all that was
      // decided on it, and a file that is handed in again is full of them.
      let decided = try handler.decide(
        command, id: id, actor: actor, channel: channel, now: now, from: overlay,
        mayBeRecorded: line.mayBeRecorded || command.id != nil)
      switch decided {
      case .receipt(let receipt):
        window.settle(line.number, .success(receipt))
        return nil
      case .plan(let plan):
        overlay.add(plan, line: line.number, now: now)
        return plan
      }
    } catch {
      window.settle(line.number, .failure(error))
      return nil
    }
  }

  func forget(_ number: Int) {
    guard let plan = plans.removeValue(forKey: number) else { return }
    idsInFlight.remove(plan.commandID)
    if plan.erases != nil { erasuresInFlight -= 1 }
  }

  // MARK: - Completions

  /// Takes in what became of appends.
  private func receive() {
    var abandoned: [CommandPlan] = []
    for (number, result) in mailbox.take() {
      guard let plan = plans[number] else { continue }
      forget(number)
      switch result {
      case .success(let receipt) where !receipt.isRepeat:
        window.recorded(number, handler.finish(plan, receipt))
        overlay.recorded(plan, line: number)
      case .success:
        // The same command, handled elsewhere, was faster.
        abandoned.append(plan)
        window.failed(number, .decideAgain(orElse: .tooContended(tries: 1)))
      case .failure(let error):
        if !error.leavesOutcomeOpen { abandoned.append(plan) }
        window.failed(number, failure(error))
      }
    }
    handler.discard(abandoned)
    if window.rewind() {
      overlay.reset()
    }
    if window.inFlightCount == 0 { lastSubmitted = nil }
  }

  private func failure(_ error: EventLogError) -> SessionWindow<D.Command>.Failure {
    switch error {
    case .predecessorMissing: return .innocent
    case .conflict:
      return .decideAgain(orElse: .tooContended(tries: CommandHandlingLimits.tries))
    case .queueFull:
      pause()
      return .decideAgain(orElse: CommandError(error))
    default: return .final(CommandError(error))
    }
  }

  /// Lets the writer catch up before anything more is submitted.
  func pause() {
    guard !isPaused else { return }
    isPaused = true
    Task {
      try? await Task.sleep(for: .milliseconds(20))
      self.isPaused = false
      self.proceed()
    }
  }
}

extension CommandError {
  /// Whether another command, in flight elsewhere, may have been the cause.
  var isWorthAnotherTry: Bool {
    if case .busy = self { true } else { false }
  }
}
