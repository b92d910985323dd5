internal import Deciding
internal import EventModel

extension Rule {
  /// R08, in part: pay goes from the host to the student, in money.
  ///
  /// The floor of the pay is judged where post and pay are offered or agreed: see ``payFloor``.
  public static let directPay = Rule(
    number: "R08",
    sentence: "The host pays the student directly and in money, not in goods or vouchers and not "
      + "through a third party.",
    source: "Internship regulations (2021), Art. 18", isVerified: true,
    scope: Scope(validFrom: day("2021-12-31")), whenDecided: .finding(.advisory),
    whenReported: .finding(.advisory))
}

/// Judges payments by who paid and how.
enum DirectPay {
  /// What the rule says of a payment: one finding a placement, so all of its payments are looked at.
  static func judge(
    _ stream: StreamName, _ payment: PBPaymentRecorded, placement: Placement?,
    on occurred: Moment, in zone: LogZone
  ) -> Judgement {
    guard Rule.directPay.holds(on: occurred, in: zone) else {
      return Judgement(.directPay, in: stream, breach: nil)
    }
    return Judgement(
      .directPay, in: stream,
      breach: irregularity(payment, host: placement?.host) ?? placement?.irregularPayment)
  }

  /// Why a payment is none from the host in money; `nil` when it is.
  static func irregularity(_ payment: PBPaymentRecorded, host: StreamName?) -> String? {
    if let payer = StreamName(field: payment.payer), let host, payer != host {
      return "a third party paid the student"
    }
    if payment.method == .goods || payment.method == .voucher {
      return "the student was paid in goods or vouchers"
    }
    return nil
  }
}
