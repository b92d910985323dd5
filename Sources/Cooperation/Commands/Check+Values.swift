internal import Deciding
internal import EventModel

extension Check {
  /// An amount of money that moves: 1 fen or more, and no more than any budget holds.
  static func amount(_ fen: Int64, _ field: String) throws(Rejection) {
    try that(
      (1...mostFen).contains(fen), field,
      "\(field) takes an amount in fen from 1 to \(mostFen), not \(fen)")
  }

  /// A million million yuan: sums of amounts stay far from the largest number.
  private static let mostFen: Int64 = 100_000_000_000_000

  /// A year as it is written.
  static func year(_ year: Int32, _ field: String) throws(Rejection) {
    try that(Limits.civilYears.contains(Int(year)), field, "\(field) takes a year, as 2022")
  }

  /// A number from 1.
  static func positive(_ number: Int32, _ field: String) throws(Rejection) {
    try that(number >= 1, field, "\(field) takes a number from 1, not \(number)")
  }

  /// The first digits of a region.
  static func territory(_ text: String, _ field: String) throws(Rejection) {
    try that(
      RegionCode.isPrefix(text), field,
      "\(field) takes the first 2, 4 or 6 digits of a region")
  }
}
