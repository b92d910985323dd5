public import Deciding
public import EventModel

extension Organisation {
  /// The event types that give an organisation a name.
  public static let namingEvents: [EventType] = [
    PBOrganisationRegistered.eventType, PBOrganisationNameChanged.eventType,
  ]

  /// The names that one of ``namingEvents`` gives, the official one first; none of any other, and of
  /// one that can't be read.
  package static func names(_ event: some EncodedPayload) -> [String] {
    guard namingEvents.contains(event.type), let said = try? payloads.decode(event) else {
      return []
    }
    switch said {
    case .registered(let details): return [details.name] + details.names.map(\.name)
    case .nameChanged(let changed): return [changed.name] + changed.names.map(\.name)
    default: return []
    }
  }

  /// Every name that an organisation has or had, as far as its events count.
  public static func names(in history: StreamHistory) -> [String] {
    history.effective.flatMap { names($0) }
  }
}
