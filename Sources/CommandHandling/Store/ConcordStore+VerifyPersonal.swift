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
    let end = log.end
    var next = Position.zero
    while next < end {
      let start = next
      let (events, reached) = try inLog { () throws(EventLogError) in
        try referring(in: log, from: start, before: end)
      }
      do throws(PersonalDataError) {
        for event in events {
          for reference in event.event.personal { try verifier.check(reference) }
          if event.event.type == PBPersonalDataErased.eventType {
            try verifier.check(erased: event.stream, at: event.position)
          }
        }
      } catch {
        throw .personal(error)
      }
      guard reached > start else { break }
      next = reached
      progress(next.number, end.number)
    }
    do throws(PersonalDataError) { try verifier.settleErasures() } catch { throw .personal(error) }
  }

  /// The events of a stretch of the log that refer to personal parts, or tell of a person's erasure.
  ///
  /// - Returns: them, and the position after the stretch, an append border.
  /// - Complexity: O(records of the stretch); only those events are decoded
  private static func referring(
    in log: any AppendOnlyLog, from start: Position, before end: Position
  ) throws(EventLogError) -> ([RecordedEvent], reached: Position) {
    let stretchEnd = start.number + UInt64(CommandHandlingLimits.eventsPerRead)
    var events: [RecordedEvent] = []
    var decoder = RecordDecoder()
    let reached = try log.scan(from: start, before: end) {
      (position, record) throws(EventLogError) in
      do throws(EventModelError) {
        let fields = try Envelope(walking: record)
        // By the field, wherever it stands: records of others may have theirs in another order.
        let isErasure = record.extracting(fields.type).withUnsafeBytes {
          $0.elementsEqual(PBPersonalDataErased.eventType.text.utf8)
        }
        if fields.hasPersonalParts || isErasure {
          events.append(try decoder.decode(record, at: position))
        }
        let isBorder = fields.appendIndex + 1 == fields.appendCount
        return isBorder && position.number + 1 >= stretchEnd ? .stop : .proceed
      } catch {
        throw .corrupt(position, error.reason)
      }
    }
    return (events, reached)
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
