internal import Deciding
internal import EventModel

extension Claim {
  /// A figure out of a machine's translation is flagged.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    guard case .published(let details) = event.payload else { return [] }
    return [
      Judgement(
        .translatedFigure, in: event.stream,
        breach: details.isDoubtful
          ? "the figure \(details.figure) was read out of a machine's translation" : nil)
    ]
  }
}
