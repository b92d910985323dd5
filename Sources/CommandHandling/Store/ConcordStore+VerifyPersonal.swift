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

  /// Looks whether the log has what the personal parts that are here were stored for.
  ///
  /// - Parameters:
  ///   - log: As of a moment after the verifier was opened: a part is stored before its record.
  ///   - verifier: Of the log's data directory.
  /// - Complexity: O(commands with parts), a look-up and its records read for each
  public static func checkStored(
    in log: any AppendOnlyLog, with verifier: PersonalVerifier
  ) throws(CommandError) {
    var last: [UInt8]?
    repeat {
      let page: (commands: [StoredCommand], last: [UInt8]?)
      do throws(PersonalDataError) { page = try verifier.storedCommands(after: last) } catch {
        throw .personal(error)
      }
      for stored in page.commands {
        verifier.check(stored, recorded: try references(of: stored.command, in: log))
      }
      last = page.last
    } while last != nil
  }

  /// The parts to which a command's records refer; `nil` where the log doesn't have it.
  private static func references(
    of command: CommandID, in log: any AppendOnlyLog
  ) throws(CommandError) -> [PersonalPartReference]? {
    try inLog { () throws(EventLogError) in
      guard let receipt = try log.receipt(of: command)?.receipt else { return nil }
      let events = try log.read(
        from: receipt.first, direction: .forwards, type: nil, before: nil,
        limit: receipt.eventCount)
      return events.flatMap(\.event.personal)
    }
  }
}
