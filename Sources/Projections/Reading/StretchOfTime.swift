internal import EventModel

/// A stretch of time in a question: a year, a month, a day or an instant, in the log's zone.
///
/// One rule holds for every question: *since*, *from* and *at least* mean the beginning of the stretch;
/// *until*, *on* and *at most* mean its end.
struct StretchOfTime {
  private let moment: Moment

  /// Reads a stretch of time.
  ///
  /// - Parameter name: the argument or column that it is given for.
  /// - Throws: ``ProjectionError`` with code `badArgument` for any other text, also for a moment with "<=" in
  ///   front.
  init(_ text: String, for name: String) throws(ProjectionError) {
    guard let moment = try? Moment(validating: text), !moment.notLaterThan else {
      throw ProjectionError(
        .badArgument,
        "\(name) takes a day, as 2022-06-30, a month, a year or an instant, not "
          + (text.isEmpty ? "nothing" : String(text.prefix(60))), field: name)
    }
    self.moment = moment
  }

  /// Its first and last civil day.
  func days(in zone: LogZone) -> (first: CivilDate, last: CivilDate) {
    let last = moment.lastDay(in: zone)
    return (moment.firstDay(in: zone) ?? last, last)
  }

  /// Its first and last microsecond.
  func microseconds(in zone: LogZone) -> (first: Int64, last: Int64) {
    (moment.earliest(in: zone), moment.latest(in: zone))
  }

  /// Whether it is an instant, which has no length.
  var isInstant: Bool { if case .instant = moment.value { true } else { false } }
}
