internal import Cooperation
public import EventLog
internal import EventModel
public import PersonalData

extension ConcordStore {
  /// Looks for all personal parts to which a log refers, and for what is left of persons who were
  /// erased.
  ///
  /// - Parameters:
  ///   - verifier: Of the log's data directory; opened after the log.
  ///   - progress: Told how many records are done, and of how many.
  /// - Complexity: O(records), and a look-up in the store for each reference
  public static func checkReferences(
    of log: any AppendOnlyLog, with verifier: PersonalVerifier,
    progress: (_ done: UInt64, _ total: UInt64) -> Void = { _, _ in }
  ) throws(CommandError) {
    let tombstone = PBPersonalDataErased.eventType
    let end = log.end
    var next: Position? = .zero
    while let position = next {
      let events = try inLog { () throws(EventLogError) in
        try log.read(
          from: position, direction: .forwards, type: nil, before: end,
          limit: CommandHandlingLimits.eventsPerRead)
      }
      do throws(PersonalDataError) {
        for event in events {
          for reference in event.event.personal { try verifier.check(reference) }
          if event.event.type == tombstone {
            try verifier.check(erased: event.stream, at: event.position)
          }
        }
        if events.isEmpty { try verifier.settleErasures() }
      } catch {
        throw .personal(error)
      }
      next = events.last?.position.next
      if let next { progress(next.number, end.number) }
    }
  }
}
