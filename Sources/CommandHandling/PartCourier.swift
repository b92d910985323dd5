import EventModel
import PersonalData

/// Stores the personal parts of commands that come at the same time with one durable commit.
///
/// Natural group commit: what queues up while one commit is syncing goes with the next. One thread
/// at a time waits for the disk, however many commands there are.
actor PartCourier {
  typealias Outcome = Result<[PersonalPartReference], CommandError>

  private let store: @Sendable ([CommandPlan]) throws(CommandError) -> [Outcome]
  private var waiting: [(plan: CommandPlan, continuation: CheckedContinuation<Outcome, Never>)] = []
  private var isServing = false

  /// - Parameter store: stores the parts of several plans in one transaction.
  init(store: @escaping @Sendable ([CommandPlan]) throws(CommandError) -> [Outcome]) {
    self.store = store
  }

  /// Stores a plan's parts as pending.
  func prepare(_ plan: CommandPlan) async throws(CommandError) -> [PersonalPartReference] {
    let outcome = await withCheckedContinuation { continuation in
      waiting.append((plan, continuation))
      if !isServing {
        isServing = true
        // A job of its own, behind the commands that are already at the door.
        Task { self.serve() }
      }
    }
    return try outcome.get()
  }

  private func serve() {
    let batch = waiting.prefix(CommandHandlingLimits.linesPerLaunch)
    waiting.removeFirst(batch.count)
    do throws(CommandError) {
      for (request, outcome) in zip(batch, try store(batch.map { $0.plan })) {
        request.continuation.resume(returning: outcome)
      }
    } catch {
      for request in batch { request.continuation.resume(returning: .failure(error)) }
    }
    isServing = !waiting.isEmpty
    if isServing { Task { self.serve() } }
  }
}
