internal import Cooperation
public import EventLog
package import EventModel
public import PersonalData

/// What has to be done when a data directory is opened, before any command is handled.
public struct Recovery: Hashable, Sendable {
  /// Commands whose parts were pending and are in the log.
  public let confirmed: Int
  /// Commands whose parts were pending and are not in the log: deleted with their reservations.
  public let deleted: Int
  /// Persons with a tombstone in the log of whom something was left: destroyed.
  public let erased: Int

  /// Brings the personal store to what the log says.
  ///
  /// - Complexity: O(pending commands + tombstones)
  @discardableResult
  public init(
    _ personal: PersonalStore, from log: any AppendOnlyLog
  ) throws(CommandError) {
    try self.init(personal, from: log, tombstone: PBPersonalDataErased.eventType)
  }

  /// The same for any type of tombstone.
  package init(
    _ personal: PersonalStore, from log: any AppendOnlyLog, tombstone: EventType
  ) throws(CommandError) {
    let pending = try Self.personal { () throws(PersonalDataError) in
      try personal.pendingCommands()
    }
    let (known, subjects) = try inLogAsCommand { () throws(EventLogError) in
      (try Self.recorded(pending, in: log), try Self.subjects(of: tombstone, in: log))
    }
    (confirmed, deleted, erased) = try Self.personal { () throws(PersonalDataError) in
      let parts = try personal.recover { known.contains($0) }
      return (parts.confirmed, parts.deleted, try personal.completeErasures(of: subjects))
    }
  }

  private static func personal<Result>(
    _ body: () throws(PersonalDataError) -> Result
  ) throws(CommandError) -> Result {
    do throws(PersonalDataError) {
      return try body()
    } catch {
      throw CommandError(error)
    }
  }

  private static func recorded(
    _ commands: [CommandID], in log: any AppendOnlyLog
  ) throws(EventLogError) -> Set<CommandID> {
    var recorded: Set<CommandID> = []
    for command in commands where try log.receipt(of: command) != nil { recorded.insert(command) }
    return recorded
  }

  private static func subjects(
    of tombstone: EventType, in log: any AppendOnlyLog
  ) throws(EventLogError) -> Set<StreamName> {
    var subjects: Set<StreamName> = []
    var next: Position? = .zero
    while let position = next {
      let events = try log.read(
        from: position, direction: .forwards, type: tombstone, before: nil,
        limit: CommandHandlingLimits.eventsPerRead)
      subjects.formUnion(events.map(\.stream))
      next = events.last?.position.next
    }
    return subjects
  }
}
