internal import Deciding
internal import EventModel

// What is told of the work itself: a month in sum, and what somebody saw.

extension PBSummariseAttendance: PlacementCommand {
  /// It happened at work.
  static let standings = StandingPolicy.reportedOnly

  /// One `placement.attendance-summarised`; what another summary of a month
  /// tells replaces what the one before told.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    guard let month = try? Moment(validating: details.month), case .month = month.value else {
      throw .malformed("details.month", "details.month takes a month, as 2022-07")
    }
    try details.check(days: Int32(month.lastDay(in: context.zone).day))
    let event = DecidedEvent(details, to: try target())
    return try context.recordEachTime(Placement.Step.look.called("a month's summary"), event)
  }
}

extension PBAttendanceSummarised {
  /// - Parameter most: the days of the month.
  fileprivate func check(days most: Int32) throws(Rejection) {
    let bounds: [(Int32, Int32, String)] = [
      (days, most, "days"), (minutes, most * 1_440, "minutes"),
      (longestDayMinutes, 1_440, "longestDayMinutes"),
      (longestWeekMinutes, 10_080, "longestWeekMinutes"),
      (overtimeMinutes, most * 1_440, "overtimeMinutes"), (nights, most, "nights"),
      (statutoryHolidays, most, "statutoryHolidays"),
    ]
    for (value, most, field) in bounds {
      try Check.that(
        (0...most).contains(value), "details.\(field)",
        "details.\(field) takes 0 to \(most) in \(month)")
    }
  }
}

extension PBObserveConditions: PlacementCommand {
  /// Somebody saw it.
  static let standings = StandingPolicy.reportedOnly

  /// One `placement.conditions-observed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.that(
      Set(details.feesCharged).count == details.feesCharged.count, "details.feesCharged",
      "each fee once")
    if details.hasLabourClass {
      try Check.that(
        (1...4).contains(details.labourClass), "details.labourClass", "a class of labour is 1 to 4")
    }
    return try context.recordEachTime(
      Placement.Step.look.called("an observation"), DecidedEvent(details, to: try target()))
  }
}
