@testable import CommandHandling
import Cooperation
import Deciding
import EventLog
import EventModel
import PersonalData
import Testing
import TestSupport

/// A manager by the domain's own rules, whose problems fail the test.
func findingManager(
  on log: any AppendOnlyLog, _ personal: PersonalStore? = nil, rules: Int? = nil,
  from position: Position = .zero
) -> FindingManager<CooperationJudge> {
  FindingManager(
    log: log, personal: personal, judge: CooperationJudge(), rulesetVersion: rules,
    walk: ManagerWalk(from: position),
    onProblem: { event, rejection in
      Issue.record("\(event.stream) \(event.revision): \(rejection)")
    })
}

/// The domain's findings that are open, by their streams.
func openFindings(in log: any AppendOnlyLog) throws -> [Finding] {
  let handler = CommandHandler(log: log, personal: nil)
  let opened = try log.read(
    from: nil, direction: .forwards, type: EventType("finding.opened"), before: nil, limit: 100)
  return try Set(opened.map(\.stream)).sorted().compactMap { stream in
    try handler.history(of: stream).state(Finding.self)
  }.filter(\.isOpen)
}

extension GatedLog {
  /// Lets a manager catch up with this log, which decides on what is handed in only once the manager
  /// waits for it.
  func catchUp(_ manager: FindingManager<some FindingJudge>) async throws -> Int {
    let catchingUp = Task { try await manager.catchUp() }
    try await waitUntil { submittedCount > 0 }
    // The manager answers others only while it waits.
    _ = await manager.position
    open()
    return try await catchingUp.value
  }
}
