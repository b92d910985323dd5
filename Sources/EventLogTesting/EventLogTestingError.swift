/// A test that can't be prepared.
public struct EventLogTestingError: Error, CustomStringConvertible {
  /// Why not.
  public let description: String

  /// An error with its reason.
  public init(description: String) { self.description = description }
}
