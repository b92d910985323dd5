internal import EventModel

/// A graduate's wishes, as far as whoever searches knows them; no event holds them.
public struct GraduateWishes: Sendable {
  /// Where the graduate lives, 6 digits.
  public let home: String?
  /// The regions that are asked for, each 2, 4 or 6 digits; empty for any.
  public let regions: [String]
  /// The least pay that is wished, fen a month.
  public let payFen: Int64?

  /// Why given wishes are malformed.
  public struct Refusal: Error, Hashable, Sendable {
    /// The field to blame: `home`, `region` or `pay`.
    public let field: String
    /// What the field takes.
    public let expected: String
  }

  /// The most regions that may be asked for.
  public static let regionCount = 50

  /// Wishes as they were given.
  public init(
    validatingHome home: String? = nil, regions: [String] = [], payFen: Int64? = nil
  ) throws(Refusal) {
    guard home.map({ Self.isCode($0, [6]) }) ?? true else {
      throw Refusal(field: "home", expected: "a region's code of 6 digits, as 330203")
    }
    guard regions.count <= Self.regionCount, regions.allSatisfy({ Self.isCode($0, [2, 4, 6]) })
    else {
      throw Refusal(
        field: "region",
        expected: "codes of 2, 4 or 6 digits, as 3302, at most \(Self.regionCount) of them")
    }
    guard (payFen ?? 0) >= 0 else {
      throw Refusal(field: "pay", expected: "fen a month, a number from 0")
    }
    self.home = home
    self.regions = regions
    self.payFen = payFen
  }

  private static func isCode(_ text: String, _ lengths: Set<Int>) -> Bool {
    lengths.contains(text.utf8.count)
      && text.utf8.allSatisfy(isDigit)
  }
}
