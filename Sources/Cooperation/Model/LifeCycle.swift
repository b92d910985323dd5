internal import Deciding
public import EventModel

/// One step of an entity's life: from which phases it may be taken, and where it leads.
///
/// The same table judges commands and marks recorded facts that came out of order: a decided step
/// that the phase doesn't allow is refused, a reported one is kept and opens a finding.
struct Transition<Phase: Hashable & Sendable>: Sendable {
  /// The phases in which the step may be taken.
  let from: Set<Phase>
  /// The phase it leads to; `nil` when the phase stays.
  let to: Phase?

  init(from: Set<Phase>, to: Phase? = nil) {
    self.from = from
    self.to = to
  }
}

/// An entity that is in one phase at a time.
public protocol LifeCycle: TabledAggregate {
  /// The phases.
  associatedtype Phase: RawRepresentable<String> & Hashable & Sendable

  /// Where the entity stands.
  var phase: Phase { get set }
  /// The events that came in a phase that doesn't allow them.
  var outOfOrder: [EventID] { get set }
}

extension LifeCycle {
  /// Takes a recorded step. It happened, so it counts even where the table doesn't allow it.
  mutating func take(_ step: Transition<Phase>, _ event: EffectiveEvent) {
    if !step.from.contains(phase) { outOfOrder.append(event.id) }
    if let next = step.to { phase = next }
  }
}

extension StreamName {
  /// A reference in a recorded payload; `nil` when the field is missing.
  init?(field text: String) {
    guard !text.isEmpty else { return nil }
    self.init(recorded: text)
  }
}

extension CivilDate {
  /// A date in a recorded payload; `nil` when the field is missing.
  init?(field text: String) {
    guard let date = try? CivilDate(validating: text) else { return nil }
    self = date
  }
}
