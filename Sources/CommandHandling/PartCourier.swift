import Dispatch
import EventModel
import PersonalData

/// Stores the personal parts of commands that come at the same time with one durable commit, and
/// gives up those of commands that were not recorded.
///
/// Natural group commit: what queues up while one commit is syncing goes with the next. One thread
/// at a time waits for the disk, however many commands there are, and none of Swift's shared ones:
/// those go on deciding.
actor PartCourier {
  typealias Outcome = Result<[PersonalPartReference], CommandError>

  private struct Request {
    let plans: [CommandPlan]
    let continuation: CheckedContinuation<[Outcome], Never>
  }

  private let store: @Sendable ([CommandPlan]) throws(CommandError) -> [Outcome]
  private let giveUp: @Sendable ([CommandID]) -> Void
  private let queue = DispatchQueue(label: "concord.personal-parts")
  private var waiting: [Request] = []
  private var isServing = false
  /// How many transactions were handed to the store.
  private(set) var transactionCount = 0

  /// - Parameters:
  ///   - store: stores the parts of several plans in one transaction.
  ///   - giveUp: deletes the parts of several commands in one transaction.
  init(
    store: @escaping @Sendable ([CommandPlan]) throws(CommandError) -> [Outcome],
    giveUp: @escaping @Sendable ([CommandID]) -> Void
  ) {
    self.store = store
    self.giveUp = giveUp
  }

  /// Stores a plan's parts as pending.
  func prepare(_ plan: CommandPlan) async throws(CommandError) -> [PersonalPartReference] {
    try await prepare([plan])[0].get()
  }

  /// Stores the parts of several plans as pending, with one commit.
  ///
  /// - Returns: what became of each, in their order.
  func prepare(_ plans: [CommandPlan]) async -> [Outcome] {
    await withCheckedContinuation { continuation in
      waiting.append(Request(plans: plans, continuation: continuation))
      if !isServing {
        isServing = true
        // A job of its own, behind the commands that are already at the door.
        Task { self.serve() }
      }
    }
  }

  /// Gives up the parts of commands; nobody waits for it.
  ///
  /// What is prepared after this finds them gone: a command that is decided again may bring others,
  /// and another the look-up that was reserved.
  nonisolated func discard(_ commands: [CommandID]) {
    queue.async { [giveUp] in giveUp(commands) }
  }

  /// Returns when what was handed to the disk before is there, or deleted.
  nonisolated func settle() { queue.sync {} }

  /// Requests that wait for the disk, those on their way to it not counted.
  var waitingCount: Int { waiting.count }

  /// Hands what waits to the queue, as far as it goes into one transaction.
  private func serve() {
    var planCount = 0
    let batch = Array(
      waiting.prefix { request in
        planCount += request.plans.count
        return planCount <= CommandHandlingLimits.linesPerLaunch || planCount == request.plans.count
      })
    waiting.removeFirst(batch.count)
    let plans = batch.flatMap(\.plans)
    transactionCount += 1
    queue.async { [store] in
      let outcomes: [Outcome]
      do throws(CommandError) {
        outcomes = try store(plans)
      } catch {
        outcomes = plans.map { _ in .failure(error) }
      }
      var start = outcomes.startIndex
      for request in batch {
        let end = start + request.plans.count
        request.continuation.resume(returning: Array(outcomes[start..<end]))
        start = end
      }
      Task { await self.goOn() }
    }
  }

  private func goOn() {
    isServing = !waiting.isEmpty
    if isServing { serve() }
  }
}
