internal import Deciding
internal import EventModel

// What one entity holds at a time: a second one is kept and waits for a steward.

extension Rule {
  private static func single(_ number: String, _ sentence: String) -> Rule {
    Rule(
      number: number, sentence: sentence, source: "Concord's model of cooperation",
      isVerified: true, whenDecided: .review, whenReported: .review)
  }

  /// INTENTION-TWICE: an intention is recorded once.
  static let sameIntention = single(
    "INTENTION-TWICE", "Parties reach one intention about one topic on one day")
  /// CLASS-TWICE: a student is in one order class.
  static let oneOrderClass = single(
    "CLASS-TWICE", "A student is in one order class at a time")
  /// GRANT-TWICE: a purpose is granted once.
  static let oneLiveGrant = single(
    "GRANT-TWICE", "An agreement has one live grant for one purpose in one year")
  /// POLICY-DATES: a text is adopted before it holds.
  static let policyDates = single(
    "POLICY-DATES", "A policy takes effect no earlier than it was adopted")
}
