public import EventModel

/// The answer to one line of a session.
public struct SessionAnswer: Sendable {
  /// The line's number in the session, from 1.
  public let line: Int
  /// The command's id, the server's choice where the client made none; `nil` for a malformed line.
  public let id: CommandID?
  /// The receipt, or why there is none.
  public let result: Result<CommandReceipt, CommandError>

  /// An answer.
  public init(line: Int, id: CommandID?, result: Result<CommandReceipt, CommandError>) {
    self.line = line
    self.id = id
    self.result = result
  }
}
