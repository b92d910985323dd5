public import Cooperation
import Deciding
public import EventLog
import EventModel
public import PersonalData
import SwiftProtobuf

extension CommandHandler where D == CooperationDecider {
  /// A handler of the domain's commands.
  ///
  /// - Parameter clock: the wall clock, passed in.
  public convenience init(
    log: any AppendOnlyLog, personal: PersonalStore?, clock: LogClock = .system
  ) {
    self.init(
      log: log, personal: personal, decider: CooperationDecider(),
      rulesetVersion: RuleBook.version, finding: CommandReceipt.Finding.init(opening:),
      clock: { RecordedTime(microseconds: clock.wall()) },
      newCommandID: {
        var generator = SystemRandomNumberGenerator()
        return CommandID.random(using: &generator)
      })
  }
}

extension CommandReceipt.Finding {
  /// What a `finding.opened` event says; `nil` for any other event.
  init?(opening recorded: RecordedEvent) {
    // Of a payload that can't be decoded the handler tells nothing; who folds the finding says why.
    guard recorded.event.type == PBFindingOpened.eventType,
      case .opened(let opened)? = try? Finding.decode(
        type: recorded.event.type, schemaVersion: recorded.event.schemaVersion,
        payload: recorded.event.payload)
    else { return nil }
    let severity: FindingProposal.Severity =
      switch opened.severity {
      case .critical: .critical
      case .breach: .breach
      case .advisory, .unspecified, .UNRECOGNIZED: .advisory
      }
    self.init(
      stream: recorded.stream, rule: opened.rule, severity: severity, reason: opened.reason)
  }
}
