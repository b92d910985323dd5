/// A number that was announced somewhere, with how exact it was meant.
public struct AnnouncedNumber: Hashable, Sendable {
  /// The number.
  public let figure: Int
  /// How exact it was meant.
  public let bound: PBClaimPublished.Bound

  init(_ figure: Int32, _ bound: PBClaimPublished.Bound?) {
    self.figure = Int(figure)
    self.bound = bound ?? .exact
  }

  /// Whether a count bears it out; `nil` where its word says nothing.
  public func isBorneOut(by count: Int) -> Bool? { bound.bears(out: figure, counted: count) }
}
