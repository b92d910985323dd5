/// Every bound of importing, in one place.
public enum ImportLimits {
  /// The most bytes of one cell, as UTF-8.
  public static let cellByteCount = 64 << 10
  /// The most columns of a sheet.
  public static let columnCount = 500
  /// The most bytes of one line of NDJSON.
  public static let lineByteCount = 1 << 20
  /// Among how many rows at the top the header is looked for; above it a sheet may have titles.
  public static let headerRows = 10
  /// The most characters of a name or a code.
  public static let nameCharacterCount = 200
  /// The most characters of a longer text.
  public static let textCharacterCount = 4_000
  /// The most rounds of looking up what a row's references need.
  public static let lookUpRounds = 6
  /// The most ways in which it is tried what the cells of a recorded row led to.
  static let recordedTries = 4_096
  /// The most organisations of one name that a refusal lists.
  static let namedCandidates = 5
  /// How many quotes of one file may never be closed before the rest is given up.
  static let openQuoteCount = 100
  /// The most bytes of a row's own text that are kept where it can't be cut into cells.
  static let rawByteCount = 32 << 10
}
