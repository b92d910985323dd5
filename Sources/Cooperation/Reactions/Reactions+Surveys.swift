internal import Deciding
internal import EventModel
internal import SwiftProtobuf

extension Reaction {
  /// Where responses stand in the log, no published cell has more respondents than there are
  /// responses: P09 would be kept by a number alone.
  ///
  /// A response is a stream of its own, so that a decision, which reads what it can name, can't count
  /// them; what it can't refuse is found. ``mostResponses`` are looked at, for those that were voided; of
  /// more, all others count.
  static let countRespondents = Reaction(
    "count-respondents", on: [PBSurveyPublished.eventType], PBOpenFinding.self,
    to: Finding.category, gathering: [PBSurveyResponseReceived.eventType]
  ) { (context) throws(Rejection) in
    guard let results = try context.own(Survey.self)?.results else { return .follows([]) }
    let survey = context.trigger.stream
    let all = ReactionReading.streams(of: PBSurveyResponseReceived.eventType, decidedOn: survey)
    var readings: Set<ReactionReading> = [all]
    guard context.holds(readings) else { return .needs(readings) }
    let responses = context.gathered[all] ?? []
    // A survey on paper has none of them.
    guard let most = results.cells.map({ Int($0.respondentCount) }).max(), !responses.isEmpty,
      most > 0
    else { return .follows([]) }
    let looked = responses.sorted().prefix(mostResponses)
    readings = Set(looked.map(ReactionReading.stream))
    guard context.holds(readings) else { return .needs(readings) }
    var voided = 0
    for stream in looked where try context.state(SurveyResponse.self, stream) == nil { voided += 1 }
    let count = responses.count - voided
    guard count > 0, most > count else { return .follows([]) }
    return .follows([
      FollowingCommand(
        .openFinding(
          .with {
            $0.details.rule = Rule.countedRespondents.number
            $0.details.subjects = [survey.text]
            $0.details.severity = .breach
            $0.details.reason =
              "a cell is published with \(most) respondents, and fewer responses are on record"
          }))
    ])
  }

  /// How many responses of a survey are held in memory at once.
  private static let mostResponses = 1_000
}
