internal import Crypto
internal import EventModel
public import Projections

/// SHA-256 of an answer as ``CSVText`` without a byte order mark, page by page: what frozen statistics
/// keep of it.
public struct CSVDigest {
  private var hash = SHA256()

  /// The digest of a header and no row yet.
  public init(columns: [String]) {
    hash.update(data: CSVText(columns: columns, rows: [], byteOrderMark: false).bytes)
  }

  /// Takes in the rows that follow.
  public mutating func add(_ rows: [[SQLValue]]) {
    hash.update(data: CSVText(following: rows).bytes)
  }

  /// 64 hex digits.
  public var hexadecimal: String { hexText(hash.finalize()) }
}
