public import EventModel

/// On whose behalf a command is given: what decides who may give it.
///
/// Every command says it beside its other properties (`DomainCommand/duty`);
/// `Schemas/golden/duties.txt` lists them all. Source: `Schemas/openapi.yaml`, "Who may do what".
public enum Duty: String, Hashable, Sendable, CaseIterable {
  /// An organisation's own affairs, and facts that it reports.
  case ownAffairs
  /// Acts of the bureau.
  case bureau
  /// Acts on the record itself that need a second look: ends of reviews, erasures.
  case stewardship
}

extension ParsedCommand {
  /// On whose behalf it is given.
  public var duty: Duty {
    switch act {
    case .domain(let command): type(of: command).duty
    case .void, .approval: .bureau
    case .endReview: .stewardship
    }
  }

  /// The organisations that it names, its target among them.
  public var organisations: Set<StreamName> {
    var named: Set<StreamName> = [target]
    if case .domain(let command) = act {
      // A name that is malformed is refused when the command is decided.
      for reference in command.references {
        if let stream = try? reference.stream() { named.insert(stream) }
      }
    }
    return named.filter { $0.isOf(Organisation.category) }
  }
}
