import CommandHandling
import Cooperation
import Deciding
import EventModel
import Importing

/// Imports rows into a data directory, or rehearses that.
struct LocalImport {
  let store: ConcordStore
  let answers: RowAnswers

  /// Records the rows, and around them that the file came and what became of it.
  func run(_ plan: ImportPlan) async throws(Failure) {
    var record = try plan.record()
    try await handle(record.reception)
    let first = try await door.firstResults(of: plan)
    record.resume(behind: first)
    answers.keep(record)
    var failure: Failure?
    do throws(Failure) {
      try await recordRows(plan, first)
    } catch {
      failure = error
    }
    if answers.failure == nil {
      for command in answers.recordCommands() { try await handle(command) }
    }
    if let failure { throw failure }
  }

  private var door: StoreDoor { StoreDoor(store) }

  private func recordRows(_ plan: ImportPlan, _ first: FirstResults) async throws(Failure) {
    let rows = try ImportRows(plan, door, answers, first: first)
    let session = store.session(actor: LocalRecording.actor, channel: .import)
    // Not a child of this task: what is on its way is recorded and answered after an interruption.
    let answering = Task {
      while let ready = await session.next() {
        answers.answer(ready.map(\.result))
      }
    }
    let progress = Progress("importing", unit: "rows")
    var failure: Failure?
    do throws(Failure) {
      var batch = try await rows.parsed().get()
      while let ready = batch {
        async let following = rows.parsed()
        await session.add(ready.commands)
        progress.update(answers.rowCount, share: ready.share)
        batch = try await following.get()
      }
    } catch {
      failure = error
    }
    await session.finish()
    await answering.value
    progress.finish()
    if let failure { throw failure }
  }

  /// Records what is about the import itself; where it says nothing new, nothing is.
  private func handle(_ command: PBCommand) async throws(Failure) {
    do {
      _ = try await store.handler.handle(
        ParsedCommand(command), actor: LocalRecording.actor, channel: .import)
    } catch CommandError.rejected {
      // The same file came before in another way; its first record stands.
    } catch {
      throw Failure(error) ?? Failure(.bug, "\(error)")
    }
  }

  /// Decides and records nothing.
  func rehearse(_ plan: ImportPlan) async throws(Failure) {
    let door = door
    let rows = try ImportRows(
      plan, door, answers, first: try await door.firstResults(of: plan))
    var rehearsal = CommandRehearsal(
      handler: store.handler, actor: LocalRecording.actor, channel: .import)
    let progress = Progress("rehearsing", unit: "rows")
    defer { progress.finish() }
    while let batch = try await rows.parsed().get() {
      for command in batch.commands {
        switch command {
        case .failure(let error): answers.answer([.failure(error)])
        case .success(let parsed):
          do throws(CommandError) {
            answers.answer([.success(try rehearsal.rehearse(parsed))])
          } catch {
            answers.answer([.failure(error)])
          }
        }
      }
      progress.update(answers.rowCount, share: batch.share)
    }
  }
}

extension ImportRecord {
  /// Goes on behind the rows that an earlier run of the same file has answered.
  mutating func resume(behind first: FirstResults) {
    resume(
      at: first.nextRow, recorded: first.recorded, alreadySo: first.alreadySo,
      rejected: first.rejected)
  }
}
