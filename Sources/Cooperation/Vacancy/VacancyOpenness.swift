internal import Deciding
internal import EventModel

extension Vacancy {
  /// OPEN-VACANCY: that a vacancy took applications when somebody applied, or when it was recommended.
  ///
  /// - Parameters:
  ///   - vacancy: as the fact names it; where it names none, nothing is asked.
  ///   - act: what was done with it, as a clause of the reason; empty where that is to apply.
  static func judgeOpen(
    _ vacancy: String, _ event: JudgedEvent<some Sendable>, _ context: DecisionContext,
    as act: String = ""
  ) throws(Rejection) -> Judgement {
    var breach: String?
    if let stream = StreamName(field: vacancy),
      try !wasOpen(context.ground(stream), at: event.occurred)
    {
      breach =
        "\(stream)\(act) takes no applications on \(event.occurred.lastDay(in: context.zone))"
    }
    return Judgement(.openVacancy, in: event.stream, blaming: .named(vacancy), breach: breach)
  }

  /// Whether it took applications at some time of a moment.
  ///
  /// Of a day on which it was published, filled or closed nobody knows what came first: who applied on
  /// that day applied in time. So did who applied in the month in which it was published, where nobody
  /// says on which day that was.
  private static func wasOpen(
    _ history: StreamHistory, at moment: Moment
  ) throws(Rejection) -> Bool {
    let zone = history.zone
    let day = moment.lastDay(in: zone)
    func isOpen(_ vacancy: Vacancy?) -> Bool { vacancy?.isOpen(on: day, in: zone) == true }
    var last = try history.state(Vacancy.self, asOf: moment)
    // Of one that began later than known, what is known of it holds.
    if last == nil { last = try history.state(Vacancy.self) }
    if isOpen(last) { return true }
    let (begin, end) = (moment.earliest(in: zone), moment.latest(in: zone))
    var (before, until) = (0, 0)
    for (index, event) in history.effective.enumerated() {
      if event.occurred.latest(in: zone) < begin { before = index + 1 }
      // One after the other, up to the first that surely came later. The first event sorts first whenever
      // it happened.
      let mayHaveHappened = index == 0 || event.occurred.earliest(in: zone) <= end
      if index == until, mayHaveHappened { until = index + 1 }
    }
    guard before <= until else { return false }
    for count in before...until {
      if isOpen(try history.state(Vacancy.self, ofFirst: count)) { return true }
    }
    return false
  }
}
