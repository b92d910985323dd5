import CommandHandling
import EventModel
import Importing

/// Imports rows into a data directory, or rehearses that.
struct LocalImport {
  let store: ConcordStore
  let answers: RowAnswers

  /// Records.
  func run(_ plan: ImportPlan) async throws(Failure) {
    var rows = try ImportRows(plan, StoreLookUps(store: store), answers)
    let session = store.session(actor: LocalRecording.actor, channel: .import)
    // Not a child of this task: what is on its way is recorded and answered after an interruption.
    let answering = Task {
      while let ready = await session.next() {
        for answer in ready { answers.answer(answer.result) }
      }
    }
    let progress = Progress("importing", unit: "rows")
    var failure: Failure?
    do throws(Failure) {
      while let commands = try await rows.next() {
        await session.add(commands.map(\.parsed))
        progress.update(answers.rowCount, share: rows.share)
      }
    } catch {
      failure = error
    }
    await session.finish()
    await answering.value
    progress.finish()
    if let failure { throw failure }
  }

  /// Decides and records nothing.
  func rehearse(_ plan: ImportPlan) async throws(Failure) {
    var rows = try ImportRows(plan, StoreLookUps(store: store), answers)
    var rehearsal = CommandRehearsal(
      handler: store.handler, actor: LocalRecording.actor, channel: .import)
    let progress = Progress("rehearsing", unit: "rows")
    defer { progress.finish() }
    while let commands = try await rows.next() {
      for command in commands {
        switch command.parsed {
        case .failure(let error): answers.answer(.failure(error))
        case .success(let parsed):
          do throws(CommandError) {
            answers.answer(.success(try rehearsal.rehearse(parsed)))
          } catch {
            answers.answer(.failure(error))
          }
        }
      }
      progress.update(answers.rowCount, share: rows.share)
    }
  }
}
