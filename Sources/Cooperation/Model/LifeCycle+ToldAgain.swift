internal import Deciding
public import EventModel

extension LifeCycle {
  /// Takes a step that a life takes once, and says when it did.
  ///
  /// Where the table allows it, it is another one, as after an end that a life may go on from. Told
  /// again elsewhere it is marked and leads nowhere: what came after it stays, above all the end. Of
  /// a later day it may be another fact, and is passed over.
  /// - Parameters:
  ///   - known: when it was taken, as was told before; `nil` of one that was not.
  ///   - ended: when its life ended, as far as it is known.
  mutating func takeOnce(
    _ step: Transition<Self>, _ event: EffectiveEvent, at known: Moment?,
    until ended: Moment? = nil
  ) -> Moment? {
    if takeOnce(step, event, isKnown: known != nil, until: ended) {
      return isPassedOver(event) ? known : event.occurred
    }
    if let known, event.occurred.isAfter(known) {
      passOver(event)
      return known
    }
    // The first that a stream tells comes before all, whenever it happened: of two days the earlier one.
    if let known, known.isAfter(event.occurred) { return event.occurred }
    return known.told(event.occurred)
  }

  /// Takes a step that a life takes once.
  ///
  /// - Parameter ended: when its life ended; what certainly came after that is passed over.
  /// - Returns: whether it is not the known one told again.
  mutating func takeOnce(
    _ step: Transition<Self>, _ event: EffectiveEvent, isKnown: Bool, until ended: Moment? = nil
  ) -> Bool {
    if step.from.contains(phase) {
      take(step, event)
      return true
    }
    if isKnown {
      markOutOfOrder(event)
      return false
    }
    if isOver, let next = step.to, !Self.endPhases.contains(next) {
      // Told for the first time after the end, as a beginning of which only the year is known: it
      // happened before, and leaves the end as it is.
      if let ended, event.occurred.isAfter(ended) { passOver(event) } else { markOutOfOrder(event) }
    } else {
      take(step, event)
    }
    return true
  }

  /// Takes a step that ends a life, or the part of it that began last, and says when that was: of two
  /// ends the first one counts.
  ///
  /// - Parameter known: when it ended in whichever way, as was told before.
  mutating func end(
    _ step: Transition<Self>, _ event: EffectiveEvent, at known: Moment?
  ) -> Moment? {
    if phase == step.to { return takeOnce(step, event, at: known) }
    return take(step, event) ? event.occurred : known
  }
}

extension Moment? {
  /// When something happened that happens once, after one more report: the first moment that was told,
  /// unless another lies within it and so tells it more precisely.
  public func told(_ moment: Moment) -> Moment { self?.narrowed(by: moment) ?? moment }
}

extension Moment {
  /// Whether both may be one moment.
  public func mayBe(_ other: Moment) -> Bool { !isAfter(other) && !other.isAfter(self) }

  /// Whether it certainly came later than another one.
  func isAfter(_ other: Moment) -> Bool {
    let zone = zone(with: other)
    return earliest(in: zone) > other.latest(in: zone)
  }

  /// This moment, or one that lies within it.
  func narrowed(by other: Moment) -> Moment {
    let zone = zone(with: other)
    let isWithin =
      earliest(in: zone) <= other.earliest(in: zone) && other.latest(in: zone) <= latest(in: zone)
    return isWithin ? other : self
  }

  /// Where both are compared: a time of day was written with the offset of its place, days are alike
  /// anywhere.
  private func zone(with other: Moment) -> LogZone {
    LogZone(name: "", utcOffsetMinutes: offset ?? other.offset ?? 0)
  }

  private var offset: Int? {
    if case .instant(_, let offset) = value { offset } else { nil }
  }
}
