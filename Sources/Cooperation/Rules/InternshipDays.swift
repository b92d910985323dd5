internal import EventModel

/// The days that a student spends at a post, as far as they are known.
struct InternshipDays: Hashable {
  /// Where.
  let host: StreamName?
  /// The first day, the latest it may have been.
  let from: CivilDate
  /// Whether the first day is known to the day, so that it was neither earlier nor later.
  let isFromExact: Bool
  /// The last day, the earliest it may have been; `nil` when it is not known.
  let to: CivilDate?
  /// The last day, the latest it may have been; `nil` when it is not known.
  let latestTo: CivilDate?

  /// A last day, as far as it is known.
  struct End: Hashable {
    /// The earliest that it may have been; `nil` for "not later than", or when nothing is known.
    let earliest: CivilDate?
    /// The latest that it may have been; `nil` when nothing is known.
    let latest: CivilDate?

    /// A last day that was agreed on or planned.
    init(on day: CivilDate?) {
      earliest = day
      latest = day
    }

    /// An end that was told, or the day that was agreed on where that came first.
    init(_ told: Moment, agreed: CivilDate? = nil, in zone: LogZone) {
      let last = told.lastDay(in: zone)
      earliest = told.firstDay(in: zone).map { min($0, agreed ?? $0) }
      latest = min(last, agreed ?? last)
    }
  }

  /// Days that are known to have begun.
  ///
  /// An end that may have come before the beginning came with it at the earliest.
  ///
  /// - Returns: `nil` where the first day is unknown, or where it certainly ended before it began.
  init?(at host: StreamName?, from: CivilDate?, isFromExact: Bool = true, end: End) {
    guard let from else { return nil }
    if let latest = end.latest, latest < from { return nil }
    self.host = host
    self.from = from
    self.isFromExact = isFromExact
    to = end.earliest.map { max(from, $0) }
    latestTo = end.latest
  }

  /// Whether it is the same internship once more.
  func isSame(as other: Self) -> Bool {
    host != nil && to != nil && host == other.host && from == other.from && to == other.to
  }

  /// What the rule says of these and others of one student.
  func verdict(beside other: Self, _ names: (own: StreamName, other: StreamName))
    -> Judgement.Verdict
  {
    if from == other.from { return verdict(begunWith: other, names) }
    let both = Self.both(names)
    let (earlier, name, later) =
      from < other.from ? (self, names.own, other) : (other, names.other, self)
    guard let end = earlier.to else {
      if let latest = earlier.latestTo, latest <= later.from { return .kept }
      return .notAssessable("when \(name) ended is not known, and another began by \(later.from)")
    }
    return end > later.from
      ? .broken("\(both) overlap from \(later.from) to \(later.to.map { min($0, end) } ?? end)")
      : .kept
  }

  /// What the rule says of two that had begun by one day.
  ///
  /// By then is not on that day: where a start is not known to the day and an end not at all, one may
  /// have been over when the other began.
  private func verdict(begunWith other: Self, _ names: (own: StreamName, other: StreamName))
    -> Judgement.Verdict
  {
    // One of a single day ends when the other begins.
    if latestTo == from || other.latestTo == from { return .kept }
    let mayBeOneDay = to == from || other.to == from
    let areEndsKnown = to != nil && other.to != nil
    guard !mayBeOneDay, areEndsKnown || isFromExact && other.isFromExact else {
      return .notAssessable("\(Self.both(names)) both began by \(from), and an end is not known")
    }
    return .broken("\(Self.both(names)) both began by \(from)")
  }

  private static func both(_ names: (own: StreamName, other: StreamName)) -> String {
    "\(min(names.own, names.other)) and \(max(names.own, names.other))"
  }
}
