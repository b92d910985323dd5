import Cooperation
import Deciding
import EventLog
import EventLogTesting
import EventModel
import TestSupport
import Testing

@testable import CommandHandling

/// What may be told of two agreements, how they end and who takes a party's place, and of classes that rest
/// on them.
private enum Telling: CaseIterable {
  case planned, ended, annulled, followed

  /// One of them as a command's JSON, of one of three streams, in words of chance.
  func json(_ number: Int, corrects: EventID?, _ random: inout SeededGenerator) -> String {
    func choose(_ words: String...) -> String { words[random.below(words.count)] }
    let agreement = number == 0 ? "a" : "b"
    let day = "\(choose("2022", "2023"))-0\(1 + random.below(9))-15"
    var head = #""occurred":"\#(day)","standing":"REPORTED""#
    if let corrects { head += #","corrects":"\#(corrects)""# }
    let body: String
    switch self {
    case .planned:
      body =
        #""planOrderClass":{"orderClass":"order.class-\#(number)","details":{"agreement":"agreement-\#(choose("a", "b"))","school":"organisation-s","enterprise":"organisation-\#(choose("h", "t"))"}}"#
    case .ended:
      body =
        #""terminateAgreement":{"agreement":"agreement-\#(agreement)","details":{"by":"organisation-\#(choose("s", "h", "t"))"}}"#
    case .annulled:
      body =
        #""annulAgreement":{"agreement":"agreement-\#(agreement)","details":{"reason":"r"}}"#
    case .followed:
      head += #","effectiveFrom":"2022-0\#(1 + random.below(9))-01""#
      body =
        #""confirmSuccessor":{"agreement":"agreement-\#(agreement)","details":{"party":"organisation-h","successor":"organisation-t"}}"#
    }
    return "{\(head),\(body)}"
  }
}

/// A log of its own in which such things are told, corrected and voided.
private struct RandomTale {
  // 15 November 2023 in Shanghai.
  private static let clock = ManualClock(microseconds: 1_700_000_000_000_000).clock
  private let log = InMemoryLog(clock: Self.clock)
  private let handler: CommandHandler<CooperationDecider>

  init() { handler = CommandHandler(log: log, personal: nil, clock: Self.clock) }

  /// The first event of what a command led to; `nil` where it was refused, or is so already.
  @discardableResult
  private func record(_ json: String) async throws -> CommandReceipt.Event? {
    let command = try ParsedCommand(CommandJSON.command(Array(json.utf8)))
    let receipt = try? await handler.handle(command, actor: Bench.actor, channel: .api)
    return receipt?.events.first
  }

  private func manager(
    rules: Int = RuleBook.version, from position: Position = .zero
  ) -> FindingManager<CooperationJudge> {
    FindingManager(
      log: log, personal: nil, judge: CooperationJudge(), rulesetVersion: rules,
      walk: ManagerWalk(from: position),
      onProblem: { Issue.record("\($0.stream) \($0.revision): \($1)") })
  }

  private func begin() async throws {
    for (name, kind) in [("s", "SCHOOL"), ("h", "ENTERPRISE"), ("t", "ENTERPRISE")] {
      try await record(
        #"{"occurred":"2020-01-01","registerOrganisation":{"organisation":"organisation-\#(name)","details":{"kind":"\#(kind)","name":"N"}}}"#
      )
    }
    for name in ["a", "b"] {
      try await record(
        #"{"occurred":"2022-01-01","reportAgreementSigned":{"agreement":"agreement-\#(name)","details":{"parties":["organisation-s","organisation-h"]}}}"#
      )
    }
  }

  /// Tells of so many things, the manager looking on now and then.
  ///
  /// - Returns: how many of them were new facts.
  func tell(turns: Int, _ random: inout SeededGenerator) async throws -> Int {
    try await begin()
    var told: [(telling: Telling, number: Int, event: CommandReceipt.Event)] = []
    let manager = manager()
    for turn in 0..<turns {
      switch told.isEmpty ? 0 : random.below(10) {
      case 0..<5:
        let telling = Telling.allCases[random.below(Telling.allCases.count)]
        let number = random.below(3)
        if let event = try await record(telling.json(number, corrects: nil, &random)) {
          told.append((telling, number, event))
        }
      case 5..<8:
        let (telling, number, event) = told[random.below(told.count)]
        try await record(telling.json(number, corrects: event.id, &random))
      default:
        let event = told[random.below(told.count)].event
        try await record(
          #"{"voidEvent":{"stream":"\#(event.stream)","event":"\#(event.id)","reason":"r"}}"#)
      }
      if turn.isMultiple(of: 7) { try await manager.catchUp() }
    }
    try await manager.catchUp()
    return told.count
  }

  /// How often a finding was opened.
  func openings() throws -> Int {
    try log.read(
      from: nil, direction: .forwards, type: EventType("finding.opened"), before: nil, limit: 1_000
    ).count
  }

  /// What judging all facts once more changes: by other rules, which say the same.
  func judgedAnew() async throws -> [String] {
    let end = log.end
    let manager = manager(rules: RuleBook.version + 1, from: end)
    var next = Position.zero
    while next < end {
      let done = try await manager.judgeAnew(from: next)
      #expect(done.next > next)
      next = max(done.next, Position(next.number + 1))
    }
    return try log.read(from: end, direction: .forwards, type: nil, before: nil, limit: 100).map {
      let finding = try handler.history(of: $0.stream).state(Finding.self)
      return "\($0.event.type) \(finding?.rule ?? "") \(finding?.subjects ?? [])"
    }
  }
}

@Suite struct `Findings of a random history` {
  /// Each fact is called into question by all that changes what the rules say of it, whichever way it came
  /// to rest on that. Short histories: what comes later calls the same facts into question again.
  @Test(arguments: Seeds.and(1, 2, 3))
  func `are those that judging all facts anew would find`(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    var openings = 0
    for number in 0..<40 {
      let tale = RandomTale()
      let told = try await tale.tell(turns: 24, &random)
      openings += try tale.openings()
      let changed = try await tale.judgedAnew()
      #expect(told > 0 && changed == [], "seed \(seed), history \(number)")
    }
    // Each history would pass where nothing is ever found.
    #expect(openings > 0, "seed \(seed)")
  }
}
