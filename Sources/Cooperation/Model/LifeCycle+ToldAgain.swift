internal import Deciding
public import EventModel

extension LifeCycle {
  /// Takes a step that a life takes once, and says when it did.
  ///
  /// Where the table allows it, it is another one, as after an end that a life may go on from. Told
  /// again elsewhere it is marked and leads nowhere: what came after it stays, above all the end.
  /// - Parameter known: when it was taken, as was told before; `nil` of one that was not.
  mutating func takeOnce(
    _ step: Transition<Self>, _ event: EffectiveEvent, at known: Moment?
  ) -> Moment {
    takeOnce(step, event, isKnown: known != nil) ? event.occurred : known.told(event.occurred)
  }

  /// Takes a step that a life takes once.
  ///
  /// - Returns: whether it is not the known one told again.
  mutating func takeOnce(
    _ step: Transition<Self>, _ event: EffectiveEvent, isKnown: Bool
  ) -> Bool {
    guard isKnown, !step.from.contains(phase) else {
      take(step, event)
      return true
    }
    markOutOfOrder(event)
    return false
  }

  /// Takes a step that ends a life, or the part of it that began last, and says when that was.
  ///
  /// - Parameter known: when it ended in whichever way, as was told before.
  mutating func end(
    _ step: Transition<Self>, _ event: EffectiveEvent, at known: Moment?
  ) -> Moment {
    takeOnce(step, event, at: phase == step.to ? known : nil)
  }
}

extension Moment? {
  /// When something happened that happens once, after one more report: the first moment that was told,
  /// unless another lies within it and so tells it more precisely.
  public func told(_ moment: Moment) -> Moment { self?.narrowed(by: moment) ?? moment }
}

extension Moment {
  /// This moment, or one that lies within it.
  func narrowed(by other: Moment) -> Moment {
    // A time of day was written with the offset of its place; days are compared alike anywhere.
    let zone = LogZone(name: "", utcOffsetMinutes: offset ?? other.offset ?? 0)
    let isWithin =
      earliest(in: zone) <= other.earliest(in: zone) && other.latest(in: zone) <= latest(in: zone)
    return isWithin ? other : self
  }

  private var offset: Int? {
    if case .instant(_, let offset) = value { offset } else { nil }
  }
}
