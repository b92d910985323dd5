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
  /// Refuses a command that the caller may not give.
  ///
  /// A recorder's command is about the recorder's organisation: it names it, or what it is about was
  /// about it from the start. Where no organisation is named at all, as with a person, anyone may.
  /// - Throws: ``CommandError/rejected(_:)`` with code `notPermitted`.
  func permit(
    _ command: ParsedCommand, by handler: CommandHandler<CooperationDecider>
  ) throws(CommandError) {
    guard let role else { return }
    guard role.duties.contains(command.duty) else {
      throw .rejected(
        Rejection(.notPermitted, "the role \(role.rawValue) may not \(command.name)"))
    }
    guard role.isBoundToOwnOrganisation, let own = actor.organisation else { return }
    var organisations = command.organisations
    if let first = try handler.history(of: command.target).recorded.first {
      organisations.formUnion(
        first.event.about.map(\.stream).filter { $0.category == Organisation.category })
    }
    guard organisations.isEmpty || organisations.contains(own) else {
      throw .rejected(
        Rejection(
          .notPermitted, "\(command.name) is not about \(own), whose facts this key records",
          stream: command.target))
    }
  }
}
