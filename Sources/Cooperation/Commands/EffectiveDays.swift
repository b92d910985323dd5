internal import Deciding

/// Which days of effect a command may name besides the day on which it occurred.
///
/// A day that would be dropped is refused: whoever names it would believe that it counts.
enum EffectiveDays: Sendable {
  /// None: it takes effect when it occurs.
  case asItOccurs
  /// `effectiveFrom`.
  case from
  /// `effectiveFrom` and `effectiveTo`.
  case fromAndTo
}

extension ParsedCommand {
  /// Refuses a day of effect that would mean nothing; the day on which it occurred is harmless.
  ///
  /// What follows from a fact carries the fact's own days, whatever they mean to it.
  func checkEffect() throws(Rejection) {
    guard causation == nil else { return }
    var effect = EffectiveDays.asItOccurs
    if case .domain(let domain) = act { effect = domain.effect }
    if let from = effectiveFrom, from != occurred, effect == .asItOccurs {
      throw .malformed(
        "effectiveFrom",
        "\(name) takes effect when it occurs: give that day as occurred, and no effectiveFrom")
    }
    if effectiveTo != nil, effect != .fromAndTo {
      throw .malformed(
        "effectiveTo",
        "\(name) holds until another fact ends it: record that one, and no effectiveTo")
    }
  }
}
