import CommandHandling
import EventLog
import EventModel
import HTTPAPI
import Synchronization

/// What Concord does by itself after a verb has recorded: first the commands that follow, then what
/// the rules say of it all.
///
/// It goes over all that was not looked at yet, so that it may take longer than the recording did. An
/// interruption loses nothing: what was recorded stays, and the next verb goes on where this one was.
struct FollowUp {
  /// Facts from which it is said beforehand that this may take a while.
  static let longFactCount = 100_000

  let store: ConcordStore
  /// How refusals are told.
  let refusals: RefusalTally

  /// Works up to the log's end, unless an interruption was asked for.
  ///
  /// What follows and what is judged are found on two cores: neither needs the other, but that what
  /// followed is judged after it.
  func run() async throws(EventLogError) {
    if Interruption.isRequested { return }
    let walk = Walk(log: store.log)
    defer { walk.finish() }
    async let judged = judge(walk)
    let followed = await react(walk)
    try await judged.get()
    guard try followed.get() > 0, !Interruption.isRequested else { return }
    try await judge(walk).get()
  }

  private func react(_ walk: Walk) async -> Result<Int, EventLogError> {
    // However it ends: what was refused is not tried again.
    defer {
      walk.finish()
      refusals.tell()
    }
    do throws(EventLogError) {
      return .success(
        try await store.catchUpReactions(
          onProgress: walk.progress("seeing what follows"),
          onProblem: { refusals.count($0, $1) }))
    } catch {
      return .failure(error)
    }
  }

  private func judge(_ walk: Walk) async -> Result<Void, EventLogError> {
    do throws(EventLogError) {
      try await store.catchUpFindings(
        onProgress: walk.progress("judging"), onAnew: walk.progressAnew("judging by the new rules"),
        onProblem: Workspace.onProblem)
      return .success(())
    } catch {
      return .failure(error)
    }
  }
}

/// How far the managers are, and a word beforehand where it is far.
private final class Walk: Sendable {
  private struct State {
    var progress: Progress?
    /// Whose progress is shown: one line has room for one.
    var shown: String?
    var wasAnnounced = false
  }

  private let log: EventLog
  private let state = Mutex(State())

  init(log: EventLog) { self.log = log }

  /// What is told where a manager begins, and then how far it is.
  func progress(_ what: String) -> @Sendable (Position) -> Void {
    let begin = Mutex<Position?>(nil)
    return { [self] position in
      let start = begin.withLock { begin in
        if begin == nil { begin = position }
        return begin ?? position
      }
      let total = Int(log.end.number - min(start, log.end).number)
      if start == position {
        announce(total, "were not looked at yet for what follows from them")
      }
      progress(of: what)?.update(Int(position.number - start.number), of: total)
    }
  }

  /// What is told how far it is with all facts of the log, where the rules are new.
  func progressAnew(_ what: String) -> @Sendable (Position) -> Void {
    { [self] position in
      let total = Int(log.end.number)
      // Nothing else is waited for by then, or it takes as long.
      let other = state.withLock { state in
        state.shown == what ? nil : state.progress.take()
      }
      other?.finish()
      announce(total, "have to be held against the rules of now")
      progress(of: what)?.update(Int(position.number), of: total)
    }
  }

  /// The line of what is shown; `nil` where another has it.
  private func progress(of what: String) -> Progress? {
    state.withLock { state in
      if state.progress == nil {
        state.progress = Progress(what, unit: "facts")
        state.shown = what
      }
      return state.shown == what ? state.progress : nil
    }
  }

  private func announce(_ total: Int, _ why: String) {
    guard total >= FollowUp.longFactCount else { return }
    let isFirst = state.withLock { state in
      defer { state.wasAnnounced = true }
      return !state.wasAnnounced
    }
    guard isFirst else { return }
    Output.note(
      "\(grouped(total)) facts in the log \(why); this is done now. What was recorded is kept: "
        + "Ctrl-C leaves the rest to the next time.")
  }

  func finish() {
    state.withLock { $0.progress.take() }?.finish()
  }
}
