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
    // Not a child of this task: what is on its way is recorded and answered after an interruption.
    let answering = Task {
      while let ready = await session.next() {
        for answer in ready { answers.write(answer) }
        // Whoever hands lines in slowly sees each answer when it comes.
        try? Output.standard.flush()
      }
    }
    var failure: Failure?
    do throws(Failure) {
      try await read(lines, into: session, answers)
    } catch {
      failure = error
    }
    await session.finish()
    await answering.value
    if let failure = failure ?? answers.failure { throw failure }
  }

  private func read(
    _ lines: CommandLines, into session: CommandSession<CooperationDecider>, _ answers: AnswerWriter
  ) async throws(Failure) {
    let progress = Progress("recording", unit: "lines")
    defer { progress.finish() }
    var splitter = LineSplitter(lineByteLimit: Self.limits.lineByteCount)
    while let chunk = try await lines.next() {
      let whole = splitter.split(chunk)
      for start in stride(from: 0, to: whole.count, by: Self.limits.linesPerBatch) {
        if Interruption.isRequested || answers.failure != nil { return }
        let end = min(start + Self.limits.linesPerBatch, whole.count)
        await session.add(lines: whole[start..<end])
        let read = Double(await lines.bytesRead)
        progress.update(answers.lineCount, share: lines.byteCount.map { read / Double(max($0, 1)) })
      }
    }
    let rest = splitter.finish()
    if !Interruption.isRequested, !rest.isEmpty { await session.add(lines: rest[...]) }
  }
}

extension CommandSession<CooperationDecider> {
  /// Adds lines of NDJSON.
  fileprivate func add(lines: ArraySlice<[UInt8]?>) async {
    let limit = ServerLimits().lineByteCount
    await add(
      lines.map { Result(line: $0, byteLimit: limit) },
      byteCount: lines.reduce(0) { $0 + ($1?.count ?? 0) })
  }
}
