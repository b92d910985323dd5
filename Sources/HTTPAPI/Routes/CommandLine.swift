public import CommandHandling
public import Cooperation
internal import Deciding

extension Result where Success == ParsedCommand, Failure == CommandError {
  /// A command as a session takes it: parsed, or why it can't be.
  public init(command: PBCommand) {
    do throws(Rejection) {
      self = .success(try ParsedCommand(command))
    } catch {
      self = .failure(.rejected(error))
    }
  }

  /// One line of NDJSON: a command, or why it is none.
  public init(line: [UInt8]) {
    do throws(Rejection) {
      self = .success(try ParsedCommand(CommandJSON.commandOrHint(line)))
    } catch {
      self = .failure(.rejected(error))
    }
  }

  /// One line as a ``LineSplitter`` gives it: `nil` where it is longer than its limit.
  public init(line: [UInt8]?, byteLimit: Int) {
    guard let line else {
      self = .failure(.tooLarge("a line has at most \(byteLimit) bytes"))
      return
    }
    self.init(line: line)
  }
}
