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
      let bounds = bounds(region: facts.region, on: facts.occurred.lastDay(in: facts.zone)),
      let least = from.day(after: bounds.leastMonths),
      let most = from.day(after: bounds.mostMonths)
    else { return nil }
    // The day after the last: from 1 July to 30 September are three months.
    let end = CivilDate(dayNumber: to.dayNumber + 1)
    return end < least || end > most
      ? "the internship lasts from \(from) to \(to); \(bounds.leastMonths) to "
        + "\(bounds.mostMonths) months are usual"
      : nil
  }
}

extension CivilDate {
  /// The first day after so many months from this day on; `nil` beyond the calendar.
  ///
  /// Where the last month has no such day, it ends with that month: a year from 29 February 2024 on ends
  /// with 28 February 2025.
  fileprivate func day(after months: Int) -> CivilDate? {
    let last = year * 12 + month - 1 + months
    func day(_ day: Int, in month: Int) -> CivilDate? {
      try? CivilDate(year: month / 12, month: month % 12 + 1, day: day)
    }
    return day(self.day, in: last) ?? day(1, in: last + 1)
  }
}
