internal import Deciding
internal import EventModel

extension Rule {
  /// R08, in part: pay goes from the host to the student, in money, month by month.
  ///
  /// The floor of the pay is judged where post and pay are offered or agreed: see ``payFloor``.
  static let directPay = Rule(
    number: "R08",
    sentence:
      "The host pays the student of a post internship directly and in money, not in goods or "
      + "vouchers and not through a third party, and at least once a month.",
    source: "Internship regulations (2021), Art. 18", isVerified: true,
    scope: .postInternships2021, whenDecided: .finding(.advisory),
    whenReported: .finding(.advisory))
}

/// Judges payments by who paid, how and when.
enum DirectPay {
  /// The most days for which one payment is made, and after which it is late: those of the longest
  /// month.
  static let mostDays = 31

  /// What the rule says of a payment: one finding a placement, so all of its payments are looked at.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, _ payment: PBPaymentRecorded,
    placement: Placement?
  ) -> Judgement {
    facts.judgement(.directPay, in: stream) {
      irregularity(payment, host: placement?.host, on: facts.occurred)
        ?? placement?.irregularPayment
    }
  }

  /// What the rule says of the days between payments that an agreement names.
  static func judge(
    _ stream: StreamName, _ facts: InternshipFacts, _ terms: PBInternshipTerms
  ) -> Judgement {
    facts.judgement(.directPay, in: stream) {
      terms.payCycleDays > mostDays
        ? "the student is to be paid every \(terms.payCycleDays) days, less than once a month" : nil
    }
  }

  /// Why a payment is none from the host, in money, for a month and in time; `nil` when it is.
  static func irregularity(
    _ payment: PBPaymentRecorded, host: StreamName?, on occurred: Moment
  ) -> String? {
    if let payer = StreamName(field: payment.payer), let host, payer != host {
      return "a third party paid the student"
    }
    if payment.method == .goods || payment.method == .voucher {
      return "the student was paid in goods or vouchers"
    }
    guard let last = CivilDate(field: payment.periodTo) else { return nil }
    if let first = CivilDate(field: payment.periodFrom),
      last.dayNumber - first.dayNumber >= mostDays
    {
      return "one payment is for more than a month"
    }
    if let paid = occurred.firstCivilDay, paid.dayNumber - last.dayNumber > mostDays {
      return "the student was paid more than a month after the work"
    }
    return nil
  }
}

extension Moment {
  /// The first civil day on which it may have happened, where it was told; `nil` for "not later than".
  ///
  /// An instant's day is that of its own offset, so that a fold needs no zone.
  fileprivate var firstCivilDay: CivilDate? {
    if notLaterThan { return nil }
    switch value {
    case .year(let year): return try? CivilDate(year: year, month: 1, day: 1)
    case .month(let year, let month): return try? CivilDate(year: year, month: month, day: 1)
    case .day(let date): return date
    case .instant(let microseconds, let utcOffsetMinutes):
      let local = microseconds + Int64(utcOffsetMinutes) * 60_000_000
      let day =
        local / LogZone.microsecondsPerDay - (local % LogZone.microsecondsPerDay < 0 ? 1 : 0)
      return CivilDate(dayNumber: Int(day))
    }
  }
}
