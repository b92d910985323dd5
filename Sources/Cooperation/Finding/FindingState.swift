public import Deciding
public import EventModel

/// A breach of a rule seen in accepted facts, and what people did about it.
public struct Finding: OrderedAggregate {
  /// Where it stands.
  public enum Status: String, Hashable, Sendable, CaseIterable {
    /// Seen.
    case opened
    /// Its ground is gone.
    case withdrawn
    /// The organisation was told.
    case notified
    /// It answered.
    case answered
    /// Put right.
    case rectified
    /// It stands.
    case upheld
    /// Punished.
    case sanctioned
    /// Not pursued.
    case dismissed
  }

  /// Named `finding`.
  public static let category = StreamCategory("finding")

  /// The rule's number.
  public var rule: String
  /// The streams it was found in, sorted.
  public var subjects: [StreamName]
  /// How grave it is.
  public var severity: FindingProposal.Severity
  /// What was seen.
  public var reason: String
  /// Where it stands.
  public var status: Status
  /// How often it was opened or reopened.
  public var timesOpened: Int
  /// Where in the log it was opened, reopened or withdrawn last. A fact of any day may open it again, so
  /// of these it is the order of the log that counts: the later one knew the earlier.
  var settledAt: Position
  /// The reports that came where the state doesn't allow them.
  public var outOfOrder: OutOfOrder = []

  /// Whether it is neither withdrawn, rectified nor dismissed.
  public var isOpen: Bool {
    switch status {
    case .opened, .notified, .answered, .upheld, .sanctioned: true
    case .withdrawn, .rectified, .dismissed: false
    }
  }

  /// Adds one event.
  public static func evolve(_ state: inout Self?, _ payload: Event, _ event: EffectiveEvent) {
    guard var finding = state else {
      if case .opened(let opened) = payload { state = Finding(opened, at: event.position) }
      return
    }
    finding.add(payload, event, isSettled: event.position < finding.settledAt)
    state = finding
  }

  /// - Parameter isSettled: whether it was opened, reopened or withdrawn since, in the order of the log.
  private mutating func add(_ payload: Event, _ event: EffectiveEvent, isSettled: Bool) {
    switch payload {
    case .opened(let opened):
      timesOpened += 1
      if isSettled { return }
      severity = FindingProposal.Severity(opened.severity)
      reason = opened.reason
      settle(.opened, event)
    case .reopened:
      timesOpened += 1
      if !isSettled { settle(.opened, event) }
    case _ where isSettled: break
    case .withdrawn: settle(.withdrawn, event)
    case .notified: status = .notified
    case .answered: take(.answered, from: Origins.answer, event)
    case .rectified: take(.rectified, from: Origins.rectify, event)
    case .upheld: status = .upheld
    case .sanctioned:
      take(.sanctioned, from: Origins.sanction, event)
      // Who is punished was found to have done it, also where nobody told so.
      if [.opened, .notified, .answered].contains(status) { status = .sanctioned }
    case .dismissed: status = .dismissed
    }
  }

  private mutating func settle(_ status: Status, _ event: EffectiveEvent) {
    self.status = status
    settledAt = event.position
  }

  /// From where the steps are taken that others may report.
  private enum Origins {
    static let answer: Set<Status> = [.opened, .notified]
    static let rectify: Set<Status> = [.opened, .notified, .answered, .upheld, .sanctioned]
    static let sanction: Set<Status> = [.upheld]
  }

  // A step out of order is marked and leads nowhere: what people judged stays. The same one again, as
  // another answer, fits.
  private mutating func take(
    _ next: Status, from origins: Set<Status>, _ event: EffectiveEvent
  ) {
    if origins.contains(status) {
      status = next
    } else if status != next {
      markOutOfOrder(event)
    }
  }
}

extension Finding {
  fileprivate init(_ opened: PBFindingOpened, at position: Position) {
    self.init(
      rule: opened.rule,
      subjects: opened.subjects.compactMap { try? StreamName(validating: $0) },
      severity: FindingProposal.Severity(opened.severity), reason: opened.reason,
      status: .opened, timesOpened: 1, settledAt: position)
  }
}
