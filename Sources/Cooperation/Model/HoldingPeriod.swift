public import EventModel

/// From when until when something holds, as precisely as it is known.
public struct HoldingPeriod: Hashable, Sendable {
  /// Since when.
  public var from: Moment
  /// Until when; `nil` while it holds.
  public var to: Moment?

  /// Whether it may have held at the end of a moment.
  public func holds(at moment: Moment, in zone: LogZone) -> Bool {
    let end = moment.latest(in: zone)
    guard from.earliest(in: zone) <= end else { return false }
    guard let to else { return true }
    return to.latest(in: zone) > end
  }
}
