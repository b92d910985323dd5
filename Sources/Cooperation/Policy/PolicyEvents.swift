internal import Deciding
public import EventModel

extension Policy {
  /// The streams of policies.
  public static let category = StreamCategory("policy")

  /// What can happen to a policy.
  public enum Event: Sendable {
    /// Its text is made known.
    case issued(PBPolicyIssued)
    /// It gets another text.
    case amended(PBPolicyAmended)
    /// It no longer holds.
    case repealed(PBPolicyRepealed)
    /// The rules that are read out of it.
    case rulesetPublished(PBRulesetPublished)
    /// A service opens to the public.
    case platformLaunched(PBPlatformLaunched)
  }

  /// How the payloads are decoded.
  static let payloads = PayloadTable<Event>([
    .of(Event.issued),
    .of(Event.amended),
    .of(Event.repealed),
    .of(Event.rulesetPublished),
    .of(Event.platformLaunched),
  ])
}

extension PBPolicyIssued: EventPayload {
  /// The stored name.
  public static let eventType = EventType("policy.issued")
}

extension PBPolicyAmended: EventPayload {
  /// The stored name.
  public static let eventType = EventType("policy.amended")
}

extension PBPolicyRepealed: EventPayload {
  /// The stored name.
  public static let eventType = EventType("policy.repealed")
}

extension PBRulesetPublished: EventPayload {
  /// The stored name.
  public static let eventType = EventType("policy.ruleset-published")
}

extension PBPlatformLaunched: EventPayload {
  /// The stored name.
  public static let eventType = EventType("policy.platform-launched")
}
