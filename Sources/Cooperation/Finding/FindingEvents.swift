internal import Crypto
public import Deciding
public import EventModel
internal import SwiftProtobuf

extension Finding {
  /// What happens to a finding.
  public enum Event: Sendable {
    /// A breach was seen.
    case opened(PBFindingOpened)
    /// The facts it stood on are gone.
    case withdrawn(PBFindingWithdrawn)
    /// The organisation was told.
    case notified(PBFindingNotified)
    /// It answered.
    case answered(PBFindingAnswered)
    /// The breach was put right.
    case rectified(PBFindingRectified)
    /// The breach stands.
    case upheld(PBFindingUpheld)
    /// It was punished.
    case sanctioned(PBFindingSanctioned)
    /// It is not pursued.
    case dismissed(PBFindingDismissed)
    /// It is looked at again.
    case reopened(PBFindingReopened)
  }

  /// How its payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.opened), .of(Event.withdrawn), .of(Event.notified), .of(Event.answered),
    .of(Event.rectified), .of(Event.upheld), .of(Event.sanctioned), .of(Event.dismissed),
    .of(Event.reopened),
  ])

  /// The stream of a finding: its rule and its subjects are its identity.
  ///
  /// `finding-` and the hex of SHA-256 over the rule's number and the sorted subjects' names, each
  /// followed by a line feed.
  public static func stream(rule: String, subjects: [StreamName]) -> StreamName {
    var text = Array(rule.utf8)
    for subject in sorted(subjects) {
      text.append(UInt8(ascii: "\n"))
      text += subject.text.utf8
    }
    text.append(UInt8(ascii: "\n"))
    guard let stream = try? category.stream(hexText(SHA256.hash(data: text))) else {
      preconditionFailure("hex digits make a stream's id")
    }
    return stream
  }

  /// Each subject once, in the order that identifies a finding.
  fileprivate static func sorted(_ subjects: [StreamName]) -> [StreamName] {
    // Most rules are judged in one stream.
    subjects.count < 2 ? subjects : Set(subjects).sorted()
  }
}

extension FindingProposal {
  /// A breach.
  ///
  /// - Complexity: O(subjects), for the name of its finding's stream
  public init(rule: String, subjects: [StreamName], severity: Severity, reason: String) {
    self.init(
      rule: rule, subjects: subjects, stream: Finding.stream(rule: rule, subjects: subjects),
      severity: severity, reason: reason)
  }

  /// The event that records it, where the finding is not open already.
  ///
  /// A human's dismissal stays; what was rectified and is seen again is reopened.
  /// - Parameter finding: what the finding's stream adds up to.
  public func event(after finding: Finding?) -> DecidedEvent? {
    switch finding?.status {
    case nil, .withdrawn:
      let opened = PBFindingOpened.with {
        $0.rule = rule
        $0.subjects = Finding.sorted(subjects).map(\.text)
        $0.severity = severity.message
        $0.reason = reason
      }
      return DecidedEvent(opened, to: stream, about: Finding.about(subjects))
    case .rectified:
      let reopened = PBFindingReopened.with { $0.reason = reason }
      return DecidedEvent(reopened, to: stream, about: Finding.about(subjects))
    case .opened, .notified, .answered, .upheld, .sanctioned, .dismissed: return nil
    }
  }
}

extension Finding {
  /// The event that withdraws a finding whose ground is gone; `nil` when a human has judged it, or
  /// when it is not open.
  public func withdrawal(_ reason: String) -> DecidedEvent? {
    switch status {
    case .opened, .notified, .answered:
      let withdrawn = PBFindingWithdrawn.with { $0.reason = reason }
      return DecidedEvent(
        withdrawn, to: Finding.stream(rule: rule, subjects: subjects),
        about: Finding.about(subjects))
    case .withdrawn, .rectified, .upheld, .sanctioned, .dismissed: return nil
    }
  }

  static func about(_ subjects: [StreamName]) -> [About] {
    sorted(subjects).map { About(role: "subject", stream: $0) }
  }
}

extension FindingProposal.Severity {
  var message: PBFindingOpened.Severity {
    switch self {
    case .advisory: .advisory
    case .breach: .breach
    case .critical: .critical
    }
  }

  init(_ message: PBFindingOpened.Severity) {
    switch message {
    case .critical: self = .critical
    case .breach: self = .breach
    case .advisory, .unspecified, .UNRECOGNIZED: self = .advisory
    }
  }
}

extension PBFindingOpened: EventPayload {
  /// Named `finding.opened`.
  public static let eventType = EventType("finding.opened")
}
extension PBFindingWithdrawn: EventPayload {
  /// Named `finding.withdrawn`.
  public static let eventType = EventType("finding.withdrawn")
}
extension PBFindingNotified: EventPayload {
  /// Named `finding.notified`.
  public static let eventType = EventType("finding.notified")
}
extension PBFindingAnswered: EventPayload {
  /// Named `finding.answered`.
  public static let eventType = EventType("finding.answered")
}
extension PBFindingRectified: EventPayload {
  /// Named `finding.rectified`.
  public static let eventType = EventType("finding.rectified")
}
extension PBFindingUpheld: EventPayload {
  /// Named `finding.upheld`.
  public static let eventType = EventType("finding.upheld")
}
extension PBFindingSanctioned: EventPayload {
  /// Named `finding.sanctioned`.
  public static let eventType = EventType("finding.sanctioned")
}
extension PBFindingDismissed: EventPayload {
  /// Named `finding.dismissed`.
  public static let eventType = EventType("finding.dismissed")
}
extension PBFindingReopened: EventPayload {
  /// Named `finding.reopened`.
  public static let eventType = EventType("finding.reopened")
}
