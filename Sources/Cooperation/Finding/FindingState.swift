public import Deciding
public import EventModel

/// A breach of a rule seen in accepted facts, and what people did about it.
public struct Finding: TabledAggregate {
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
        status: .opened, timesOpened: (state?.timesOpened ?? 0) + 1)
      return
    }
    guard var finding = state else { return }
    switch payload {
    case .opened: break
    case .withdrawn: finding.status = .withdrawn
    case .notified: finding.status = .notified
    case .answered: finding.status = .answered
    case .rectified: finding.status = .rectified
    case .upheld: finding.status = .upheld
    case .sanctioned: finding.status = .sanctioned
    case .dismissed: finding.status = .dismissed
    case .reopened:
      finding.status = .opened
      finding.timesOpened += 1
    }
    state = finding
  }
}
