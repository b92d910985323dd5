public import EventModel

/// The parts that an earlier command brought for a subject.
public struct BroughtParts: Hashable, Sendable {
  /// Whose parts they are.
  public let subject: StreamName
  /// Which part; `nil` for all that the command brought for the subject.
  public let part: String?
  /// The command that brought them.
  public let command: CommandID

  /// Parts of a subject.
  public init(subject: StreamName, part: String? = nil, command: CommandID) {
    self.subject = subject
    self.part = part
    self.command = command
  }
}

/// What a command that is about to be appended does to personal parts.
public struct CommandParts: Sendable {
  /// The command.
  public let command: CommandID
  /// What it brings.
  public let parts: [PersonalPart]
  /// What it takes away: a void all that the voided fact has, a correction what it brings anew.
  ///
  /// The look-ups of these are free once the log has the command, but for those it brings itself.
  public let superseded: [BroughtParts]
  /// What counts again: a correction after a void refers to the parts it doesn't bring anew.
  ///
  /// The look-ups of these are reserved again, and answer once the log has the command.
  public let reinstated: [BroughtParts]

  /// A command's doings.
  public init(
    _ command: CommandID, _ parts: [PersonalPart], superseded: [BroughtParts] = [],
    reinstated: [BroughtParts] = []
  ) {
    self.command = command
    self.parts = parts
    self.superseded = superseded
    self.reinstated = reinstated
  }

  /// Whether it changes what look-ups earlier commands hold.
  var changesLookUps: Bool { !superseded.isEmpty || !reinstated.isEmpty }
}
