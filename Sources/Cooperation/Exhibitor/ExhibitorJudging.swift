internal import Deciding
internal import EventModel

extension Exhibitor {
  /// The activity, then its organisers.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    guard case .attended(let fact) = event.payload, let stream = StreamName(field: fact.activity)
    else { return [] }
    var readings: Readings = [.stream(stream)]
    if context.isLoaded(stream), let activity = try context.state(Activity.self, stream) {
      readings.formUnion(activity.organisers.map(Reading.stream))
    }
    return readings
  }

  /// R24: the organiser of a fair looks at who recruits there.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    guard case .attended(let fact) = event.payload else { return [order] }
    let activity = try StreamName(field: fact.activity).map { (stream) throws(Rejection) in
      try context.state(Activity.self, stream)
    }
    let isVerified = try context.state(Exhibitor.self, event.stream)?.verified != nil
    return [
      order,
      JobBroking.judge(
        exhibitor: event.stream, isVerified: isVerified, at: activity ?? nil,
        try activity??.organisers(context) ?? [], on: event.occurred, in: context.zone),
    ]
  }
}
