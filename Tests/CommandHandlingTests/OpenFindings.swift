@testable import CommandHandling
import Cooperation
import Deciding
import EventLog
import EventModel
import Testing

/// A manager by the domain's own rules, whose problems fail the test.
func findingManager(
  on log: any AppendOnlyLog, rules: Int? = nil
) -> FindingManager<CooperationJudge> {
  FindingManager(
    log: log, personal: nil, judge: CooperationJudge(), rulesetVersion: rules,
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
