import Deciding
import EventLogTesting
import EventModel
import FoundationEssentials
import SwiftProtobuf
import Testing

@testable import Cooperation

/// The repository's files, found from this one.
enum Repository {
  static let root: String = {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast(3)
    return parts.joined(separator: "/")
  }()

  static let golden = root + "/Schemas/golden"

  static func lines(_ path: String) throws -> [String] {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    return text.split(separator: "\n").map(String.init)
  }
}

/// One command of each kind, in an order in which they can be told.
private func sampleCommands() throws -> [PBCommand] {
  try Repository.lines(Repository.golden + "/commands.ndjson").map {
    try CommandJSON.command(Array($0.utf8))
  }
}

extension Story {
  /// A past in which one command of each kind was told.
  static func ofSamples() throws -> Story {
    var story = Story()
    for command in try sampleCommands() {
      switch command.body {
      case .voidEvent, .passReview, .failReview: continue
      // These name events of a log that is not told here.
      case .requestApproval, .giveApproval, .refuseApproval, .unmergeOrganisation,
        .unmergePerson:
        continue
      default: break
      }
      do throws(Rejection) {
        try story.tell(command)
      } catch {
        let name = try ParsedCommand(command).name
        Issue.record("the sample of \(name) is refused: \(error)")
      }
    }
    return story
  }

  /// All that was recorded, in its order.
  var recorded: [RecordedEvent] {
    past.histories.values.joined().sorted { $0.position < $1.position }
  }
}

/// Golden samples are written once and kept: with `CONCORD_WRITE_GOLDEN` set the missing ones are
/// made, never the others.
private let writesMissing =
  ProcessInfo.processInfo.environment["CONCORD_WRITE_GOLDEN"] != nil

@Suite(.serialized) struct `Golden samples` {
  /// What each event type looks like: the first of its kind in the told samples.
  private func payloads() throws -> [String: (stream: StreamName, event: ProposedEvent)] {
    var payloads: [String: (StreamName, ProposedEvent)] = [:]
    for recorded in try Story.ofSamples().recorded {
      let name = "\(recorded.event.type).v\(recorded.event.schemaVersion)"
      if payloads[name] == nil { payloads[name] = (recorded.stream, recorded.event) }
    }
    let stream = try StreamName(validating: "organisation-motor")
    var voided = ProposedEvent(
      type: PBEventVoided.eventType, id: EventID(high: 0, low: 1), standing: .decided,
      actor: Actor(user: "u", role: "r", assurance: .local), source: Source(channel: .api),
      occurred: Moment(.year(2022)), payload: [])
    voided.payload = try PBEventVoided.with { $0.reason = "recorded twice" }.serializedBytes()
    payloads["event.voided.v1"] = (stream, voided)
    for (type, payload) in try approvals() {
      var event = voided
      event.type = type
      event.payload = payload
      payloads["\(type).v1"] = (stream, event)
    }
    return payloads
  }

  /// The events of a two-person act, and the one that only such an act leads to.
  private func approvals() throws -> [(EventType, [UInt8])] {
    let id = Data(EventID(high: 0, low: 1).bytes)
    let asked = PBApprovalRequested.with {
      $0.act = .correct
      $0.event = id
      $0.commandSha256 = Story.text
      $0.reason = "typing error"
    }
    let given = PBApprovalGiven.with { $0.request = id }
    let refused = PBApprovalRefused.with {
      $0.request = id
      $0.reason = "it is right"
    }
    let unmerged = PBOrganisationUnmerged.with { $0.reason = "two firms" }
    return [
      (ApprovalEvents.requested, try asked.serializedBytes()),
      (ApprovalEvents.given, try given.serializedBytes()),
      (ApprovalEvents.refused, try refused.serializedBytes()),
      (PBOrganisationUnmerged.eventType, try unmerged.serializedBytes()),
    ]
  }

  @Test func `exist for every event type and version`() throws {
    let told = try payloads()
    var names: Set<String> = [
      "event.voided.v1", "approval.requested.v1", "approval.given.v1", "approval.refused.v1",
    ]
    for aggregate in CooperationModel.aggregates {
      for (type, newest) in aggregate.eventTypes {
        for version in 1...newest { names.insert("\(type).v\(version)") }
      }
    }
    for name in names.sorted() {
      let path = Repository.golden + "/" + name
      if !FileManager.default.fileExists(atPath: path + ".bin"), writesMissing {
        let (stream, event) = try #require(
          told[name], "no line of Schemas/golden/commands.ndjson leads to \(name)")
        try Data(event.payload).write(to: URL(filePath: path + ".bin"))
        let json = try #require(
          CooperationModel.payloadJSON(
            stream, event.type, schemaVersion: event.schemaVersion, payload: event.payload))
        try Data((json + "\n").utf8).write(to: URL(filePath: path + ".json"))
      }
      for file in [name + ".bin", name + ".json"]
      where !FileManager.default.fileExists(atPath: Repository.golden + "/" + file) {
        Issue.record(
          """
          Schemas/golden/\(file) is missing: tell it at the end of commands.ndjson there; \
          CONCORD_WRITE_GOLDEN=1 then writes the file.
          """)
      }
    }
  }

  @Test func `decode for ever, to what they said`() throws {
    var checked: Set<String> = []
    let files = try FileManager.default.contentsOfDirectory(atPath: Repository.golden)
    for file in files.sorted() where file.hasSuffix(".bin") {
      let name = String(file.dropLast(4))
      let dot = try #require(name.lastIndex(of: "."))
      let type = try EventType(validating: String(name[..<dot]))
      let version = try #require(Int(name[dot...].dropFirst(2)))
      let bytes = Array(try Data(contentsOf: URL(filePath: Repository.golden + "/" + file)))
      let twin = try Repository.lines(Repository.golden + "/" + name + ".json").joined(
        separator: "\n")
      let stream = try stream(of: type)
      let json = CooperationModel.payloadJSON(
        stream, type, schemaVersion: version, payload: bytes)
      #expect(json == twin, "\(name)")
      if type != PBEventVoided.eventType, !type.isProcedural {
        let aggregate = try #require(CooperationModel.aggregate(stream.category))
        #expect(throws: Never.self, "\(name)") {
          try aggregate.check(type, schemaVersion: version, payload: bytes)
        }
      }
      checked.insert(name)
    }
    // Nobody's bytes were lost beside what they said.
    let twins = files.filter { $0.hasSuffix(".json") }.map { String($0.dropLast(5)) }
    #expect(!twins.isEmpty && checked == Set(twins))
  }

  private func stream(of type: EventType) throws -> StreamName {
    let aggregate = CooperationModel.aggregates.first { $0.eventTypes[type] != nil }
    return try StreamName(validating: "\(aggregate?.category.text ?? "organisation")-x")
  }

  @Test func `say what is newer or unknown`() throws {
    let aggregate = try #require(CooperationModel.aggregate(Organisation.category))
    let type = PBOrganisationRegistered.eventType
    #expect(throws: PayloadError.newerVersion(type, version: 2, known: 1)) {
      try aggregate.check(type, schemaVersion: 2, payload: [])
    }
    #expect(throws: PayloadError.unknownType(EventType("organisation.praised"))) {
      try aggregate.check(EventType("organisation.praised"), schemaVersion: 1, payload: [])
    }
    #expect(throws: PayloadError.self) {
      try aggregate.check(type, schemaVersion: 1, payload: [0xFF])
    }
  }
}

@Suite(.serialized) struct `The digest of a command` {
  private static let path = Repository.golden + "/digests.txt"

  @Test func `is the same for ever, one sample for each kind`() throws {
    var digests: [String] = []
    var names: Set<String> = []
    for command in try sampleCommands() {
      let parsed = try ParsedCommand(command)
      digests.append("\(parsed.name) \(parsed.digest)")
      names.insert(parsed.name)
    }
    let untold = Set(CooperationModel.commandNames).subtracting(names).sorted()
    #expect(untold == [], "Schemas/golden/commands.ndjson has no line of these commands")
    var golden = (try? Repository.lines(Self.path)) ?? []
    if writesMissing, digests.starts(with: golden) {
      golden = digests
      try Data((digests.joined(separator: "\n") + "\n").utf8).write(
        to: URL(filePath: Self.path))
    }
    for (kept, made) in zip(golden, digests) where kept != made {
      Issue.record("another digest than for ever: \(made), not \(kept)")
    }
    #expect(
      golden.count == digests.count,
      "a new line stands at the end of commands.ndjson; CONCORD_WRITE_GOLDEN=1 writes its digest")
  }

  @Test func `covers neither the id nor what is personal, but all else`() throws {
    var withPersonal = 0
    for command in try sampleCommands() {
      let parsed = try ParsedCommand(command)
      var other = command
      other.id = "00000000-0000-0000-0000-00000000000A"
      #expect(try ParsedCommand(other).digest == parsed.digest)
      other.onBehalfOf = "organisation-else"
      #expect(try ParsedCommand(other).digest != parsed.digest)
      // The same command with nothing personal in it.
      let json = try CommandJSON.text(command)
      let changed = json.replacing(try Regex(#",?"(personal|sensitive)":\{[^}]*\}"#), with: "")
      if changed != json {
        withPersonal += 1
        #expect(
          try ParsedCommand(CommandJSON.command(Array(changed.utf8))).digest == parsed.digest)
      }
    }
    #expect(withPersonal >= 10)
  }

  @Test func `differs between any two samples`() throws {
    let digests = try sampleCommands().map { try ParsedCommand($0).digest }
    #expect(Set(digests).count == digests.count)
  }
}

@Suite struct `The duty of a command` {
  /// A command that is the bureau's and not said to be may be given by every recorder, so each is
  /// written down twice: in the code and here, by hand.
  @Test func `is the one that is written down`() throws {
    var duties: Set<String> = []
    for command in try sampleCommands() {
      let parsed = try ParsedCommand(command)
      duties.insert("\(parsed.name) \(parsed.duty)")
    }
    #expect(
      duties.sorted() == (try Repository.lines(Repository.golden + "/duties.txt")),
      "who may give a command is a decision: write it into Schemas/golden/duties.txt")
  }
}

@Suite(.serialized) struct `The rule book` {
  private static func text(_ rule: Rule) -> String {
    let scope = rule.scope
    let words: [String] = [
      rule.number, rule.sentence, rule.source, rule.isVerified ? "verified" : "unverified",
      scope.territory ?? "anywhere",
      scope.schoolLevels.map { $0.map { "\($0)" }.sorted().joined(separator: " ") } ?? "any level",
      scope.internshipKinds.map { $0.map(\.rawValue).sorted().joined(separator: " ") }
        ?? "any kind",
      scope.isFullTimeOnly ? "full-time" : "any mode",
      scope.validFrom?.description ?? "-", scope.validTo?.description ?? "-",
      "\(rule.whenDecided)", "\(rule.whenReported)",
    ]
    return words.joined(separator: " | ")
  }

  /// What rules take from the code, not from their scope.
  private static let bounds: [String] =
    InternshipDuration.bounds.map {
      "R10 | \($0.territory) | \($0.validFrom) | \($0.leastMonths) | \($0.mostMonths)"
    } + ["R08 | \(DirectPay.mostDays)", "ONE-TO-ONE | \(OneToOne.days)"]

  /// Facts of another version are judged again, so a change without a new one would be missed.
  @Test func `is another version where a rule says something else`() throws {
    let path = Repository.golden + "/rules.v\(RuleBook.version).txt"
    let rules = RuleBook.rules.map(Self.text).sorted() + Self.bounds
    if writesMissing, !FileManager.default.fileExists(atPath: path) {
      try Data((rules.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: path))
    }
    let told = "a changed rule is a new RuleBook.version; CONCORD_WRITE_GOLDEN=1 writes its file"
    guard FileManager.default.fileExists(atPath: path) else {
      Issue.record("rules.v\(RuleBook.version).txt is missing: \(told)")
      return
    }
    let kept = try Repository.lines(path)
    #expect(rules.filter { !kept.contains($0) } == [], "the version's file doesn't say so: \(told)")
    #expect(kept.filter { !rules.contains($0) } == [], "the book doesn't say so any more: \(told)")
    #expect(kept.count == rules.count)
  }
}
