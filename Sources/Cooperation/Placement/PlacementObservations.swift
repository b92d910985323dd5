public import Deciding
internal import EventModel

// What is told of the work itself: a month in sum, and what somebody saw.

extension PBSummariseAttendance: PlacementCommand {
  /// It happened at work.
  public static let standings = StandingPolicy.reportedOnly

  /// One `placement.attendance-summarised`; what another summary of a month
  /// tells replaces what the one before told.
  public func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    guard case .month? = (try? Moment(validating: details.month))?.value else {
      throw .malformed("details.month", "details.month takes a month, as 2022-07")
    }
    try details.check()
    let event = DecidedEvent(details, to: try target())
    return try context.recordEachTime(Placement.Step.look.called("a month's summary"), event)
  }
}

extension PBAttendanceSummarised {
  fileprivate func check() throws(Rejection) {
    let bounds: [(Int32, Int32, String)] = [
      (days, 31, "days"), (minutes, 44_640, "minutes"),
      (longestDayMinutes, 1_440, "longestDayMinutes"),
      (longestWeekMinutes, 10_080, "longestWeekMinutes"),
      (overtimeMinutes, 44_640, "overtimeMinutes"), (nights, 31, "nights"),
      (statutoryHolidays, 31, "statutoryHolidays"),
    ]
    for (value, most, field) in bounds {
      try Check.that(
        (0...most).contains(value), "details.\(field)", "details.\(field) takes 0 to \(most)")
    }
  }
}

extension PBObserveConditions: PlacementCommand {
  /// Somebody saw it.
  public static let standings = StandingPolicy.reportedOnly

  /// One `placement.conditions-observed`.
  public func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
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
