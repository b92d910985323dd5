internal import Deciding
public import EventModel

extension Fund {
  /// The streams of funds.
  public static let category = StreamCategory("fund")

  /// What can happen to a fund.
  public enum Event: Sendable {
    /// Money is set aside.
    case established(PBFundEstablished)
    /// It is so much.
    case budgetSet(PBFundBudgetSet)
    /// It is so much more.
    case budgetIncreased(PBFundBudgetIncreased)
    /// It has promised more or less to a grant.
    case commitmentChanged(PBFundCommitmentChanged)
    /// It gives nothing more.
    case closed(PBFundClosed)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.established),
    .of(Event.budgetSet),
    .of(Event.budgetIncreased),
    .of(Event.commitmentChanged),
    .of(Event.closed),
  ])
}

extension PBFundEstablished: EventPayload {
  /// The stored name.
  public static let eventType = EventType("fund.established")
}

extension PBFundBudgetSet: EventPayload {
  /// The stored name.
  public static let eventType = EventType("fund.budget-set")
}

extension PBFundBudgetIncreased: EventPayload {
  /// The stored name.
  public static let eventType = EventType("fund.budget-increased")
}

extension PBFundCommitmentChanged: EventPayload {
  /// The stored name.
  public static let eventType = EventType("fund.commitment-changed")
}

extension PBFundClosed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("fund.closed")
}
