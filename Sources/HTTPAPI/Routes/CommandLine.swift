public import CommandHandling
public import Cooperation
internal import Deciding

extension Result where Success == ParsedCommand, Failure == CommandError {
  /// One line of NDJSON: a command, or why it is none.
  public init(line: [UInt8]) {
    do throws(Rejection) {
      self = .success(try ParsedCommand(CommandJSON.command(line)))
    } catch {
      self = .failure(.rejected(error))
    }
  }
}
