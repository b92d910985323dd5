public import EventModel
internal import FoundationEssentials
internal import SwiftProtobuf

/// What an event says that opens a review or ends one.
///
/// All code that asks what a review says asks here, so that a second version of such an event would be
/// understood everywhere once it is understood here. There is one version so far, and its number is
/// not looked at: a review that a newer Concord opened holds its facts as well.
public enum ReviewEvent: Hashable, Sendable {
  /// Facts are held unconfirmed.
  case opened(rule: String, reason: String, events: [EventID])
  /// A steward confirms them.
  case passed(review: EventID, reason: String)
  /// They stay unconfirmed for good.
  case failed(review: EventID, reason: String)

  /// What an event says; `nil` of any other event, and of one that can't be read.
  public init?(_ event: ProposedEvent) {
    guard event.type.isReview else { return nil }
    switch event.type {
    case ReviewEvents.opened:
      guard let opened = try? PBReviewOpened(serializedBytes: event.payload) else { return nil }
      let events = opened.events.filter { $0.count == 16 }.map { EventID(prefixOf: $0) }
      self = .opened(rule: opened.rule, reason: opened.reason, events: events)
    case ReviewEvents.passed:
      guard let passed = try? PBReviewPassed(serializedBytes: event.payload),
        passed.review.count == 16
      else { return nil }
      self = .passed(review: EventID(prefixOf: passed.review), reason: passed.reason)
    default:
      guard let failed = try? PBReviewFailed(serializedBytes: event.payload),
        failed.review.count == 16
      else { return nil }
      self = .failed(review: EventID(prefixOf: failed.review), reason: failed.reason)
    }
  }
}

/// The types of the events that open and end reviews, in any stream.
public enum ReviewEvents {
  /// Facts are held unconfirmed.
  public static let opened = EventType("review.opened")
  /// A steward confirms them.
  public static let passed = EventType("review.passed")
  /// They stay unconfirmed for good.
  public static let failed = EventType("review.failed")
}

extension ReviewProposal {
  /// The payload of the `review.opened` that holds an event for this reason.
  package func payload(holding event: EventID) -> [UInt8] {
    encoded(
      PBReviewOpened.with {
        $0.rule = rule
        $0.reason = reason
        $0.events = [Data(event.bytes)]
      })
  }
}
