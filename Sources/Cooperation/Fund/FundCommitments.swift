internal import Deciding
internal import EventModel
internal import SwiftProtobuf

/// What a decision changes about the money that funds have promised to grants.
///
/// Derived from the grants' states before and after, as claims of codes are, so that corrections and
/// voids of an approval change the promise too.
struct FundCommitments {
  private struct Change {
    let fund: StreamName
    let grant: StreamName
    let byFen: Int64
  }

  private var changes: [Change] = []

  /// Compares the promises to every grant that the events go to.
  init(_ events: [DecidedEvent], _ context: DecisionContext) throws(Rejection) {
    for stream in events.map(\.stream).uniqued() where stream.isOf(Grant.category) {
      let history = context.history(of: stream)
      let before = try history.state(Grant.self)
      let after = try history.adding(events.filter { $0.stream == stream }, context)
        .state(Grant.self)
      var changed: [StreamName: Int64] = [:]
      if let fund = before?.fund, let before { changed[fund, default: 0] -= before.promisedFen }
      if let fund = after?.fund, let after { changed[fund, default: 0] += after.promisedFen }
      changes += changed.sorted { $0.key < $1.key }.filter { $0.value != 0 }.map {
        Change(fund: $0.key, grant: stream, byFen: $0.value)
      }
    }
  }

  /// The streams of the funds that promise more or less: two that race for a budget conflict.
  var reads: Readings { Readings(changes.map { .stream($0.fund) }) }

  /// The changes.
  var events: [DecidedEvent] {
    changes.map { change in
      let fact = PBFundCommitmentChanged.with {
        $0.grant = change.grant.text
        $0.byFen = change.byFen
      }
      return DecidedEvent(
        fact, to: change.fund, about: [About(role: "grant", stream: change.grant)])
    }
  }
}
