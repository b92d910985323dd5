internal import CommandHandling
internal import Cooperation
internal import Deciding
internal import EventModel

/// Which persons an organisation knows: whom it registered, and whom a fact that it is a party to binds
/// to it, as an enrolment, a post internship, an employment, a case of assistance or an order class.
///
/// It is found in the log itself, which rows of read models lie behind: an import asks for the persons
/// that the rows before have brought. What somebody else recorded of a person doesn't count, and neither
/// does what the organisation recorded of a person without naming itself: that could be said of anybody.
struct OwnPersons {
  let handler: CommandHandler<CooperationDecider>
  /// The organisation, and those that were merged into it.
  let organisations: Set<StreamName>

  /// Whether a person is among them.
  ///
  /// - Complexity: O(the person's claims, also those that ended).
  func contains(_ person: StreamName) throws(CommandError) -> Bool {
    let registered = try handler.history(of: person).recorded.first?.event.actor.organisation
    if let registered, organisations.contains(registered) { return true }
    for category in CodeKey.categoriesOfPersons {
      guard let code = try? category.stream(person.id) else { continue }
      for holder in try holders(of: code) {
        if try isParty(to: holder) { return true }
      }
    }
    return false
  }

  private func holders(of code: StreamName) throws(CommandError) -> [StreamName] {
    let history = try handler.history(of: code)
    do throws(Rejection) {
      return try history.state(CodeHolders.self)?.everHolders ?? []
    } catch {
      throw .rejected(error)
    }
  }

  /// Whether an organisation is named by what happened first: what a thing is about doesn't change, but
  /// for a transfer, which names both schools.
  private func isParty(to stream: StreamName) throws(CommandError) -> Bool {
    try handler.history(of: stream).recorded.contains { recorded in
      recorded.event.about.contains { organisations.contains($0.stream) }
    }
  }
}
