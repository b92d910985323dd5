public import EventModel
internal import Synchronization

/// The handing-in of one append, told from every other of the same command.
///
/// Who decides a command on the events that another append proposes stands on that append, not on
/// whatever the log may know under its command's id: what an earlier submission recorded may have
/// been decided on another state. So the later append names the submission that it follows.
public final class Submission: Sendable {
  /// The command of the append.
  public let commandID: CommandID
  private let recorded = Atomic<Bool>(false)

  /// A submission that was not recorded yet.
  public init(of commandID: CommandID) { self.commandID = commandID }

  /// Whether its append is durable; one that came back as a repeat never is.
  package var isRecorded: Bool { recorded.load(ordering: .acquiring) }

  /// Says that its append is durable.
  package func noteRecorded() { recorded.store(true, ordering: .releasing) }
}
