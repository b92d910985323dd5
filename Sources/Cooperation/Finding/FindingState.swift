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
  /// When it was opened or reopened last.
  public var opened: Moment
  /// What that rests on.
  public var openedSource: Source
  /// Where in the log it was opened or reopened last. A fact of any day may open it again, so of openings
  /// and withdrawals it is the order of the log that counts: the later one knew the earlier.
  var openedAt: Position
  /// Where in the log it was opened, reopened or withdrawn last.
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
      if case .opened(let opened) = payload { state = Finding(opened, event) }
      return
    }
    finding.add(payload, event)
    state = finding
  }

  private mutating func add(_ payload: Event, _ event: EffectiveEvent) {
    let isReopened = event.position < openedAt
    let isSettled = event.position < settledAt
    switch payload {
    case .opened(let opened):
      timesOpened += 1
      if isSettled { return }
      severity = FindingProposal.Severity(opened.severity)
      reason = opened.reason
      open(event)
    case .reopened:
      timesOpened += 1
      if !isSettled { open(event) }
    // What people judged stands also behind a withdrawal that came for something earlier: it did not know
    // of it. Only another opening takes it back.
    case .upheld: if !isReopened { status = .upheld }
    case .dismissed: if !isReopened { status = .dismissed }
    case .sanctioned: if !isReopened, !isSettled || status == .upheld { punish(event) }
    case _ where isSettled: break
    case .withdrawn:
      if Self.judged.contains(status) { break }
      status = .withdrawn
      settledAt = event.position
    case .notified: status = .notified
    case .answered: take(.answered, from: Origins.answer, event)
    case .rectified: take(.rectified, from: Origins.rectify, event)
    }
  }

  private mutating func open(_ event: EffectiveEvent) {
    status = .opened
    opened = event.occurred
    openedSource = event.source
    openedAt = event.position
    settledAt = event.position
  }

  private mutating func punish(_ event: EffectiveEvent) {
    take(.sanctioned, from: Origins.sanction, event)
    // Who is punished was found to have done it, also where nobody told so.
    if [.opened, .notified, .answered].contains(status) { status = .sanctioned }
  }

  /// Where it stands once people have judged it.
  private static let judged: Set<Status> = [.upheld, .sanctioned, .dismissed]

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
  fileprivate init(_ opened: PBFindingOpened, _ event: EffectiveEvent) {
    self.init(
      rule: opened.rule,
      subjects: opened.subjects.compactMap { try? StreamName(validating: $0) },
      severity: FindingProposal.Severity(opened.severity), reason: opened.reason,
      status: .opened, timesOpened: 1, opened: event.occurred, openedSource: event.source,
      openedAt: event.position, settledAt: event.position)
  }
}
