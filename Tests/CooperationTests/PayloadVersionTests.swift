import Deciding
public import EventModel
import SwiftProtobuf
import Testing

@testable public import Cooperation

/// A message that no event has, for the second version of one.
extension PBNameInLanguage: EventPayload {
  /// Named as none is.
  public static let eventType = EventType("organisation.toy-told")
  /// The second.
  public static let schemaVersion = 2
}

/// An aggregate with one event type, which has two versions.
private struct Toy: TabledAggregate {
  static let category = StreamCategory("toy")
  static let payloads = PayloadTable<PBNameInLanguage>([
    .of(PBNameInLanguage.eventType, version: 1) { (old: PBRegionChanged) in
      PBNameInLanguage.with { $0.name = "from " + old.region }
    },
    .of { (new: PBNameInLanguage) in new },
  ])

  static func evolve(
    _ state: inout Toy?, _ payload: PBNameInLanguage, _ event: EffectiveEvent
  ) {}
}

extension RecordedEvent {
  /// The second event of a stream, with a payload of some version.
  fileprivate static func second(
    of stream: String, _ type: EventType, version: Int, _ payload: [UInt8]
  ) throws -> RecordedEvent {
    let event = ProposedEvent(
      type: type, schemaVersion: version, id: EventID(high: 1, low: 1), standing: .reported,
      actor: Actor(user: "u", role: "clerk", assurance: .none), source: Source(channel: .api),
      occurred: try Moment(validating: "2022-06-30"), payload: payload)
    return RecordedEvent(
      event: event, stream: try StreamName(validating: stream), revision: Revision(1),
      position: Position(1), recordedAt: RecordedTime(microseconds: 0),
      commandID: CommandID(high: 1, low: 1), commandDigest: .zero, appendIndex: 0, appendCount: 1)
  }

  /// It alone.
  fileprivate var history: StreamHistory {
    StreamHistory(stream: stream, recorded: [self], zone: .shanghai)
  }
}

@Suite struct `An event type with two versions` {
  private static let told = PBNameInLanguage.eventType
  private let table = Toy.payloads

  @Test func `decodes the old one through its upcaster, and names the newest`() throws {
    let old = encoded(PBRegionChanged.with { $0.region = "3302" })
    let new = encoded(PBNameInLanguage.with { $0.name = "Ningbo" })
    #expect(table.eventTypes == [Self.told: 2])
    #expect(try table.decode(Self.told, 1, old).name == "from 3302")
    #expect(try table.decode(Self.told, 2, new).name == "Ningbo")
    #expect(try table.json(Self.told, 1, old).contains("region"))
    #expect(throws: PayloadError.newerVersion(Self.told, version: 3, known: 2)) {
      try table.decode(Self.told, 3, new)
    }
  }

  @Test func `is recorded in the newest`() throws {
    let stream = try StreamName(validating: "organisation-a")
    let message = PBNameInLanguage.with { $0.name = "Ningbo" }
    #expect(DecidedEvent(message, to: stream).schemaVersion == 2)
    #expect(DecidedEvent(Self.told, schemaVersion: 2, message, to: stream).schemaVersion == 2)
    #expect(DecidedEvent(PBRegionChanged(), to: stream).schemaVersion == 1)
  }

  @Test func `says by its old version the same to whoever asks what it says`() throws {
    let old = try RecordedEvent.second(
      of: "toy-a", Self.told, version: 1, encoded(PBRegionChanged.with { $0.region = "3302" }))
    #expect(try Toy.payloads.decode(old.event).name == "from 3302")
    let effective = try #require(old.history.effective.first)
    #expect(effective.tells(Self.told, of: Toy.self) { $0.name == "from 3302" })
    #expect(!Reaction.mayName(old, of: Toy.self) { $0.name != "from 3302" })
  }
}

@Suite struct `A payload of a newer version` {
  @Test(arguments: [1, 2])
  func `is not read as an older one: a charter may hold a vote`(version: Int) throws {
    let adopted = try RecordedEvent.second(
      of: "alliance-a", Alliance.Types.charterAdopted, version: version,
      encoded(PBCharter.with { $0.version = "1" }))
    #expect(TwoPersonActs.protects(adopted, in: adopted.history) == (version == 2))
  }

  @Test(arguments: [1, 2])
  func `is not read as an older one: something may follow`(version: Int) throws {
    let recorded = try RecordedEvent.second(
      of: "intention-a", PBIntentionRecorded.eventType, version: version,
      encoded(PBIntentionRecorded()))
    #expect(Reaction.matchNeed.mayFollow(recorded) == (version == 2))
  }
}
