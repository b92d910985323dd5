internal import EventLog

/// Reads or writes the log for whoever follows it: an error is the log's, whatever it is.
///
/// - Throws: ``CommandError/log(_:)``.
func inLog<Result>(
  _ body: () throws(EventLogError) -> Result
) throws(CommandError) -> Result {
  do throws(EventLogError) {
    return try body()
  } catch {
    throw .log(error)
  }
}

/// Reads or writes the log for a command: an error is what the command is answered.
///
/// - Throws: what ``CommandError/init(_:)`` makes of it: a full queue is ``CommandError/busy(retryAfterSeconds:)``.
func inLogAsCommand<Result>(
  _ body: () throws(EventLogError) -> Result
) throws(CommandError) -> Result {
  do throws(EventLogError) {
    return try body()
  } catch {
    throw CommandError(error)
  }
}
