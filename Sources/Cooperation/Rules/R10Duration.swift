internal import Deciding
internal import EventModel

extension Rule {
  /// R10: a post internship lasts about half a year.
  static let internshipDuration = Rule(
    number: "R10",
    sentence: "A post internship lasts six months as a rule; less than three or more than twelve "
      + "are looked at.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, Art. 9; internship regulations; "
      + "the bounds are Concord's setting; \(unreadDay)",
    isVerified: false, scope: .postInternships2016, whenDecided: .finding(.advisory),
    whenReported: .finding(.advisory))
}

/// Judges an internship by how long it lasts.
enum InternshipDuration {
  /// How long an internship may last before somebody looks at it, in a territory and from a day on.
  ///
  /// A setting, not the law: `Schemas/codelists/internship-duration.csv` holds the same lines. The
  /// longest territory prefix wins, then the latest day.
  struct Bounds: Hashable, Sendable {
    /// A prefix of the region code; empty for everywhere.
    let territory: String
    /// The first day on which the bounds hold.
    let validFrom: CivilDate
    /// Full months at least.
    let leastMonths: Int
    /// Full months at most, and no day more.
    let mostMonths: Int
  }

  /// All bounds.
  static let bounds: [Bounds] = [
    Bounds(territory: "", validFrom: Rule.day("2016-04-11"), leastMonths: 3, mostMonths: 12)
  ]

  /// The bounds that hold at a place on a day.
  static func bounds(region: String?, on day: CivilDate) -> Bounds? {
    bounds.filter {
      (region.map(RegionCode.known) ?? "").hasPrefix($0.territory) && $0.validFrom <= day
    }.max {
      ($0.territory.utf8.count, $0.validFrom) < ($1.territory.utf8.count, $1.validFrom)
    }
  }

  /// What the rule says of an agreement.
  ///
  /// - Parameters:
  ///   - from: the first day; `nil` when it is not known: then there is nothing to judge.
  ///   - to: the last day.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, from: CivilDate?, to: CivilDate?
  ) -> Judgement {
    facts.judgement(.internshipDuration, in: stream) { unusualness(facts, from: from, to: to) }
  }

  private static func unusualness(
    _ facts: InternshipFacts, from: CivilDate?, to: CivilDate?
  ) -> String? {
    guard let from, let to,
      let bounds = bounds(region: facts.region, on: facts.occurred.lastDay(in: facts.zone))
    else { return nil }
    // The day after the last: from 1 July to 30 September are three months.
    let end = CivilDate(dayNumber: to.dayNumber + 1)
    let months = from.fullMonths(until: end)
    let isTooLong =
      months > bounds.mostMonths
      || (months == bounds.mostMonths && end.day != from.day)
    let isShort = months < bounds.leastMonths
    return isShort || isTooLong
      ? "the internship lasts from \(from) to \(to); \(bounds.leastMonths) to "
        + "\(bounds.mostMonths) months are usual"
      : nil
  }
}

extension CivilDate {
  /// Full months from this day to another.
  func fullMonths(until other: CivilDate) -> Int {
    let months = (other.year - year) * 12 + other.month - month
    return other.day < day ? months - 1 : months
  }
}
