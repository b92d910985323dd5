internal import Deciding
internal import EventModel
internal import SwiftProtobuf

/// What a decision changes about who holds which code.
///
/// Derived from the states before and after, so that corrections and voids claim and release too.
struct CodeClaims {
  fileprivate struct Change {
    let key: CodeKey
    let holder: StreamName
  }

  private var claimed: [Change] = []
  private var released: [Change] = []
  /// Codes that any number may hold, of what is corrected: claimed where they never were.
  private var reclaimed: [Change] = []
  /// Codes that any number may hold and that a fact let go of which is corrected: who looks for those
  /// that held one at a moment goes by the day that it tells now.
  private var releasedAnew: [Change] = []

  /// Compares the codes of every stream that the events go to.
  ///
  /// What was recorded before there was such a code claimed none, and no later event changes that: a
  /// correction, also one that changes nothing else, claims what should have been.
  init(_ events: [DecidedEvent], _ context: DecisionContext) throws(Rejection) {
    for stream in events.map(\.stream).uniqued() {
      guard let aggregate = CooperationModel.aggregate(stream.category), aggregate.holdsCodes
      else { continue }
      let history = context.history(of: stream)
      let before = try aggregate.codes(history)
      let after = try aggregate.codes(
        history.adding(events.filter { $0.stream == stream }, context))
      claimed += after.subtracting(before).sorted.map { Change(key: $0, holder: stream) }
      released += before.subtracting(after).sorted.map { Change(key: $0, holder: stream) }
      guard
        let corrected = events.first(where: { $0.stream == stream && $0.corrects != nil })?
          .corrects
      else { continue }
      let kept = before.intersection(after).filter { $0.conflict == .none }
      reclaimed += kept.sorted.map { Change(key: $0, holder: stream) }
      let lost = try aggregate.codes(history.before(corrected)).subtracting(before.union(after))
      releasedAnew += lost.filter { $0.conflict == .none }.sorted.map {
        Change(key: $0, holder: stream)
      }
    }
  }

  /// The streams of the codes that change hands.
  var reads: Readings {
    Readings((claimed + released + reclaimed + releasedAnew).map { .stream($0.key.stream) })
  }

  /// Adds the claims and releases to a decision.
  ///
  /// - Throws: ``Rejection`` with code `codeTaken` that names the holder.
  func add(to decision: inout Decision, _ context: DecisionContext) throws(Rejection) {
    for change in released {
      let holders = try context.state(CodeHolders.self, change.key.stream)
      // A code that was never claimed, because it was held for review, has nothing to release.
      guard holders?.isHeld(by: change.holder) == true else { continue }
      decision.events.append(change.release)
    }
    for change in reclaimed {
      let holders = try context.state(CodeHolders.self, change.key.stream)
      if holders?.isHeld(by: change.holder) == true { continue }
      decision.events.append(change.claim)
    }
    for change in releasedAnew {
      let holders = try context.state(CodeHolders.self, change.key.stream)
      let day = context.occurred.latest(in: context.zone)
      if holders?.isKnown(change.holder, until: day) == true { continue }
      // Both, so that the count of claims stays what it was.
      decision.events += [change.claim, change.release]
    }
    for change in claimed {
      if change.key.conflict != .none,
        let other = try context.state(CodeHolders.self, change.key.stream)?.holders
          .first(where: { $0 != change.holder })
      {
        try refuse(change, heldBy: other, &decision, context.standing)
      }
      decision.events.append(change.claim)
    }
  }

  private func refuse(
    _ change: Change, heldBy other: StreamName, _ decision: inout Decision,
    _ standing: Standing
  ) throws(Rejection) {
    switch change.key.conflict {
    case .none: return
    case .reject:
      throw Rejection(.codeTaken, change.key.sentence(heldBy: other), stream: other)
    case .review(let rule):
      if rule.outcome(standing) == .reject {
        throw Rejection(
          .rule, "\(rule.statement); \(other) stands in the way", rule: rule.number,
          source: rule.source, stream: other)
      }
      guard let index = decision.events.firstIndex(where: { $0.stream == change.holder }) else {
        return
      }
      decision.events[index].reviews.append(
        ReviewProposal(rule, "\(rule.statement); \(other) is open too"))
    }
  }
}

extension CodeClaims.Change {
  /// The event by which the holder takes the code.
  fileprivate var claim: DecidedEvent { event(PBCodeClaimed.with { $0.holder = holder.text }) }

  /// The event by which the holder lets it go.
  fileprivate var release: DecidedEvent { event(PBCodeReleased.with { $0.holder = holder.text }) }

  private func event(_ payload: some EventPayload) -> DecidedEvent {
    DecidedEvent(payload, to: key.stream, about: [About(role: "holder", stream: holder)])
  }
}

extension Rule {
  /// Its sentence as a part of another one.
  fileprivate var statement: Substring {
    sentence.hasSuffix(".") ? sentence.dropLast() : sentence[...]
  }
}

extension Set<CodeKey> {
  fileprivate var sorted: [CodeKey] { self.sorted { $0.stream < $1.stream } }
}

extension StreamHistory {
  /// The history as it will be once these events are recorded.
  func adding(_ events: [DecidedEvent], _ context: DecisionContext) -> StreamHistory {
    var added: [RecordedEvent] = []
    let next = head.map { $0.number + 1 } ?? 0
    for (index, event) in events.enumerated() {
      let number = UInt64(index)
      var proposed = ProposedEvent(
        type: event.type, schemaVersion: event.schemaVersion,
        id: EventID(high: UInt64.max, low: number), standing: event.standing ?? context.standing,
        actor: context.actor, source: context.source, occurred: context.occurred,
        payload: event.payload)
      proposed.corrects = event.corrects
      proposed.voids = event.voids
      added.append(
        RecordedEvent(
          event: proposed, stream: stream, revision: Revision(next + number),
          position: .draft(index), recordedAt: context.now,
          commandID: CommandID(high: 0, low: 0), commandDigest: .zero, appendIndex: 0,
          appendCount: 1))
    }
    return appending(added)
  }
}

extension Digest {
  /// Stands in for the digest of a command whose events are not recorded.
  static let zero: Digest = {
    guard let digest = try? Digest([UInt8](repeating: 0, count: 32)) else {
      preconditionFailure("a digest has 32 bytes")
    }
    return digest
  }()
}
