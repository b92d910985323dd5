internal import Deciding
public import EventModel

extension Rule {
  /// R31: business rests for three years at most.
  ///
  /// Branches have a rule of their own. Of the same articles, that a name may change and that deregistration ends the entity are how
  /// organisations work here, not judgements.
  static let suspensionTerm = Rule(
    number: "R31", sentence: "An organisation's business rests for three years at most.",
    source: "Regulations on the registration of market entities (2022), Art. 30", isVerified: true,
    scope: Scope(validFrom: day("2022-03-01")), whenDecided: .finding(.breach),
    whenReported: .finding(.breach))
}

/// Judges how long an organisation's business rested.
public enum SuspensionTerm {
  /// The last day on which business that rests since a day may rest.
  public static func lastDay(since first: CivilDate) -> CivilDate {
    // 29 February has no namesake three years later: the day before 1 March is meant.
    if let day = try? CivilDate(year: first.year + 3, month: first.month, day: first.day) {
      return day
    }
    return CivilDate(dayNumber: first.dayNumber + 3 * 365)
  }

  /// What the rule says of the end of a rest.
  ///
  /// - Parameter suspended: since when business rests; `nil` when it doesn't.
  static func judge(
    _ stream: StreamName, suspended: Moment?, on occurred: Moment, in zone: LogZone
  ) -> Judgement {
    guard let suspended, Rule.suspensionTerm.holds(on: occurred, in: zone) else {
      return Judgement(.suspensionTerm, in: stream, breach: nil)
    }
    // The latest day on which it may have begun, the earliest on which it may have ended.
    let last = lastDay(since: suspended.lastDay(in: zone))
    let end = occurred.firstDay(in: zone)
    return Judgement(
      .suspensionTerm, in: stream,
      breach: end.map { $0 > last } == true
        ? "its business rested from \(suspended) to \(occurred)" : nil)
  }
}
