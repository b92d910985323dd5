public import Cooperation
import Deciding
public import EventModel

extension ParsedCommand: HandledCommand {
  /// The last revisions that the client expects; of a stream that is named twice the last counts.
  public var expectedHeads: [StreamName: Revision?] {
    if expected.isEmpty { return [:] }
    return Dictionary(expected.map { ($0.stream, $0.revision) }) { $1 }
  }

  /// Whether it holds anything personal, which the digest doesn't cover.
  public var hasPersonalFields: Bool {
    if case .domain(let command) = act { command.withoutPersonal() != nil } else { false }
  }
}
