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

  /// Days that are known to have begun.
  ///
  /// - Returns: `nil` where the first day is unknown, or where it ended before it began.
  init?(at host: StreamName?, from: CivilDate?, isFromExact: Bool = true, to: CivilDate?) {
    guard let from else { return nil }
    if let to, to < from { return nil }
    self.host = host
    self.from = from
    self.isFromExact = isFromExact
    self.to = to
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
    if to == from || other.to == from { return .kept }
    let areEndsKnown = to != nil && other.to != nil
    guard areEndsKnown || isFromExact && other.isFromExact else {
      return .notAssessable("\(Self.both(names)) both began by \(from), and an end is not known")
    }
    return .broken("\(Self.both(names)) both began by \(from)")
  }

  private static func both(_ names: (own: StreamName, other: StreamName)) -> String {
    "\(min(names.own, names.other)) and \(max(names.own, names.other))"
  }
}
