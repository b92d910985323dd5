internal import EventModel

/// What the rules on hours and hard work turn on, wherever it was said: a post, an agreement, a month
/// at work. A missing value is not known.
struct WorkFacts {
  var dailyMinutes: Int?
  var weeklyMinutes: Int?
  var hasOvertime = false
  var hasNights = false
  var hasHolidays = false
  var hazards: Set<PBHostPostTerms.Hazard> = []
  var labourClass: Int?
  /// The filing that allows nights and hazards, because the major needs them.
  var filedException: String?

  /// What is offered.
  init(_ terms: PBHostPostTerms) {
    dailyMinutes = terms.hasDailyMinutes ? Int(terms.dailyMinutes) : nil
    weeklyMinutes = terms.hasWeeklyMinutes ? Int(terms.weeklyMinutes) : nil
    hasOvertime = terms.overtime
    hasNights = terms.nightWork
    hasHolidays = terms.holidayWork
    hazards = Set(terms.hazards)
    labourClass = terms.hasLabourClass ? Int(terms.labourClass) : nil
    filedException = terms.hasFiledException ? terms.filedException : nil
  }

  /// What is agreed.
  init(_ terms: PBInternshipTerms) {
    dailyMinutes = terms.hasDailyMinutes ? Int(terms.dailyMinutes) : nil
    weeklyMinutes = terms.hasWeeklyHours ? Int(terms.weeklyHours) * 60 : nil
    hasOvertime = terms.overtime
    hasNights = terms.nightWork
    hasHolidays = terms.holidayWork
    filedException = terms.hasFiledException ? terms.filedException : nil
  }

  /// What was done in one month.
  init(_ summary: PBAttendanceSummarised, filedException: String?) {
    dailyMinutes = summary.hasLongestDayMinutes ? Int(summary.longestDayMinutes) : nil
    weeklyMinutes = summary.hasLongestWeekMinutes ? Int(summary.longestWeekMinutes) : nil
    hasOvertime = summary.overtimeMinutes > 0
    hasNights = summary.nights > 0
    hasHolidays = summary.statutoryHolidays > 0
    self.filedException = filedException
  }
}

extension InternshipFacts {
  /// The facts of a post that any school may use: it is judged as one for students of vocational
  /// schools, because they may come.
  static func offeredToAnySchool(
    _ occurred: Moment, _ zone: LogZone, region: String?
  ) -> InternshipFacts {
    InternshipFacts(
      occurred: occurred, zone: zone, region: region, schoolLevel: .higherVocational, kind: .post)
  }
}

extension Rule.Scope {
  /// Internships at a post of students of vocational schools, under the regulations of 2016 and the
  /// text of 2021 that followed.
  static let postInternships2016 = Rule.Scope(
    schoolLevels: vocationalSchools, internshipKinds: [.post], isFullTimeOnly: true,
    validFrom: Rule.day("2016-04-11"))

  /// The same while the text of 2016 was in force.
  static let postInternships2016Only = Rule.Scope(
    schoolLevels: vocationalSchools, internshipKinds: [.post], isFullTimeOnly: true,
    validFrom: Rule.day("2016-04-11"), validTo: Rule.day("2021-12-31"))

  /// Post internships of vocational schools in Ningbo, under the text of 2020; of the amendment only
  /// the year is known, and its first day is taken.
  static let ningboInternships2020 = Rule.Scope(
    territory: "3302", schoolLevels: vocationalSchools, internshipKinds: [.post],
    validFrom: Rule.day("2020-01-01"))

  /// The same under the text of 2009.
  static let ningboInternships2009 = Rule.Scope(
    territory: "3302", schoolLevels: vocationalSchools, internshipKinds: [.post],
    validFrom: Rule.day("2009-03-01"), validTo: Rule.day("2020-01-01"))
}
