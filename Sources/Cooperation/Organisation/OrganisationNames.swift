public import Deciding
public import EventModel

extension Organisation {
  /// The event types that give an organisation a name.
  public static let namingEvents: [EventType] = [
    PBOrganisationRegistered.eventType, PBOrganisationNameChanged.eventType,
  ]

  /// The names that a payload of one of ``namingEvents`` gives, the official one first; none for any
  /// other, and for one that can't be read.
  public static func names(_ type: EventType, _ version: Int, _ payload: [UInt8]) -> [String] {
    guard namingEvents.contains(type), let event = try? payloads.decode(type, version, payload)
    else { return [] }
    switch event {
    case .registered(let details): return [details.name] + details.names.map(\.name)
    case .nameChanged(let changed): return [changed.name] + changed.names.map(\.name)
    default: return []
    }
  }

  /// Every name that an organisation has or had, as far as its events count.
  public static func names(in history: StreamHistory) -> [String] {
    history.effective.flatMap { names($0.type, $0.schemaVersion, $0.payload) }
  }
}
