internal import Deciding
internal import EventModel

/// An entity that is in one phase at a time.
protocol LifeCycle: OrderedAggregate {
  /// The phases.
  associatedtype Phase: RawRepresentable<String> & Hashable & Sendable

  /// The phase that it is in.
  var phase: Phase { get set }
  /// The phases in which its life is over. It stays in the first one that it reaches, unless one of its steps
  /// leads on from there; two different ones on one day contradict each other.
  static var endPhases: Set<Phase> { get }
}

extension LifeCycle {
  /// None: a life with at most one kind of end needn't name it, because nothing can contradict it.
  static var endPhases: Set<Phase> { [] }
}

extension LifeCycle {
  /// Takes a recorded step. It happened, so it counts even where the phase doesn't allow it; only a step
  /// that would lead away from an end is passed over.
  ///
  /// - Returns: whether it counts.
  @discardableResult
  mutating func take(_ step: Transition<Self>, _ event: EffectiveEvent) -> Bool {
    let fits = step.from.contains(phase)
    if !fits { markOutOfOrder(event) }
    guard let next = step.to, next != phase else { return true }
    if !fits, isOver {
      outOfOrder.passOver(event.id, refusing: next.rawValue)
      return false
    }
    phase = next
    return true
  }

  /// Takes a recorded step that belongs to the time before its entity ended: one that certainly came after
  /// that is passed over.
  ///
  /// - Parameter ended: when the entity ended, in whichever way.
  /// - Returns: whether it counts.
  mutating func take(
    _ step: Transition<Self>, _ event: EffectiveEvent, until ended: Moment?
  ) -> Bool {
    guard take(step, event) else { return false }
    guard isOver, let ended, event.occurred.isAfter(ended) else { return true }
    passOver(event)
    return false
  }

  /// Whether its life is over.
  var isOver: Bool { Self.endPhases.contains(phase) }
}

/// One step of an entity's life: from which phases it may be taken, and where it leads.
///
/// It judges commands, and marks recorded facts that came out of order. Where the phase doesn't allow the
/// step, our own act is refused; a report is kept and opens a finding.
struct Transition<Entity: LifeCycle>: Sendable {
  /// The phases in which the step may be taken.
  let from: Set<Entity.Phase>
  /// The phase it leads to; `nil` when the phase stays.
  let to: Entity.Phase?
  /// What is done, as "signing"; for the sentence of a refusal.
  let act: String

  init(from: Set<Entity.Phase>, to: Entity.Phase? = nil, _ act: String = "this") {
    self.from = from
    self.to = to
    self.act = act
  }

  /// The step where it stands for one of several acts.
  func called(_ act: String) -> Transition { Transition(from: from, to: to, act) }
}
