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
    if case .opened(let opened) = payload {
      state = Finding(
        rule: opened.rule,
        subjects: opened.subjects.compactMap { try? StreamName(validating: $0) },
        severity: FindingProposal.Severity(opened.severity), reason: opened.reason,
        status: .opened, timesOpened: (state?.timesOpened ?? 0) + 1,
        outOfOrder: state?.outOfOrder ?? [])
      return
    }
    guard var finding = state else { return }
    switch payload {
    case .opened: break
    case .withdrawn: finding.status = .withdrawn
    case .notified: finding.status = .notified
    case .answered: finding.take(.answered, from: Origins.answer, event)
    case .rectified: finding.take(.rectified, from: Origins.rectify, event)
    case .upheld: finding.status = .upheld
    case .sanctioned:
      finding.take(.sanctioned, from: Origins.sanction, event)
      // Who is punished was found to have done it, also where nobody told so.
      if [.opened, .notified, .answered].contains(finding.status) { finding.status = .sanctioned }
    case .dismissed: finding.status = .dismissed
    case .reopened:
      finding.status = .opened
      finding.timesOpened += 1
    }
    state = finding
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
