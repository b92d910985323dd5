@testable import Cooperation
import Deciding
import EventLogTesting
import EventModel
import Testing

extension Story {
  /// What follows from an event of a type in a stream, as the process manager asks for it: what
  /// followed when it was recorded, and follows still.
  ///
  /// - Parameter index: which of the stream's events of that type, from 0.
  func following(
    _ type: String, _ stream: String, at index: Int = 0
  ) throws -> [ParsedCommand] {
    let name = try StreamName(validating: stream)
    let all = past.history(name).recorded.filter { $0.event.type.text == type }
    try #require(index < all.count, "\(stream) holds \(all.count) \(type)")
    let trigger = all[index]
    let then = try following(trigger, before: trigger.appendEnd)
    let now = Set(try following(trigger, before: nil).map(\.id))
    return then.filter { now.contains($0.id) }
  }

  /// What follows from a trigger by what was recorded before a position, an append border; `nil` for
  /// all.
  func following(
    _ trigger: RecordedEvent, before end: Position?
  ) throws -> [ParsedCommand] {
    func history(_ stream: StreamName) -> StreamHistory {
      let whole = past.history(stream)
      return end.map { whole.before($0) } ?? whole
    }
    var commands: [ParsedCommand] = []
    for reaction in Reaction.all where reaction.triggers.contains(trigger.event.type) {
      var context = ReactionContext(trigger, in: history(trigger.stream))
      asking: while true {
        switch try reaction.round(context) {
        case .follows(let consequences):
          for consequence in consequences {
            commands.append(try reaction.parsed(consequence, context))
          }
          break asking
        case .needs(let readings):
          for reading in readings {
            switch reading {
            case .stream(let stream): context.histories[stream] = history(stream)
            case .streams(let type, let stream):
              #expect(reaction.gathered.contains(type))
              context.gathered[reading] = Set(
                past.histories.keys.filter { name in
                  history(name).recorded.contains { event in
                    event.event.type == type && event.event.about.contains { $0.stream == stream }
                  }
                })
            }
          }
        }
      }
    }
    return commands
  }

  /// Gives what follows; `nil` where nothing does.
  @discardableResult
  mutating func react(_ type: String, _ stream: String, at index: Int = 0) throws -> [String]? {
    guard let command = try following(type, stream, at: index).first else { return nil }
    #expect(command.standing == .decided)
    let context = command.context(
      now: past.now, zone: past.zone,
      actor: Actor(user: "process-manager", role: "system", assurance: .local),
      channel: .api)
    let id = try #require(command.id)
    return try past.when(command, context, id: id, Effect(command)).recorded.map(
      \.event.type.text)
  }
}
