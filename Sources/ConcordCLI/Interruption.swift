import ArgumentParser
import Glibc
import PersonalData
import Synchronization

/// Ctrl-C and SIGTERM: whether they end a verb at once, in order, or are its own affair.
enum Interruption {
  /// How a verb ends when it is interrupted.
  enum Manner {
    /// Anywhere: it changes nothing.
    case atOnce
    /// Its task is cancelled, and it ends when what it holds is whole. A second signal doesn't wait.
    case inOrder
    /// As in order; but it throws where it did not come to its end, or all is done, which a signal that
    /// came too late doesn't change.
    case wholeOrNothing
    /// It listens itself.
    case own
  }

  /// The exit code after SIGINT, as shells have it.
  static let exitCode: Int32 = 130

  /// How many signals came. Written by the signal handler.
  private static let signalCount = Atomic<Int>(0)

  /// Whether the verb is to end.
  static var isRequested: Bool { signalCount.load(ordering: .relaxed) > 0 }

  /// Makes a closed pipe an error of the write instead of the process's death.
  static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    // Made now, so that the handler only adds.
    _ = signalCount.load(ordering: .relaxed)
  }

  /// Runs a verb to its end or to an interruption's.
  static func run(_ verb: some Verb) async throws {
    switch verb.interruption {
    case .own:
      try await perform(verb)
    case .atOnce:
      for number in [SIGINT, SIGTERM] { signal(number) { _ in _exit(Interruption.exitCode) } }
      try await perform(verb)
    case .inOrder, .wholeOrNothing:
      for number in [SIGINT, SIGTERM] { signal(number) { _ in Interruption.note() } }
      let task = Task { try await perform(verb) }
      let watcher = Task {
        while !isRequested { try await Task.sleep(for: .milliseconds(30)) }
        task.cancel()
      }
      let result = await task.result
      watcher.cancel()
      if verb.interruption == .wholeOrNothing {
        switch result {
        case .success: return
        case .failure(let error): if isNoInterruption(error) { throw error }
        }
      }
      if isRequested { throw Failure(.interrupted, nil) }
      try result.get()
    }
  }

  /// Whether an error tells what no interruption brings about, and what a user has to know.
  private static func isNoInterruption(_ error: any Error) -> Bool {
    error is PersonalDataError || Failure(error)?.status == .damageOrRefused
  }

  private static func perform(_ verb: some Verb) async throws {
    var verb = verb
    try await verb.run()
  }

  /// Called by the signal handler: touches nothing but the counter.
  private static func note() {
    if signalCount.wrappingAdd(1, ordering: .relaxed).newValue > 1 { _exit(exitCode) }
  }
}
