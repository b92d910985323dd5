internal import CommandHandling
internal import Cooperation
internal import Deciding
internal import EventModel

extension Role {
  /// The commands that the role may give, by duty.
  var duties: Set<Duty> {
    switch self {
    case .recorder: [.ownAffairs]
    case .clerk: [.ownAffairs, .bureau]
    case .steward: [.ownAffairs, .bureau, .stewardship]
    case .analyst, .auditor, .operator: []
    }
  }

  /// Whether the role may record facts of its own organisation only.
  var isBoundToOwnOrganisation: Bool { self == .recorder }
}

extension Caller {
  /// A command with the caller's permission to give it.
  ///
  /// A recorder's command is about the recorder's organisation: it names it, or what it is about was
  /// about it from the start, which is looked at when the command is decided. Where no organisation
  /// is named at all, as with a person, anyone may.
  /// - Throws: ``CommandError/rejected(_:)`` with code `notPermitted` where the caller's role may not
  ///   give it to anybody.
  func permitted(_ command: ParsedCommand) throws(CommandError) -> ParsedCommand {
    guard let role else { return command }
    guard role.duties.contains(command.duty) else {
      throw .rejected(
        Rejection(.notPermitted, "the role \(role.rawValue) may not \(command.name)"))
    }
    guard role.isBoundToOwnOrganisation, let own = actor.organisation else { return command }
    let (name, named) = (command.name, command.organisations)
    var command = command
    command.permission = { (target) throws(Rejection) in
      let first = target.recorded.first?.event.about.map(\.stream) ?? []
      let organisations = named.union(first.filter { $0.isOf(Organisation.category) })
      guard organisations.isEmpty || organisations.contains(own) else {
        throw Rejection(
          .notPermitted, "\(name) is not about \(own), whose facts this key records",
          stream: target.stream)
      }
    }
    return command
  }
}
