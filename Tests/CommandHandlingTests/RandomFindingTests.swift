import Cooperation
import Deciding
import EventLog
import EventLogTesting
import EventModel
import TestSupport
import Testing

@testable import CommandHandling

/// What may be told of two agreements, who has signed, how they end and who takes a party's place; of classes
/// and grants that rest on them; and of organisations that become one.
private enum Telling {
  case planned, ended, annulled, followed, signed, merged, joined, paid
  /// A merger that waits for a review where the two are of different kinds, and what we do ourselves: by
  /// confirmed facts alone.
  case duplicated, paidByUs, followedByUs

  /// How agreements end, and what rests on them.
  static let ofAgreements: [Telling] = [.planned, .ended, .annulled, .followed]
  /// Who is one with whom by now, and what only a party, an applicant or a successor of theirs may do.
  static let ofMergers: [Telling] = [.merged, .merged, .ended, .paid, .joined, .followed, .signed]
  /// Who is one with whom once a review has passed, and what rests on that.
  static let ofReviews: [Telling] = [
    .duplicated, .duplicated, .duplicated, .merged, .paidByUs, .paidByUs, .followedByUs, .ended,
  ]

  /// Our own act, or a report.
  private var standing: String {
    self == .paidByUs || self == .followedByUs ? "DECIDED" : "REPORTED"
  }

  /// One of them as a command's JSON, of one of three streams, in words of chance.
  func json(_ number: Int, corrects: EventID?, _ random: inout SeededGenerator) -> String {
    func choose(_ words: String...) -> String { words[random.below(words.count)] }
    let agreement = number == 0 ? "a" : "b"
    let day = "\(choose("2022", "2023"))-0\(1 + random.below(9))-15"
    var head = #""occurred":"\#(day)","standing":"\#(standing)""#
    if let corrects { head += #","corrects":"\#(corrects)""# }
    let body: String
    switch self {
    case .planned:
      body =
        #""planOrderClass":{"orderClass":"order.class-\#(number)","details":{"agreement":"agreement-\#(choose("a", "b"))","school":"organisation-s","enterprise":"organisation-\#(choose("h", "t"))"}}"#
    case .ended:
      body =
        #""terminateAgreement":{"agreement":"agreement-\#(agreement)","details":{"by":"organisation-\#(choose("s", "h", "t", "u"))"}}"#
    case .annulled:
      body =
        #""annulAgreement":{"agreement":"agreement-\#(agreement)","details":{"reason":"r"}}"#
    case .signed:
      body =
        #""reportAgreementSigned":{"agreement":"agreement-\#(agreement)","details":{"parties":["organisation-s","organisation-\#(choose("h", "t"))"]}}"#
    case .merged:
      body =
        #""mergeOrganisation":{"organisation":"organisation-\#(["h", "t", "u"][number])","details":{"into":"organisation-\#(choose("h", "t", "u", "v"))","reason":"\#(choose("DUPLICATE", "LEGAL_MERGER"))"}}"#
    case .duplicated:
      body =
        #""mergeOrganisation":{"organisation":"organisation-\#(["h", "t", "u"][number])","details":{"into":"organisation-\#(choose("h", "s", "s", "u"))","reason":"DUPLICATE"}}"#
    case .joined:
      body =
        #""confirmCoApplication":{"grant":"grant-\#(agreement)","details":{"applicant":"organisation-\#(choose("h", "t"))"}}"#
    case .paid, .paidByUs:
      let tranche = self == .paid ? "\(number)" : "\(random.below(6))"
      body =
        #""payGrant":{"grant":"grant-\#(agreement)","details":{"tranche":"\#(tranche)","amountFen":"1","payee":"organisation-\#(choose("h", "t", "u", "v"))"}}"#
    case .followed, .followedByUs:
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
  private let tellings: [Telling]
  /// Whether something is held back, and so reviews are ended between.
  private let hasReviews: Bool

  init(of tellings: [Telling]) {
    handler = CommandHandler(log: log, personal: nil, clock: Self.clock)
    self.tellings = tellings
    hasReviews = tellings.contains(.duplicated)
  }

  /// The first event of what a command led to; `nil` where it was refused, or is so already.
  @discardableResult
  private func record(
    _ json: String, _ actor: Actor = Bench.actor
  ) async throws -> CommandReceipt.Event? {
    try? await handle(json, actor).events.first
  }

  private func handle(_ json: String, _ actor: Actor) async throws -> CommandReceipt {
    try await handler.handle(
      try ParsedCommand(CommandJSON.command(Array(json.utf8))), actor: actor, channel: .api)
  }

  /// Corrects or voids, with the approval of another where that takes two persons.
  private func amend(_ event: CommandReceipt.Event, _ act: String, _ json: String) async throws {
    do {
      _ = try await handle(json, Bench.actor)
    } catch CommandError.rejected(let refusal) where refusal.code == .notPermitted {
      var approved = #""stream":"\#(event.stream)","event":"\#(event.id)","act":"\#(act)""#
      if act == "CORRECT" {
        let words = refusal.reason.split(separator: " ").map { $0.filter(\.isHexDigit) }
        approved += #","commandSha256":"\#(words.first { $0.count == 64 } ?? "")""#
      }
      let asked = try await record(#"{"requestApproval":{\#(approved),"reason":"r"}}"#)
      guard let asked else { return }
      try await record(
        #"{"giveApproval":{"stream":"\#(event.stream)","request":"\#(asked.id)"}}"#,
        Actor(user: "u2", role: "clerk", assurance: .local))
      try await record(json)
    } catch {
      // Refused for another reason: nothing is told.
    }
  }

  private func manager(
    rules: Int = RuleBook.version, from position: Position = .zero
  ) -> FindingManager<CooperationJudge> {
    findingManager(on: log, rules: rules, from: position)
  }

  private func begin() async throws {
    for name in ["s", "h", "t", "u", "v"] {
      let kind = name == "s" ? "SCHOOL" : "ENTERPRISE"
      try await record(
        #"{"occurred":"2020-01-01","registerOrganisation":{"organisation":"organisation-\#(name)","details":{"kind":"\#(kind)","name":"N"}}}"#
      )
    }
    for name in ["a", "b"] {
      try await record(
        #"{"occurred":"2022-01-01","reportAgreementSigned":{"agreement":"agreement-\#(name)","details":{"parties":["organisation-s","organisation-h"]}}}"#
      )
      try await record(
        #"{"occurred":"2022-02-01","standing":"REPORTED","applyForGrant":{"grant":"grant-\#(name)","details":{"agreement":"agreement-\#(name)","applicant":"organisation-s"}}}"#
      )
      // We pay what was approved.
      guard hasReviews else { continue }
      try await record(
        #"{"occurred":"2022-02-02","standing":"REPORTED","approveGrant":{"grant":"grant-\#(name)","details":{"amountFen":"100"}}}"#
      )
    }
  }

  /// Ends one of the reviews, unless it has ended: most pass.
  private func endReview(_ random: inout SeededGenerator) async throws {
    let opened = try log.read(
      from: nil, direction: .forwards, type: ReviewEvents.opened, before: nil, limit: 100)
    guard !opened.isEmpty else { return }
    let review = opened[random.below(opened.count)]
    let act = random.below(3) == 0 ? "failReview" : "passReview"
    try await record(
      #"{"\#(act)":{"stream":"\#(review.stream)","review":"\#(review.event.id)","reason":"r"}}"#)
  }

  /// Tells of so many things, the manager looking on now and then.
  ///
  /// - Returns: how many of them were new facts.
  func tell(turns: Int, _ random: inout SeededGenerator) async throws -> Int {
    try await begin()
    var told: [(telling: Telling, number: Int, event: CommandReceipt.Event)] = []
    let manager = manager()
    for turn in 0..<turns {
      if hasReviews, random.below(3) == 0 { try await endReview(&random) }
      switch told.isEmpty ? 0 : random.below(10) {
      case 0..<5:
        let telling = tellings[random.below(tellings.count)]
        let number = random.below(3)
        if let event = try await record(telling.json(number, corrects: nil, &random)) {
          told.append((telling, number, event))
        }
      case 5..<8:
        let (telling, number, event) = told[random.below(told.count)]
        try await amend(
          event, "CORRECT", telling.json(number, corrects: event.id, &random))
      default:
        let event = told[random.below(told.count)].event
        try await amend(
          event, "VOID",
          #"{"voidEvent":{"stream":"\#(event.stream)","event":"\#(event.id)","reason":"r"}}"#)
      }
      if turn.isMultiple(of: 7) { try await manager.catchUp() }
    }
    try await manager.catchUp()
    return told.count
  }

  /// How much of each kind there is: findings that were opened, facts that were corrected and voided, and
  /// reviews that passed, where there are any.
  func counts() throws -> [Int] {
    let events = try log.read(
      from: nil, direction: .forwards, type: nil, before: nil, limit: 1_000)
    return [
      events.count { $0.event.type == EventType("finding.opened") },
      events.count { $0.event.corrects != nil }, events.count { $0.event.voids != nil },
    ] + (hasReviews ? [events.count { $0.event.type == ReviewEvents.passed }] : [])
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
  private func check(_ seed: UInt64, _ tellings: [Telling], count: Int) async throws {
    var random = SeededGenerator(seed: seed)
    var counts: [Int] = []
    for number in 0..<count {
      let tale = RandomTale(of: tellings)
      let told = try await tale.tell(turns: 24, &random)
      let found = try tale.counts()
      counts = counts.isEmpty ? found : zip(counts, found).map(+)
      let changed = try await tale.judgedAnew()
      #expect(told > 0 && changed == [], "seed \(seed), history \(number)")
    }
    // Each history would pass where nothing is ever found, or nothing told is called into question.
    #expect(counts.allSatisfy { $0 > count / 4 }, "seed \(seed): \(counts)")
  }

  @Test(arguments: Seeds.and(1, 2, 3))
  func `are those that judging all facts anew would find`(seed: UInt64) async throws {
    try await check(seed, Telling.ofAgreements, count: 40)
  }

  @Test(arguments: Seeds.and(1, 2, 3))
  func `of organisations that become one are those, too`(seed: UInt64) async throws {
    try await check(seed, Telling.ofMergers, count: 40)
  }

  @Test(arguments: Seeds.and(1, 2, 3))
  func `of what a review held back until it passed are those, too`(seed: UInt64) async throws {
    try await check(seed, Telling.ofReviews, count: 40)
  }
}
