internal import EventModel

/// Which prepared commands are still open, as this process knows; decides, touches no storage.
///
/// A command's life: prepared (any number of times, by repeats that run side by side) → confirmed,
/// or discarded by all who prepared it. Confirmed wins for good: a repeat that lost its race and
/// discards must not take the parts from under the record that the other appended.
struct CommandLedger {
  /// How many preparations of a command wait for their append.
  private var holders: [CommandID: Int] = [:]
  /// Confirmed, while the store still has them as pending.
  private var confirmed: Set<CommandID> = []

  /// What a discarding leads to.
  enum Discarding: Equatable {
    /// Delete parts and reservations.
    case delete
    /// Another holder or the log needs them.
    case keep
  }

  /// A preparation of the command was committed as pending.
  mutating func prepare(_ command: CommandID) {
    guard !confirmed.contains(command) else { return }
    holders[command, default: 0] += 1
  }

  /// The log has the command.
  ///
  /// Commands that nobody holds are not remembered: they have no parts, or are noted already.
  mutating func confirm(_ command: CommandID) {
    guard holders.removeValue(forKey: command) != nil else { return }
    confirmed.insert(command)
  }

  /// One preparation is given up.
  mutating func discard(_ command: CommandID) -> Discarding {
    guard !confirmed.contains(command) else { return .keep }
    guard let count = holders[command], count > 1 else {
      holders[command] = nil
      return .delete
    }
    holders[command] = count - 1
    return .keep
  }

  /// Whether a preparation waits for its append.
  func isHeld(_ command: CommandID) -> Bool { holders[command] != nil }

  /// Whether the log is known to have the command, though the store has it as pending.
  func isConfirmed(_ command: CommandID) -> Bool { confirmed.contains(command) }

  /// The confirmed commands, for the store to note in its next transaction.
  var unnoted: Set<CommandID> { confirmed }

  /// The store has noted these.
  mutating func noted(_ commands: Set<CommandID>) { confirmed.subtract(commands) }
}
