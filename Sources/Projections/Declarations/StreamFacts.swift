internal import Deciding
public import EventModel

/// What is known of any stream, whatever its events say: for each event type the last one that
/// counts, to the aggregate as well.
///
/// States don't keep on what their facts rest; rows that are counted need it.
public struct StreamFacts: Sendable {
  /// The last effective event of one type.
  public struct Kind: Sendable {
    /// The event type.
    public let type: EventType
    /// How many effective events have it.
    public fileprivate(set) var count: Int
    /// The last event's id.
    public fileprivate(set) var id: EventID
    /// When the last one happened.
    public fileprivate(set) var occurred: Moment
    /// What the last one rests on.
    public fileprivate(set) var source: Source
    /// Our own act, or a report.
    public fileprivate(set) var standing: Standing
    /// Whether no review holds the last one back.
    public fileprivate(set) var isConfirmed: Bool
    /// The last one's original position.
    public fileprivate(set) var position: Position
  }

  /// The stream.
  public let stream: StreamName
  /// The log's zone.
  public let zone: LogZone
  /// By event type, in the order in which the types first came up.
  public private(set) var kinds: [Kind] = []
  /// Whether a review holds back any effective event.
  public private(set) var hasUnconfirmed = false

  init(stream: StreamName, zone: LogZone) {
    self.stream = stream
    self.zone = zone
  }

  /// The last effective event of one of these types; of several the one that sorts last by
  /// position.
  public func last(_ types: EventType...) -> Kind? {
    kinds.filter { types.contains($0.type) }.max { $0.position < $1.position }
  }

  /// The effective event that came first, as its type's last one stands.
  public var first: Kind? { kinds.first }

  /// The moment's last civil day in the log's zone, as rows hold dates.
  public func day(_ moment: Moment?) -> SQLValue {
    SQLValue(moment.map { $0.lastDay(in: zone).description })
  }

  mutating func add(_ event: EffectiveEvent) {
    if !event.isConfirmed { hasUnconfirmed = true }
    let type = event.type
    for index in kinds.indices where kinds[index].type == type {
      kinds[index].count += 1
      kinds[index].id = event.id
      kinds[index].occurred = event.occurred
      kinds[index].source = event.source
      kinds[index].standing = event.standing
      kinds[index].isConfirmed = event.isConfirmed
      kinds[index].position = event.position
      return
    }
    kinds.append(
      Kind(
        type: type, count: 1, id: event.id, occurred: event.occurred, source: event.source,
        standing: event.standing, isConfirmed: event.isConfirmed, position: event.position))
  }
}

extension Source.Evidence {
  /// The word that rows and answers use.
  public var word: String {
    switch self {
    case .documented: "documented"
    case .inferred: "inferred"
    case .synthetic: "synthetic"
    }
  }
}

extension StreamFacts.Kind {
  /// On what the event rests, as a row holds it.
  public var evidence: SQLValue { SQLValue(source.evidence?.word) }
}
