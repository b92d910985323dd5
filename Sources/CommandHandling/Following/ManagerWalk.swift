import EventModel

/// Where a manager walks through the log: from where, with which derived files, and whom it tells how
/// far it is.
struct ManagerWalk: Sendable {
  /// Where it goes on, an append border; the log's beginning is always right.
  let start: Position
  /// The directory of what was decided on what; derived, and there only once that is much. `nil` for a
  /// place that is deleted with the manager.
  let dependants: String?
  /// Told the position up to which all is done.
  let onProgress: @Sendable (Position) -> Void

  /// A walk from a position.
  init(
    from start: Position = .zero, dependantsIn dependants: String? = nil,
    onProgress: @escaping @Sendable (Position) -> Void = { _ in }
  ) {
    self.start = start
    self.dependants = dependants
    self.onProgress = onProgress
  }
}
