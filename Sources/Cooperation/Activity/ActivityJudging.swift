internal import Deciding
internal import EventModel

extension Activity {
  /// The organisers, for their licences.
  static func readsToJudge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Readings {
    switch event.payload {
    case .planned, .held, .opened:
      return readings(of: try plan(event, context).organisers)
    default: return []
    }
  }

  /// R24 on fairs of HR institutions.
  static func judge(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> [Judgement] {
    let order = try judgeOrder(event, context)
    switch event.payload {
    case .planned:
      return [order, try licence(event, context)]
    case .held, .opened:
      var activity = try context.state(Activity.self, event.stream) ?? Activity(phase: .held)
      activity.plan = try plan(event, context)
      let organisers = try activity.organisers(context)
      return [
        order, try licence(event, context),
        JobBroking.judge(
          fair: event.stream, activity, organisers, on: event.occurred, in: context.zone),
      ]
    default: return [order]
    }
  }

  // Of a plan by the day for which it is made, where it names one.
  private static func licence(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> Judgement {
    var activity = Activity(phase: .planned)
    activity.plan = try plan(event, context)
    let organisers =
      activity.plan.purpose == .recruitment
      ? try activity.organisers(context) : []
    var moment = event.occurred
    if case .planned = event.payload, let first = CivilDate(field: activity.plan.from) {
      moment = Moment(.day(first))
    }
    return JobBroking.judge(event.stream, organisers, on: moment, in: context.zone)
  }

  // What is planned, with what the event itself adds.
  private static func plan(
    _ event: JudgedEvent<Event>, _ context: DecisionContext
  ) throws(Rejection) -> PBActivityPlan {
    let before = try context.state(Activity.self, event.stream)?.plan ?? PBActivityPlan()
    switch event.payload {
    case .planned(let fact): return fact.plan
    case .held(let fact): return before.revised(by: fact.plan)
    default: return before
    }
  }

  /// The organisers, as far as they are known.
  ///
  /// - Precondition: their streams are loaded.
  func organisers(_ context: DecisionContext) throws(Rejection) -> [Organisation] {
    var organisations: [Organisation] = []
    for organiser in organisers {
      // A licence counts by its own dates, whenever it was told.
      if let organisation = try context.ground(organiser).state(Organisation.self) {
        organisations.append(organisation)
      }
    }
    return organisations
  }
}
