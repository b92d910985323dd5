/// Counts how many persons the answers to commands tell something about: whether a number is known, or
/// whether a guess is right.
///
/// ID numbers can be counted through, so whoever gives commands has so many and no more.
public struct LookUpCount: Sendable {
  /// Takes so many of what is left, before anything is told.
  public let take: @Sendable (Int) throws(TooManyLookUps) -> Void
  /// Gives back what was taken where nothing new was told.
  public let giveBack: @Sendable (Int) -> Void

  /// A count.
  public init(
    take: @escaping @Sendable (Int) throws(TooManyLookUps) -> Void,
    giveBack: @escaping @Sendable (Int) -> Void
  ) {
    self.take = take
    self.giveBack = giveBack
  }
}

/// That more was asked about persons than is left.
public struct TooManyLookUps: Error, Hashable, Sendable {
  /// One sentence: how many there are.
  public let reason: String
  /// Seconds after which as much may be asked.
  public let retryAfterSeconds: Int

  /// Why, and for how long.
  public init(_ reason: String, retryAfterSeconds: Int) {
    self.reason = reason
    self.retryAfterSeconds = retryAfterSeconds
  }
}
