internal import Deciding
public import EventModel
internal import FoundationEssentials
internal import SwiftProtobuf

extension PBEventVoided: EventPayload {
  /// Named `event.voided`.
  public static let eventType = EventType("event.voided")
}

/// Corrections, voids and the ends of reviews: what is done to events, not to entities.
enum Amending {
  /// The original event that a correction or a void names.
  ///
  /// - Throws: ``Rejection`` with code `notAmendable` when the stream holds no such original, or one
  ///   that stands for ever.
  static func original(
    _ event: EventID, in history: StreamHistory
  ) throws(Rejection) -> RecordedEvent {
    func no(_ reason: String) -> Rejection {
      Rejection(.notAmendable, reason, stream: history.stream)
    }
    guard let recorded = history.recorded.first(where: { $0.event.id == event }) else {
      throw no("\(history.stream) holds no event \(event)")
    }
    if let first = recorded.event.corrects ?? recorded.event.voids {
      throw no("\(event) amends \(first): amend that original event instead")
    }
    let type = recorded.event.type
    if type.isReview {
      throw no("\(event) is \(type): a review ends by passReview or failReview")
    }
    if type.isProcedural {
      throw no("\(event) is \(type): a request ends by giveApproval or refuseApproval")
    }
    if type == PBPersonalDataErased.eventType {
      throw no("\(event) is \(type): an erasure stands for ever")
    }
    if history.recorded.contains(where: { $0.event.type == PBStatisticsFrozen.eventType }) {
      throw no("\(history.stream) is frozen: what is learnt later goes to the next cut-off")
    }
    if type == PBCodeClaimed.eventType || type == PBCodeReleased.eventType
      || type == PBFundCommitmentChanged.eventType
    {
      throw no("\(event) is \(type): it follows from the facts, so amend those")
    }
    return recorded
  }

  /// A stream's first event is corrected by the command that creates, and by no other: there is
  /// nothing before it that another could be judged on.
  static func checkKind(
    of original: RecordedEvent, _ command: any DomainCommand.Type
  ) throws(Rejection) {
    guard original.revision == .zero, !command.creates, !command.mayCreate else { return }
    throw Rejection(
      .notAmendable,
      "\(original.event.id) is \(original.event.type), which \(command.name) does not lead to: "
        + "void the one and record the other",
      field: "corrects", stream: original.stream)
  }

  /// Takes an original out of effect.
  static func void(
    _ event: EventID, _ reason: String, in history: StreamHistory
  ) throws(Rejection) -> Decision {
    let original = try original(event, in: history)
    let last = history.recorded.last {
      $0.event.corrects == event || $0.event.voids == event
    }
    if last?.event.voids != nil { return .alreadySo }
    var voided = DecidedEvent(
      PBEventVoided.with { $0.reason = reason }, to: history.stream, about: original.event.about)
    voided.voids = event
    return Decision(events: [voided])
  }

  /// Makes the one event of a decision a correction.
  static func correct(
    _ event: EventID, in history: StreamHistory, by decision: Decision
  ) throws(Rejection) -> Decision {
    let original = try original(event, in: history)
    func no(_ reason: String) -> Rejection {
      Rejection(.notAmendable, reason, field: "corrects", stream: history.stream)
    }
    guard let only = decision.events.first, decision.events.count == 1 else {
      throw no(
        decision.events.isEmpty
          ? "before \(event) it was so already: void the event instead"
          : "a command that leads to \(decision.events.count) events corrects none of them")
    }
    guard only.type == original.event.type, only.stream == original.stream else {
      throw no(
        "\(event) is \(original.event.type) in \(original.stream); the command leads to "
          + "\(only.type) in \(only.stream): void the one and record the other")
    }
    var decision = decision
    decision.events[0].corrects = event
    return decision
  }

  /// Ends a review.
  static func endReview(
    _ review: EventID, passed: Bool, _ reason: String, in history: StreamHistory
  ) throws(Rejection) -> Decision {
    guard let opened = history.recorded.first(where: { $0.event.id == review }),
      opened.event.type == ReviewEvents.opened
    else {
      throw Rejection(
        .unknownStream, "\(history.stream) holds no review \(review)", stream: history.stream)
    }
    for recorded in history.recorded {
      guard let (ended, didPass) = end(recorded), ended == review else { continue }
      if didPass == passed { return .alreadySo }
      throw .wrongState(
        history.stream, "the review \(review) has \(didPass ? "passed" : "failed") already")
    }
    let id = opened.event.id.bytes
    let event =
      passed
      ? DecidedEvent(
        ReviewEvents.passed, PBReviewPassed.ending(id, reason), to: history.stream,
        about: opened.event.about)
      : DecidedEvent(
        ReviewEvents.failed, PBReviewFailed.ending(id, reason), to: history.stream,
        about: opened.event.about)
    return Decision(events: [event])
  }

  private static func end(_ recorded: RecordedEvent) -> (review: EventID, passed: Bool)? {
    switch ReviewEvent(recorded.event) {
    case .passed(let review, _)?: (review, true)
    case .failed(let review, _)?: (review, false)
    case .opened?, nil: nil
    }
  }
}

extension PBReviewPassed {
  fileprivate static func ending(_ id: [UInt8], _ reason: String) -> Self {
    .with {
      $0.review = Data(id)
      if !reason.isEmpty { $0.reason = reason }
    }
  }
}

extension PBReviewFailed {
  fileprivate static func ending(_ id: [UInt8], _ reason: String) -> Self {
    .with {
      $0.review = Data(id)
      $0.reason = reason
    }
  }
}
