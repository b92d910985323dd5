internal import Deciding
internal import EventModel

extension EffectiveEvent {
  /// The roles of API keys that see single persons. `HTTPAPI` lists the same ones; a test there
  /// compares the two lists. A role that is not listed sees none.
  private static let rolesThatSeeSinglePersons: Set = ["auditor", "clerk", "steward"]

  /// Whether its recorder sees single persons anyway: by their role, or because they work on the data
  /// directory itself. Of a corrected event it is the recorder of the correction.
  var recorderSeesSinglePersons: Bool {
    let actor = correction?.event.actor ?? original.event.actor
    switch actor.assurance {
    // A server without keys shows everything to everyone on its machine.
    case .none, .local: return true
    case .key, .token, .certificate: return Self.rolesThatSeeSinglePersons.contains(actor.role)
    }
  }
}
