public import Deciding
public import EventModel

/// What came of a command that was not refused.
///
/// All but ``status`` is a pure function of the append's records, so a repeat tells the same for
/// ever.
public struct CommandReceipt: Hashable, Sendable {
  /// What came of the command.
  public enum Status: String, Hashable, Sendable {
    /// It was recorded now.
    case recorded
    /// It had been recorded before; this is its first receipt.
    case repeated
    /// Nothing had to be recorded.
    case alreadySo
  }

  /// One recorded event.
  public struct Event: Hashable, Sendable {
    /// Its id.
    public let id: EventID
    /// Its type.
    public let type: EventType
    /// Its stream.
    public let stream: StreamName
    /// Its revision.
    public let revision: Revision
    /// Its position.
    public let position: Position
  }

  /// A finding that was opened with the facts.
  public struct Finding: Hashable, Sendable {
    /// The finding's stream.
    public let stream: StreamName
    /// The rule's number.
    public let rule: String
    /// How grave it is.
    public let severity: FindingProposal.Severity
    /// One sentence.
    public let reason: String

    /// A finding.
    public init(
      stream: StreamName, rule: String, severity: FindingProposal.Severity, reason: String
    ) {
      self.stream = stream
      self.rule = rule
      self.severity = severity
      self.reason = reason
    }
  }

  /// A review that holds facts unconfirmed.
  public struct Review: Hashable, Sendable {
    /// The id of the event that opened it.
    public let id: EventID
    /// Its stream, the facts' own.
    public let stream: StreamName
    /// The rule's number.
    public let rule: String
    /// One sentence.
    public let reason: String
    /// The events that are held.
    public let events: [EventID]
  }

  /// What came of the command.
  public var status: Status
  /// The command's id.
  public let commandID: CommandID
  /// The recorded events, by position; none when it was already so.
  public let events: [Event]
  /// When they were recorded; `nil` when it was already so.
  public let recordedAt: RecordedTime?
  /// The findings that were opened with them.
  public let findings: [Finding]
  /// The reviews that were opened with them.
  public let reviews: [Review]

  /// Whether facts are held for review.
  public var isHeldForReview: Bool { !reviews.isEmpty }

  /// The positions of the events, half open; `nil` when it was already so.
  public var positions: Range<Position>? {
    guard let first = events.first, let last = events.last else { return nil }
    return first.position..<last.position.next
  }

  /// The receipt of a command that leads to nothing.
  static func alreadySo(_ id: CommandID) -> CommandReceipt {
    CommandReceipt(
      status: .alreadySo, commandID: id, events: [], recordedAt: nil, findings: [], reviews: [])
  }

  private init(
    status: Status, commandID: CommandID, events: [Event], recordedAt: RecordedTime?,
    findings: [Finding], reviews: [Review]
  ) {
    self.status = status
    self.commandID = commandID
    self.events = events
    self.recordedAt = recordedAt
    self.findings = findings
    self.reviews = reviews
  }

  /// The receipt that an append's records tell.
  ///
  /// - Parameters:
  ///   - records: all records of one append, by position.
  ///   - finding: what an event that opens a finding says; `nil` for any other event.
  public init(
    _ status: Status, of commandID: CommandID, records: [RecordedEvent],
    finding: (RecordedEvent) -> Finding?
  ) {
    self.init(
      status: status, commandID: commandID,
      events: records.map {
        Event(
          id: $0.event.id, type: $0.event.type, stream: $0.stream, revision: $0.revision,
          position: $0.position)
      },
      recordedAt: records.first?.recordedAt, findings: records.compactMap(finding),
      reviews: records.compactMap(Review.init))
  }
}

extension CommandReceipt.Review {
  fileprivate init?(_ recorded: RecordedEvent) {
    guard case .opened(let rule, let reason, let events)? = ReviewEvent(recorded.event) else {
      return nil
    }
    id = recorded.event.id
    stream = recorded.stream
    self.rule = rule
    self.reason = reason
    self.events = events
  }
}
