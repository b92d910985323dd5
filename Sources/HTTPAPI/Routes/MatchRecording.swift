public import CommandHandling
public import Cooperation
internal import Deciding
public import EventModel
public import MatchSearch

/// What became of the commands that record a search.
public struct MatchRecording: Sendable {
  /// How many were recorded now.
  public private(set) var recorded = 0
  /// How many had been recorded on that day before.
  public private(set) var repeated = 0
  /// Why others were refused.
  public private(set) var refusals: [Problem] = []
  /// The position after the last event that was recorded now.
  public private(set) var end: Position?

  /// Nothing was to be recorded.
  public init() {}

  /// Gives the commands of a search one after the other, best match first.
  ///
  /// - Parameters:
  ///   - isInterrupted: asked before each; what is left is not given then.
  ///   - give: hands one command in.
  /// - Throws: what `give` does, but for the domain's no, which is one of ``refusals``.
  public static func record(
    _ report: MatchReport, unless isInterrupted: () -> Bool = { false },
    _ give: (ParsedCommand) async throws(CommandError) -> CommandReceipt
  ) async throws(CommandError) -> MatchRecording {
    var recording = MatchRecording()
    for command in report.commands {
      if isInterrupted() { break }
      do throws(CommandError) {
        let receipt = try await give(try parsed(command))
        if receipt.status == .recorded {
          recording.recorded += 1
          recording.end = receipt.positions?.upperBound ?? recording.end
        } else {
          recording.repeated += 1
        }
      } catch .commandReused {
        // It was recommended on that day before, with another rank or score: that one stands.
        recording.repeated += 1
      } catch .rejected(let rejection) {
        recording.refusals.append(Problem(rejection))
      }
    }
    return recording
  }

  private static func parsed(_ command: PBCommand) throws(CommandError) -> ParsedCommand {
    do throws(Rejection) { return try ParsedCommand(command) } catch { throw .rejected(error) }
  }
}

extension JSONText {
  /// Writes what became of a search's commands into the object of its answer.
  public mutating func fields(of recording: MatchRecording) {
    field("recorded", Int64(recording.recorded))
    field("recordedBefore", Int64(recording.repeated))
    field("refused", Int64(recording.refusals.count))
    name("refusals")
    list { json in
      for problem in recording.refusals { problem.write(to: &json) }
    }
    field("end", recording.end.map { Int64($0.number) })
  }
}
