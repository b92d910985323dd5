import Deciding
import EventLog
import EventLogTesting
import EventModel
import PersonalData
import Synchronization
import Testing

@testable import CommandHandling

/// An account: what it holds, and whose it is.
enum Account: Aggregate {
  struct State: Sendable, Equatable {
    var balance = 0
    var isNamed = false
    var limit = Int.max
  }
  enum Event: Sendable {
    case added(Int)
    case named
    case limited(Int)
    case other
  }

  static let folds = Atomic<Int>(0)
  static let category = StreamCategory("account")
  static let added = EventType("account.added")
  static let named = EventType("account.named")
  static let limited = EventType("account.limited")
  static let erased = EventType("account.erased")
  static let breach = EventType("finding.opened")
  static let eventTypes = [added: 1, named: 1, limited: 1, erased: 1]
  static let initialState = State()

  static func decode(
    type: EventType, schemaVersion: Int, payload: [UInt8]
  ) throws(PayloadError) -> Event {
    folds.add(1, ordering: .relaxed)
    switch type {
    case added: return .added(number(payload))
    case named: return .named
    case limited: return .limited(number(payload))
    default: return .other
    }
  }

  static func evolve(_ state: inout State, _ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .added(let amount): state.balance += amount
    case .named: state.isNamed = true
    case .limited(let limit): state.limit = limit
    case .other: break
    }
  }

  static func number(_ payload: [UInt8]) -> Int {
    Int(Int64(bitPattern: payload.reduce(0) { $0 << 8 | UInt64($1) }))
  }

  static func payload(_ number: Int) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: UInt64(bitPattern: Int64(number)) >> (56 - 8 * $0)) }
  }
}

/// A request about accounts.
struct ToyCommand: HandledCommand {
  enum Act: Sendable, Hashable {
    /// Adds, or takes away what is there.
    case add(Int)
    /// From the target to another account.
    case transfer(Int, to: StreamName)
    /// All there is from the target to another account.
    case empty(into: StreamName)
    /// Whose it is; a second time it is already so.
    case name(String, lookUp: String?)
    /// Notes in the target's stream what another account's owner is called.
    case mention(String, of: StreamName)
    /// Brings the balance to an amount, only if the other account's name begins with a letter.
    case ifNamed(Character, StreamName)
    /// Adds 1, if the other account is empty.
    case ifEmpty(StreamName)
    /// Adds and is held for review.
    case doubtful(Int)
    /// Adds with a breach of a rule.
    case unlawful(Int)
    /// The tombstone.
    case erase
    /// So many bytes.
    case large(Int)
  }

  var id: CommandID?
  var target: StreamName
  var act: Act
  var occurred = Moment(.year(2022))
  var effectiveFrom: Moment? { nil }
  var effectiveTo: Moment? { nil }
  var expectedHeads: [(stream: StreamName, head: Revision?)] = []

  var digest: EventModel.Digest {
    // Not a hash, but different for different acts, and without the name.
    var bytes = [UInt8](repeating: 0, count: 32)
    let text: String =
      if case .name(_, let lookUp) = act { "\(target) name \(lookUp != nil)" } else {
        "\(target) \(act)"
      }
    for (index, byte) in text.utf8.enumerated() {
      bytes[index % 32] = bytes[index % 32] &* 31 &+ byte
    }
    guard let digest = try? EventModel.Digest(bytes) else { preconditionFailure("32 bytes") }
    return digest
  }

  /// Whether it may be given of an account that is there.
  var isForNewAccountsOnly = false

  var permission: (@Sendable (StreamHistory) throws(Rejection) -> Void)? {
    guard isForNewAccountsOnly else { return nil }
    return { (target) throws(Rejection) in
      if target.isEmpty { return }
      throw Rejection(.notPermitted, "\(target.stream) is somebody else's", stream: target.stream)
    }
  }

  var hasPersonalFields: Bool { if case .name = act { true } else { false } }
  var erases: StreamName? { act == .erase ? target : nil }

  func context(
    now: RecordedTime, zone: LogZone, actor: Actor, channel: Source.Channel
  ) -> DecisionContext {
    DecisionContext(
      now: now, zone: zone, occurred: occurred, actor: actor, standing: .decided,
      source: Source(channel: channel))
  }
}

/// Decides about accounts; calls a hook in the middle, where another writer may get in between.
struct ToyDecider: Decider {
  var beforeDeciding: @Sendable () -> Void = {}
  var beforeReading: @Sendable () -> Void = {}

  func decide(
    _ command: ToyCommand, _ context: DecisionContext
  ) throws(Rejection) -> DecisionRound {
    if context.histories.isEmpty { beforeReading() }
    var readings: Readings = [.stream(command.target)]
    switch command.act {
    case .transfer(_, let other), .ifEmpty(let other), .empty(let other):
      readings.insert(.stream(other))
    case .ifNamed(_, let other):
      readings.insert(.stream(other))
      guard context.isLoaded(other) else { break }
      for event in context.history(of: other).effective {
        readings.formUnion(event.personal.map(Reading.personal))
      }
    default: break
    }
    guard context.holds(readings) else { return .needs(readings) }
    beforeDeciding()
    return .decided(try decision(command, context))
  }

  private func decision(
    _ command: ToyCommand, _ context: DecisionContext
  ) throws(Rejection) -> Decision {
    let target = command.target
    let state = try context.state(Account.self, target)
    switch command.act {
    case .add(let amount):
      guard amount != 0 else { return .alreadySo }
      guard state.balance + amount >= 0 else {
        throw Rejection(.wrongState, "\(target) holds \(state.balance)", stream: target)
      }
      return Decision(events: [added(amount, target)])
    case .transfer(let amount, let other):
      guard state.balance >= amount else {
        throw Rejection(.wrongState, "\(target) holds \(state.balance)", stream: target)
      }
      return Decision(events: [added(-amount, target), added(amount, other)])
    case .empty(let other):
      return Decision(
        events: [added(-state.balance, target), added(state.balance, other)])
    case .name(let name, let lookUp):
      if state.isNamed { return .alreadySo }
      var event = DecidedEvent(Account.named, to: target, payload: [])
      event.personal = [
        ProposedPersonalPart(
          subject: target, part: "owner.personal", plaintext: Array(name.utf8), lookUp: lookUp)
      ]
      return Decision(events: [event])
    case .mention(let name, let other):
      var event = DecidedEvent(Account.named, to: target, payload: [])
      event.personal = [
        ProposedPersonalPart(
          subject: other, part: "owner.personal", plaintext: Array(name.utf8), lookUp: nil)
      ]
      return Decision(events: [event])
    case .ifNamed(let letter, let other):
      for (_, part) in context.personal {
        guard case .known(let plaintext) = part else {
          throw Rejection(.cannotBeAssessed, "the name of \(other) is gone")
        }
        if String(decoding: plaintext, as: UTF8.self).first == letter {
          return Decision(events: [added(1, target)])
        }
      }
      throw Rejection(.wrongState, "\(other) has another name")
    case .ifEmpty(let other):
      guard try context.state(Account.self, other).balance == 0 else {
        throw Rejection(.wrongState, "\(other) is not empty", stream: other)
      }
      return Decision(events: [added(1, target)])
    case .doubtful(let amount):
      var event = added(amount, target)
      event.reviews = [ReviewProposal(rule: "T1", reason: "doubtful")]
      return Decision(events: [event])
    case .unlawful(let amount):
      return Decision(events: [
        added(amount, target),
        DecidedEvent(
          Account.breach, to: account("breach-\(target.id)", category: "finding"),
          payload: Array("T2".utf8)),
      ])
    case .erase: return Decision(events: [DecidedEvent(Account.erased, to: target, payload: [])])
    case .large(let count):
      return Decision(events: [
        DecidedEvent(Account.added, to: target, payload: [UInt8](repeating: 0, count: count))
      ])
    }
  }

  private func added(_ amount: Int, _ stream: StreamName) -> DecidedEvent {
    DecidedEvent(
      Account.added, to: stream, payload: Account.payload(amount),
      about: [About(role: "account", stream: stream)])
  }
}

/// An account's stream.
func account(_ id: String, category: String = "account") -> StreamName {
  guard let stream = try? StreamName(validating: "\(category)-\(id)") else {
    preconditionFailure("\(id) is no id")
  }
  return stream
}

/// A handler of toy commands on a log in memory.
struct Bench {
  let log: InMemoryLog
  let handler: CommandHandler<ToyDecider>
  let clock = ManualClock()

  init(personal: PersonalStore? = nil, beforeDeciding: @escaping @Sendable () -> Void = {}) {
    let log = InMemoryLog()
    self.init(on: log, log: log, personal: personal, beforeDeciding: beforeDeciding)
  }

  /// - Parameter log: what the handler sees, on top of `memory`.
  init(
    on memory: InMemoryLog, log: any AppendOnlyLog, personal: PersonalStore? = nil,
    beforeDeciding: @escaping @Sendable () -> Void = {},
    beforeReading: @escaping @Sendable () -> Void = {}
  ) {
    self.log = memory
    handler = Self.handler(
      log, personal, ToyDecider(beforeDeciding: beforeDeciding, beforeReading: beforeReading))
  }

  static func handler(
    _ log: any AppendOnlyLog, _ personal: PersonalStore?, _ decider: ToyDecider = ToyDecider()
  ) -> CommandHandler<ToyDecider> {
    let ids = Atomic<UInt64>(1)
    // Each bench's ids differ, so that two of them may write to one log.
    let bench = UInt64.random(in: 1...UInt64.max)
    return CommandHandler(
      log: log, personal: personal, decider: decider,
      rulesetVersion: 7,
      finding: { event in
        guard event.event.type == Account.breach else { return nil }
        return CommandReceipt.Finding(
          stream: event.stream, rule: String(decoding: event.event.payload, as: UTF8.self),
          severity: .breach, reason: "unlawful")
      },
      clock: { RecordedTime(microseconds: 1_656_547_200_000_000) },
      newCommandID: {
        CommandID(high: bench, low: ids.add(1, ordering: .relaxed).newValue)
      })
  }

  static let actor = Actor(user: "u1", role: "clerk", assurance: .local)

  @discardableResult
  func handle(_ command: ToyCommand) async throws(CommandError) -> CommandReceipt {
    try await handler.handle(command, actor: Self.actor, channel: .api)
  }

  @discardableResult
  func add(_ amount: Int, to id: String) async throws(CommandError) -> CommandReceipt {
    try await handle(ToyCommand(target: account(id), act: .add(amount)))
  }

  /// The commands whose parts are still pending, once what was given up is deleted: that is done by
  /// a thread that nobody waits for.
  func pendingCommands(in store: PersonalStore) throws -> [CommandID] {
    handler.courier.settle()
    return try store.pendingCommands()
  }

  /// What the log says an account holds.
  func balance(_ id: String) throws -> Int {
    let events = try log.read(
      stream: account(id), from: nil, direction: .forwards, before: nil, limit: 1_000_000)
    return try StreamHistory(stream: account(id), recorded: events, zone: .shanghai)
      .state(Account.self).balance
  }
}

/// A command's id.
func command(_ number: UInt64) -> CommandID { CommandID(high: 77, low: number) }
