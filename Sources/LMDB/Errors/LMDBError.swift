internal import CLMDB
internal import Glibc

/// An operational failure of the store.
///
/// Shape: what went wrong as a closed ``Code`` to switch over, the C function that reported it, the
/// number it reported, and the place (directory and table). No stored bytes and no keys are ever
/// part of it, so it may be logged.
public struct LMDBError: Error, Sendable {
  /// What went wrong, as far as a caller can act on it.
  public let code: Code

  /// The C function that was asked, or the check of our own that refused.
  public let operation: Operation

  /// What the C function returned: an `MDB_…` number (negative) or an `errno` (positive).
  ///
  /// `nil` where a check of our own refused before any C function was asked.
  public let cCode: Int32?

  /// The environment and table that were worked on.
  public let place: Place

  init(_ code: Code, _ operation: Operation, cCode: Int32? = nil, at place: Place) {
    self.code = code
    self.operation = operation
    self.cCode = cCode
    self.place = place
  }

  init(cCode: Int32, _ operation: Operation, at place: Place) {
    self.init(Code(cCode: cCode), operation, cCode: cCode, at: place)
  }

  /// Throws when a C function did not return zero.
  static func check(
    _ cCode: Int32, _ operation: Operation, at place: @autoclosure () -> Place
  ) throws(LMDBError) {
    guard cCode == 0 else { throw LMDBError(cCode: cCode, operation, at: place()) }
  }
}

extension LMDBError {
  /// Where an error happened.
  public struct Place: Sendable, Hashable {
    /// The directory of the environment, as it was given when it was opened.
    public let directory: String

    /// The table's name, when the operation worked on one.
    public let table: String?

    init(directory: String, table: String? = nil) {
      self.directory = directory
      self.table = table
    }
  }
}

extension LMDBError: CustomStringConvertible {
  /// One sentence for an operator: place, what is wrong, what reported it.
  public var description: String {
    let table = place.table.map { " table \($0)" } ?? ""
    let report =
      cCode.map { " (\(operation.rawValue) returned \($0): \(Self.text(of: $0)))" }
      ?? " (\(operation.rawValue))"
    return "\(place.directory)\(table): \(code.sentence)\(report)"
  }

  private static func text(of cCode: Int32) -> String {
    guard let text = mdb_strerror(cCode) else { return "no text" }
    return String(cString: text)
  }
}
