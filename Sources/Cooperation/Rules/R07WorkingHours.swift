internal import Deciding
internal import EventModel

extension Rule {
  /// R07: eight hours a day, no overtime, nights or holidays, no dangerous work.
  static let workingHours = Rule(
    number: "R07",
    sentence: "An intern works no more than eight hours a day, no overtime, no nights and no "
      + "statutory holidays, and not at heights, underground or with radioactive, toxic or "
      + "flammable matter, unless the major needs it and it is filed.",
    source: "Internship regulations (2016), Art. 16; the wording of 2021 was not read; "
      + unreadDay,
    isVerified: false, scope: .postInternships2016, whenDecided: .finding(.breach),
    whenReported: .finding(.breach))

  /// R07 in Ningbo: also no more than forty hours a week.
  static let ningboWorkingHours = Rule(
    number: "R07-3302",
    sentence: "In Ningbo an intern works no more than eight hours a day and forty hours a week.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2020, Art. 9; "
      + yearOnly,
    isVerified: false, scope: .ningboInternships2020, whenDecided: .finding(.breach),
    whenReported: .finding(.breach))

  /// R07 in Ningbo before 2020; the first text was not read.
  static let ningboWorkingHours2009 = Rule(
    number: "R07-3302-2009",
    sentence: "In Ningbo an intern works no more than eight hours a day and forty hours a week.",
    source: "Ningbo Regulation on School-Enterprise Cooperation, text of 2009", isVerified: false,
    scope: .ningboInternships2009, whenDecided: .finding(.advisory),
    whenReported: .finding(.advisory))
}

/// Judges work by its hours and its dangers.
enum WorkingHours {
  /// The most minutes of a day.
  static let dailyMinutes = 480
  /// The most minutes of a week, in Ningbo.
  static let weeklyMinutes = 2_400

  /// What the three texts say of a post, an agreement or a month at work.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, _ work: WorkFacts
  ) -> [Judgement] {
    [
      judgement(.workingHours, stream, facts) { long(work) ?? odd(work) ?? dangerous(work) },
      judgement(.ningboWorkingHours, stream, facts) { long(work) ?? longWeek(work) },
      judgement(.ningboWorkingHours2009, stream, facts) { long(work) ?? longWeek(work) },
    ]
  }

  private static func judgement(
    _ rule: Rule, _ stream: StreamName, _ facts: InternshipFacts, _ breach: () -> String?
  ) -> Judgement {
    facts.judgement(rule, in: stream, breach: breach)
  }

  private static func long(_ work: WorkFacts) -> String? {
    guard let minutes = work.dailyMinutes, minutes > dailyMinutes else { return nil }
    return "a day has \(hours(minutes)) of work; at most 8 hours are allowed"
  }

  private static func longWeek(_ work: WorkFacts) -> String? {
    guard let minutes = work.weeklyMinutes, minutes > weeklyMinutes else { return nil }
    return "a week has \(hours(minutes)) of work; at most 40 hours are allowed"
  }

  private static func odd(_ work: WorkFacts) -> String? {
    guard work.filedException == nil else { return nil }
    if work.hasOvertime {
      return "there is overtime, and it is not on file that the major needs it"
    }
    if work.hasHolidays {
      return "there is work on statutory holidays, and it is not on file that the major needs it"
    }
    return work.hasNights
      ? "there is night work, and it is not on file that the major needs it" : nil
  }

  private static func dangerous(_ work: WorkFacts) -> String? {
    let barred: Set<PBHostPostTerms.Hazard> = [
      .atHeight, .underground, .radioactive, .toxic, .flammableOrExplosive,
    ]
    guard !work.hazards.isDisjoint(with: barred), work.filedException == nil else { return nil }
    return "the work is dangerous, and it is not on file that the major needs it"
  }

  private static func hours(_ minutes: Int) -> String {
    minutes % 60 == 0 ? "\(minutes / 60) hours" : "\(minutes / 60) hours \(minutes % 60) minutes"
  }
}
