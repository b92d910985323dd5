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

@Suite struct `An event type with two versions` {
  private static let told = PBNameInLanguage.eventType
  private let table = PayloadTable<PBNameInLanguage>([
    .of(PBNameInLanguage.eventType, version: 1) { (old: PBRegionChanged) in
      PBNameInLanguage.with { $0.name = "from " + old.region }
    },
    .of { (new: PBNameInLanguage) in new },
  ])

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
}
