internal import Deciding
internal import EventModel

extension EffectiveEvent {
  /// A fact as it would count if it were recorded now, after all other events.
  init(adding fact: JudgedFact, _ context: DecisionContext) {
    let proposed = ProposedEvent(
      type: fact.type, schemaVersion: fact.schemaVersion, id: EventID(high: .max, low: .max),
      standing: fact.standing, actor: context.actor, source: context.source,
      occurred: fact.occurred, payload: fact.payload)
    let recorded = RecordedEvent(
      event: proposed, stream: fact.stream, revision: .zero, position: Position(.max),
      recordedAt: context.now, commandID: CommandID(high: 0, low: 0), commandDigest: .zero,
      appendIndex: 0, appendCount: 1)
    self.init(
      original: recorded, correction: nil, personal: [], isConfirmed: true,
      sortKey: SortKey(
        occurred: fact.occurred, position: recorded.position, isFirstOfStream: false,
        zone: context.zone))
  }
}
