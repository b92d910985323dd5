public import EventModel

/// A command of which personal parts are here.
public struct StoredCommand: Hashable, Sendable {
  /// The command.
  public let command: CommandID
  /// Those of its parts that are here; at least one.
  public let parts: [PersonalPartReference]
}

extension PersonalVerifier {
  /// The commands of which parts are here, some at a time, in order of their ids.
  ///
  /// Left out are those that may not be recorded: they are pending, or the store came with a backup
  /// whose log may be older.
  /// - Parameter last: behind which row to go on; `nil` for the first.
  /// - Returns: the commands, which may be none, and behind which row to go on; `nil` after the last.
  public func storedCommands(
    after last: [UInt8]?
  ) throws(PersonalDataError) -> (commands: [StoredCommand], last: [UInt8]?) {
    guard !asksLog else { return ([], nil) }
    let rows = try snapshot.rows(after: last, in: live.tables.commands, rowLimit: Self.rowLimit)
    var commands: [StoredCommand] = []
    for row in rows where row.key.count == 16 {
      // A row that is malformed was told.
      guard let parts = CommandRow(stored: row.value)?.parts,
        try !snapshot.has(row.key, in: live.tables.pending)
      else { continue }
      var here: [PersonalPartReference] = []
      for part in parts {
        let key = RowKey.part(part.slot.subject, part.commitment)
        if try snapshot.has(key, in: live.tables.people) { here.append(part.reference) }
      }
      if !here.isEmpty {
        commands.append(StoredCommand(command: CommandID(prefixOf: row.key), parts: here))
      }
    }
    return (commands, rows.last?.key)
  }

  /// Compares what a command stored with what the log has of it.
  ///
  /// - Parameter recorded: what its records refer to; `nil` where the log doesn't have the command.
  public func check(_ stored: StoredCommand, recorded: [PersonalPartReference]?) {
    guard let recorded else {
      return report.note(
        "\(stored.parts[0].subject): a part is of command \(stored.command), which the log doesn't "
          + "have: it is older than its personal parts, or was cut short")
    }
    for part in stored.parts where !recorded.contains(part) {
      report.note(
        "\(part.subject): a part of command \(stored.command) is none that its records refer to")
    }
  }
}
