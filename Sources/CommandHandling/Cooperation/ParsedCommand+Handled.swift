public import Cooperation
import Deciding
public import EventModel

extension ParsedCommand: HandledCommand {
  /// The last revisions that the client expects; of a stream that is named twice the last counts.
  public var expectedHeads: [StreamName: Revision?] {
    if expected.isEmpty { return [:] }
    return Dictionary(expected.map { ($0.stream, $0.revision) }) { $1 }
  }
}
