import Cooperation
import EventLog
import EventLogTesting
import EventModel
import Projections
import ReadModels
import SwiftProtobuf
import TestSupport

/// Writes facts of the domain to a log in memory and keeps all read models of it.
final class Chronicle {
  let log: InMemoryLog
  let clock: ManualClock
  let store: ReadModelStore
  private let directory = TemporaryDirectory()
  private var commands: UInt64 = 0
  private(set) var lastID = EventID(high: 0, low: 0)

  /// Bounds by which an answer may take as long as a busy machine needs for it.
  static var patience: ProjectionLimits {
    var limits = ProjectionLimits()
    limits.queryMilliseconds = 600_000
    return limits
  }

  init(limits: ProjectionLimits = Chronicle.patience) throws {
    clock = ManualClock()
    log = InMemoryLog(clock: clock.clock)
    store = try ReadModelStore(
      opening: directory.path + "/views", of: log, CooperationReadModels.all, limits: limits)
  }

  /// Something that is recorded.
  struct Fact {
    let stream: String
    let type: EventType
    let payload: any Message
    var occurred: String
    var evidence: Source.Evidence? = .documented
    var about: [(role: String, stream: String)] = []
    var corrects: EventID?
    var voids: EventID?
    var teller = Teller()
  }

  /// Who tells a fact, and when it was published.
  struct Teller {
    var role = "clerk"
    var assurance = Actor.Assurance.key
    var published: String?
  }

  @discardableResult
  func record(_ fact: Fact) async throws -> EventID {
    commands += 1
    let id = EventID(high: 5, low: commands)
    let version = (fact.payload as? any EventPayload).map { type(of: $0).schemaVersion } ?? 1
    var event = ProposedEvent(
      type: fact.type, schemaVersion: version, id: id, standing: .reported,
      actor: Actor(user: "tester", role: fact.teller.role, assurance: fact.teller.assurance),
      source: Source(
        channel: .scenario, evidence: fact.evidence, document: "seed 002",
        publishedOn: try fact.teller.published.map { try CivilDate(validating: $0) }),
      occurred: try Moment(validating: fact.occurred),
      payload: try fact.payload.serializedBytes())
    event.about = try fact.about.map {
      About(role: $0.role, stream: try StreamName(validating: $0.stream))
    }
    event.corrects = fact.corrects
    event.voids = fact.voids
    let stream = try StreamName(validating: fact.stream)
    let command = CommandID(high: 9, low: commands)
    let digest = try Digest([UInt8](repeating: 2, count: 32))
    let encoded = try EncodedEvent(
      event, stream: stream, commandID: command, commandDigest: digest)
    clock.advance(bySeconds: 60)
    _ = try await log.append(
      Append(
        [.init(stream: stream, expected: .any, events: [encoded])], commandID: command,
        commandDigest: digest))
    return id
  }

  /// Records a fact whose payload has several types.
  @discardableResult
  func record(
    _ stream: String, _ type: EventType, _ payload: some Message,
    on occurred: String = "2022-06-30", _ evidence: Source.Evidence? = .documented,
    about: [(String, String)] = [], corrects: EventID? = nil, from teller: Teller = Teller()
  ) async throws -> EventID {
    var fact = Fact(stream: stream, type: type, payload: payload, occurred: occurred)
    fact.evidence = evidence
    fact.about = about.map { (role: $0.0, stream: $0.1) }
    fact.corrects = corrects
    fact.teller = teller
    return try await record(fact)
  }

  @discardableResult
  func record<Payload: EventPayload>(
    _ stream: String, _ payload: Payload, on occurred: String = "2022-06-30",
    _ evidence: Source.Evidence? = .documented, about: [(String, String)] = [],
    corrects: EventID? = nil, from teller: Teller = Teller()
  ) async throws -> EventID {
    try await record(
      stream, Payload.eventType, payload, on: occurred, evidence, about: about, corrects: corrects,
      from: teller)
  }

  /// Takes an event out of effect.
  @discardableResult
  func void(
    _ stream: String, _ event: EventID, on occurred: String = "2022-06-30"
  ) async throws -> EventID {
    var fact = Fact(
      stream: stream, type: PBEventVoided.eventType, payload: PBEventVoided(), occurred: occurred)
    fact.voids = event
    return try await record(fact)
  }

  /// Rows of a view, once all that was recorded is in it: values by column.
  func rows(
    _ view: String, _ filters: ViewQuery.Filter..., sort: [ViewQuery.Sort] = [],
    arguments: [String: String] = [:], hidingSmallCells: Bool = false,
    for organisations: [String] = []
  ) async throws -> [[String: SQLValue]] {
    try await store.catchUp()
    let page = try await store.page(
      ViewQuery(view, filters: filters, sort: sort, limit: 1000, arguments: arguments)
        .hidingSmallCells(
          hidingSmallCells,
          but: try organisations.map { try StreamName(validating: "organisation-\($0)") }))
    return page.rows.map { row in
      Dictionary(uniqueKeysWithValues: zip(page.columns.map(\.name), row))
    }
  }

  /// A counting measure's answer: documented, inferred, synthetic, with fill.
  func count(
    _ measure: String, _ arguments: [String: String] = [:], hidingSmallCells: Bool = false
  ) async throws -> [Int64?] {
    try await store.catchUp()
    return try await store.measure(measure, arguments, hidingSmallCells: hidingSmallCells)
      .rows[0].prefix(4).map(\.number)
  }

  /// All rows of a measure.
  func measure(
    _ name: String, _ arguments: [String: String] = [:], hidingSmallCells: Bool = false
  ) async throws -> [[SQLValue]] {
    try await store.catchUp()
    return try await store.measure(name, arguments, hidingSmallCells: hidingSmallCells).rows
  }

  // MARK: - Facts

  func organisation(
    _ id: String, _ kind: PBOrganisationRegistered.Kind, industry: String? = nil,
    on day: String = "2022-01-01", _ evidence: Source.Evidence? = .documented
  ) async throws {
    try await record(
      "organisation-\(id)",
      PBOrganisationRegistered.with {
        $0.kind = kind
        $0.name = "Organisation \(id)"
        $0.region = "510112"
        if let industry { $0.industry = industry }
      }, on: day, evidence)
  }

  func found(_ alliance: String, on day: String = "2022-01-01") async throws {
    try await record(
      "alliance-\(alliance)", EventType("alliance.founded"),
      PBAllianceProfile.with { $0.name = "Alliance \(alliance)" }, on: day)
  }

  func member(
    _ id: String, of alliance: String = "zone", on day: String = "2022-06-30",
    _ evidence: Source.Evidence? = .documented
  ) async throws {
    try await record(
      "membership-\(alliance).\(id)",
      PBMembershipAdmitted.with {
        $0.alliance = "alliance-\(alliance)"
        $0.organisation = "organisation-\(id)"
        $0.founding = true
      }, on: day, evidence,
      about: [("alliance", "alliance-\(alliance)"), ("member", "organisation-\(id)")])
  }

  @discardableResult
  func claim(
    _ id: String, _ figure: String, _ measure: String?, _ arguments: [(String, String)] = [],
    _ bound: PBClaimPublished.Bound = .exact, _ nature: PBClaimPublished.Nature = .actual,
    on day: String = "2022-06-30", by role: String = "clerk",
    _ assurance: Actor.Assurance = .key, corrects: EventID? = nil
  ) async throws -> EventID {
    try await record(
      "claim-\(id)",
      PBClaimPublished.with {
        $0.text = "claim \(id)"
        $0.figure = figure
        $0.bound = bound
        $0.nature = nature
        if let measure {
          $0.measure.name = measure
          $0.measure.arguments = arguments.map { argument in
            .with {
              $0.name = argument.0
              $0.value = argument.1
            }
          }
        }
      }, on: day, corrects: corrects,
      from: Teller(role: role, assurance: assurance, published: "2024-05-04"))
  }
}
