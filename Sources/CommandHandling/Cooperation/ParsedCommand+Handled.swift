public import Cooperation
import Deciding
public import EventModel

extension ParsedCommand: HandledCommand {
  /// The last revisions that the client expects.
  public var expectedHeads: [(stream: StreamName, head: Revision?)] {
    expected.map { ($0.stream, $0.revision) }
  }
}
