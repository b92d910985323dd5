@testable import CommandHandling
import Cooperation
import Deciding
import EventLog
import EventModel
import FoundationEssentials
import PersonalData
import SwiftProtobuf
import TestSupport
import Testing

/// Facts that another Concord judged, by other rules.
@Suite struct `Facts that were judged by other rules` {
  private let directory: TemporaryDirectory
  private let store: ConcordStore

  init() throws {
    directory = TemporaryDirectory()
    try KeyEncryptionKey.create(at: directory.path + "/key")
    store = try ConcordStore.create(
      at: directory.path + "/data", origin: "concord.test/rules",
      key: .file(directory.path + "/key"))
  }

  private var checkpoint: URL { URL(filePath: directory.path + "/data/findings.checkpoint") }

  /// Appends a claim that breaks a rule of now, as one who knew no such rule did.
  private func append(_ id: String, rules: Int?, isBroken: Bool = true) async throws {
    let claim = PBClaimPublished.with {
      $0.text = "143 interns"
      $0.figure = "143"
      $0.bound = .exact
      $0.nature = .actual
      $0.machineTranslated = isBroken
    }
    try await append(
      claim, to: try StreamName(validating: "claim-\(id)"), rules,
      as: CommandID(high: 3, low: UInt64(id.utf8.first ?? 0)))
  }

  private func append(
    _ payload: some EventPayload, to stream: StreamName, _ rules: Int?, as command: CommandID,
    by actor: EventModel.Actor = Bench.actor
  ) async throws {
    let digest = try Digest([UInt8](repeating: 4, count: 32))
    var event = ProposedEvent(
      type: type(of: payload).eventType, id: EventID(of: command, ordinal: 0),
      standing: .reported, actor: actor, source: Source(channel: .api),
      occurred: Moment(.year(2022)), payload: try payload.serializedBytes())
    event.rulesetVersion = rules
    let encoded = try EncodedEvent(
      event, stream: stream, commandID: command, commandDigest: digest)
    _ = try await store.log.append(
      Append(
        [.init(stream: stream, expected: .any, events: [encoded])], commandID: command,
        commandDigest: digest))
  }

  private func open() throws -> [String] {
    let opened = try store.log.read(
      from: nil, direction: .forwards, type: PBFindingOpened.eventType, before: nil, limit: 100)
    return try opened.compactMap {
      let finding = try store.handler.history(of: $0.stream).state(Finding.self)
      return finding?.isOpen == true ? finding?.subjects.first?.text : nil
    }
  }

  private func rules(_ version: String) throws {
    var words = String(decoding: try Data(contentsOf: checkpoint), as: UTF8.self)
      .split(whereSeparator: \.isWhitespace).map(String.init)
    #expect(words.count == 4)
    words[3] = version
    try Data((words.joined(separator: " ") + "\n").utf8).write(to: checkpoint)
  }

  @Test func `are judged again, once, when the rules are others than those of the checkpoint`()
    async throws
  {
    // A log that is new to the manager: what others judged is looked at.
    try await append("a", rules: RuleBook.version - 1)
    try await append("b", rules: RuleBook.version)
    try await append("c", rules: nil, isBroken: false)
    #expect(try await store.catchUpFindings() == 1)
    #expect(try open() == ["claim-a"])
    let text = String(decoding: try Data(contentsOf: checkpoint), as: UTF8.self)
    #expect(text.hasSuffix(" \(RuleBook.version)\n"))

    // While the rules are the same nothing old is looked at.
    try await append("d", rules: RuleBook.version - 1)
    #expect(try await store.catchUpFindings() == 0)
    try rules("\(RuleBook.version - 1)")
    #expect(try await store.catchUpFindings() == 1)
    #expect(try open() == ["claim-a", "claim-d"])

    // A human's word stays, however often the rules change.
    let finding = Finding.stream(
      rule: "TRANSLATED-FIGURE", subjects: [try StreamName(validating: "claim-a")])
    _ = try await store.handler.handle(
      ParsedCommand(
        CommandJSON.command(
          Array(
            #"{"dismissFinding":{"finding":"\#(finding)","details":{"reason":"the original says so"}}}"#
              .utf8))), actor: Bench.actor, channel: .api)
    let end = store.log.end
    try rules("1")
    #expect(try await store.catchUpFindings() == 0)
    #expect(store.log.end == end)
    #expect(try open() == ["claim-d"])
  }

  @Test
  func
    `lose a finding that the rules of now don't open, and nobody is said to have corrected them`()
    async throws
  {
    try await append("a", rules: RuleBook.version - 1, isBroken: false)
    let subjects = [try StreamName(validating: "claim-a")]
    let opened = PBFindingOpened.with {
      $0.rule = "TRANSLATED-FIGURE"
      $0.subjects = subjects.map(\.text)
      $0.severity = .advisory
      $0.reason = "so an earlier rule said"
    }
    try await append(
      opened, to: Finding.stream(rule: opened.rule, subjects: subjects), RuleBook.version - 1,
      as: CommandID(high: 4, low: 1), by: .findingManager)
    #expect(try open() == ["claim-a"])
    #expect(try await store.catchUpFindings() == 1)
    #expect(try open() == [])
    let last = try #require(
      try store.log.read(
        from: nil, direction: .backwards, type: nil, before: nil, limit: 1
      ).first)
    let withdrawn = try PBFindingWithdrawn(serializedBytes: last.event.payload)
    #expect(withdrawn.reason == "the rule is kept, by what is known and as the rules are now")
  }

  @Test func `are judged again by a checkpoint of before rules had versions`() async throws {
    #expect(try await store.catchUpFindings() == 0)
    let words = String(decoding: try Data(contentsOf: checkpoint), as: UTF8.self)
      .split(whereSeparator: \.isWhitespace)
    try Data((words.prefix(3).joined(separator: " ") + "\n").utf8).write(to: checkpoint)
    try await append("a", rules: nil)
    #expect(try await store.catchUpFindings() == 1)
    #expect(try open() == ["claim-a"])
  }
}
