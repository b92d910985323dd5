internal import EventModel
internal import Projections
internal import ReadModels

/// Which organisations' own persons a caller sees: the key's, and those that were merged into it.
struct OwnOrganisations: Sendable {
  let store: ReadModelStore
  let zone: LogZone
  let clock: @Sendable () -> RecordedTime

  /// The streams, in order, where a view's rows differ by them; none where they don't, for who acts
  /// for no organisation alone, too.
  func names(
    of caller: Caller, for view: ViewDeclaration
  ) async throws(ProjectionError) -> [StreamName] {
    view.dependsOnAsker ? try await names(of: caller) : []
  }

  /// The streams, in order; none for who acts for no organisation alone.
  func names(of caller: Caller) async throws(ProjectionError) -> [StreamName] {
    guard let own = caller.ownOrganisation else { return [] }
    let today = zone.civilDate(at: clock().microseconds)
    return try await store.organisations(mergedInto: [own], on: today).sorted()
  }
}
