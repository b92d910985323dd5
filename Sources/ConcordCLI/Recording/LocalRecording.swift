import CommandHandling
import Cooperation
import Deciding
import EventModel
import HTTPAPI

/// Records the lines of a file into a data directory.
struct LocalRecording {
  let store: ConcordStore
  let channel: Record.Channel

  private static let limits = ServerLimits()

  /// Who acts: whoever may write the data directory.
  static let actor = Actor(user: "local", role: "operator", assurance: .local)

  func run(_ lines: CommandLines, _ answers: AnswerWriter) async throws {
    let session = store.session(actor: Self.actor, channel: channel.source)
    let feed = LineFeed(session, linesPerBatch: Self.limits.linesPerBatch) {
      Result(line: $0, byteLimit: Self.limits.lineByteCount)
    }
    // Not a child of this task: what is on its way is recorded and answered after an interruption.
    let answering = Task {
      while let ready = await feed.nextAnswers() {
        for answer in ready { answers.write(answer) }
        // Whoever hands lines in slowly sees each answer when it comes.
        try? Output.standard.flush()
      }
    }
    var failure: Failure?
    do throws(Failure) {
      try await read(lines, into: feed, answers)
    } catch {
      failure = error
    }
    await feed.finish()
    await answering.value
    if let failure = failure ?? answers.failure { throw failure }
  }

  private func read(
    _ lines: CommandLines, into feed: LineFeed, _ answers: AnswerWriter
  ) async throws(Failure) {
    let progress = Progress("recording", unit: "lines")
    defer { progress.finish() }
    var splitter = LineSplitter(lineByteLimit: Self.limits.lineByteCount)
    func isWanted() -> Bool { !Interruption.isRequested && answers.failure == nil }
    while isWanted(), let chunk = try await lines.next() {
      await feed.add(splitter.split(chunk), while: isWanted)
      let read = Double(await lines.bytesRead)
      progress.update(answers.lineCount, share: lines.byteCount.map { read / Double(max($0, 1)) })
    }
    await feed.add(splitter.finish(), while: isWanted)
  }
}
