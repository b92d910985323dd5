internal import Cooperation
public import Deciding
public import EventLog
public import EventModel
public import PersonalData

/// Handles commands one by one: loads what the decision reads, decides, appends on condition that
/// nothing it read has changed, and decides again where it has.
///
/// Any number of tasks may call it at once. Sessions of many lines have ``CommandSession``.
public final class CommandHandler<D: Decider>: Sendable where D.Command: HandledCommand {
  /// What an event that opens a finding says; `nil` for any other event.
  public typealias FindingReader = @Sendable (RecordedEvent) -> CommandReceipt.Finding?

  let log: any AppendOnlyLog
  /// Where personal parts are kept; `nil` where commands that bring some are refused.
  public let personal: PersonalStore?
  let planner: CommandPlanner<D>
  let committed: CommittedHistories
  let courier: PartCourier
  private let partsRoom: PartsRoom
  let finding: FindingReader
  private let clock: @Sendable () -> RecordedTime
  private let newCommandID: @Sendable () -> CommandID

  /// A handler over a log.
  ///
  /// - Parameters:
  ///   - personal: where personal parts are kept; without it commands that bring some are refused.
  ///   - rulesetVersion: the version of the rules that every event carries.
  ///   - finding: reads an event that opens a finding, for receipts.
  ///   - clock: the time of decisions.
  ///   - newCommandID: makes the ids of commands that come without one.
  public init(
    log: any AppendOnlyLog, personal: PersonalStore?, decider: D, rulesetVersion: Int?,
    finding: @escaping FindingReader, clock: @escaping @Sendable () -> RecordedTime,
    newCommandID: @escaping @Sendable () -> CommandID
  ) {
    self.log = log
    self.personal = personal
    self.finding = finding
    self.clock = clock
    self.newCommandID = newCommandID
    planner = CommandPlanner(
      decider: decider, zone: log.identity.zone, rulesetVersion: rulesetVersion)
    committed = CommittedHistories(cache: HistoryCache(log: log), personal: personal)
    let room = PartsRoom(clock: clock)
    partsRoom = room
    // Weakly: whoever lets go of the store reopens it at once, and a queue lets go a little later.
    courier = PartCourier { [weak personal] (plans) throws(CommandError) in
      try Self.prepare(plans, in: personal, noting: room)
    } giveUp: { [weak personal] commands in
      // What can't be deleted now is deleted at the next open: the log doesn't know the commands.
      try? personal?.discard(commands)
    }
  }

  /// Handles one command.
  ///
  /// A command that was recorded before gets its first receipt, whatever has changed since.
  /// - Returns: when the events are durable.
  /// - Throws: ``CommandError``; nothing was recorded then, but for
  ///   ``EventLogError/outcomeUnknown(_:)``.
  public func handle(
    _ command: D.Command, actor: Actor, channel: Source.Channel
  ) async throws(CommandError) -> CommandReceipt {
    let id = command.id ?? newCommandID()
    for attempt in 0..<CommandHandlingLimits.tries {
      let decided = try decide(
        command, id: id, actor: actor, channel: channel, now: clock(), from: committed,
        mayBeRecorded: attempt > 0)
      switch decided {
      case .receipt(let receipt): return receipt
      case .plan(let plan):
        let isLast = attempt + 1 == CommandHandlingLimits.tries
        if let receipt = try await record(plan, isLast: isLast) { return receipt }
      }
    }
    throw .tooContended(tries: CommandHandlingLimits.tries)
  }

  /// What deciding a command came to.
  enum Decided {
    /// This is to be appended.
    case plan(CommandPlan)
    /// Nothing is: it was recorded before, or is already so.
    case receipt(CommandReceipt)
  }

  /// Decides a command, and finds out whether it was recorded before where that can't wait.
  ///
  /// The log's writer knows every recorded command, so a plan needs no look-up before it is appended.
  /// But a repeat may meet its own effects and be refused or already so, and its personal parts must
  /// not be stored again.
  /// - Parameter mayBeRecorded: whether an append of the command came back as a repeat, or others
  ///   will hang on it.
  @specialized(where D == CooperationDecider, Histories == CommittedHistories)
  func decide<Histories: HistorySource>(
    _ command: D.Command, id: CommandID, actor: Actor, channel: Source.Channel, now: RecordedTime,
    from source: Histories, mayBeRecorded: Bool
  ) throws(CommandError) -> Decided {
    try permit(command, from: source)
    let isAskedFirst = mayBeRecorded || command.hasPersonalFields && command.id != nil
    if isAskedFirst,
      let receipt = try repeated(command, id: id, actor: actor, channel: channel)
    {
      return .receipt(receipt)
    }
    let refusal: CommandError?
    do throws(CommandError) {
      let plan = try planner.plan(
        command, id: id, actor: actor, channel: channel, now: now, from: source)
      if let plan { return .plan(plan) }
      refusal = nil
    } catch {
      refusal = error
    }
    if !isAskedFirst, command.id != nil,
      let receipt = try repeated(command, id: id, actor: actor, channel: channel)
    {
      return .receipt(receipt)
    }
    if let refusal { throw refusal }
    return .receipt(.alreadySo(id))
  }

  /// Refuses a command where whoever gives it may not, before anything of it is answered.
  func permit(
    _ command: D.Command, from source: some HistorySource
  ) throws(CommandError) {
    guard let permission = command.permission else { return }
    let target = try source.history(of: command.target)
    do throws(Rejection) {
      try permission(target)
    } catch {
      throw .rejected(error)
    }
  }

  /// Appends a plan; `nil` when it has to be decided again.
  ///
  /// - Parameter isLast: whether it can't be any more.
  private func record(
    _ plan: CommandPlan, isLast: Bool
  ) async throws(CommandError) -> CommandReceipt? {
    var plan = plan
    let append: Append
    if !plan.concernsParts(in: personal) {
      append = try plan.append()
    } else {
      do throws(CommandError) {
        plan.refer(to: try await courier.prepare(plan))
      } catch {
        guard error.isWorthAnotherTry, !isLast else { throw error }
        // Another command has reserved a number that this one brings: who has it is known in a moment.
        try? await Task.sleep(for: .milliseconds(20))
        return nil
      }
      do throws(CommandError) {
        append = try plan.append()
      } catch {
        discard([plan])
        throw error
      }
    }
    do throws(EventLogError) {
      let receipt = try await log.append(append)
      if receipt.isRepeat {
        // The same command, handled beside this one, was faster.
        discard([plan])
        return nil
      }
      return finish(plan, receipt)
    } catch {
      if error.leavesOutcomeOpen { throw CommandError(error) }
      discard([plan])
      if error.asksToDecideAgain { return nil }
      throw CommandError(error)
    }
  }

  /// What is done once an append is durable.
  func finish(_ plan: CommandPlan, _ receipt: AppendReceipt) -> CommandReceipt {
    let records = plan.recorded(from: receipt.first, at: receipt.recordedAt)
    if plan.concernsParts(in: personal) { personal?.confirm(plan.commandID) }
    committed.cache.extend(with: records)
    if let subject = plan.erases {
      // The tombstone stands; what can't be destroyed now, the store tries again.
      _ = try? personal?.erase(subject)
    }
    return CommandReceipt(.recorded, of: plan.commandID, records: records, finding: finding)
  }

  private static func prepare(
    _ plans: [CommandPlan], in personal: PersonalStore?, noting room: PartsRoom
  ) throws(CommandError) -> [Result<[PersonalPartReference], CommandError>] {
    guard let personal else {
      throw .rejected(
        Rejection(.cannotBeAssessed, "personal parts can't be kept: there is no store for them"))
    }
    do throws(PersonalDataError) {
      return try room.noting { () throws(PersonalDataError) in
        try personal.prepare(plans.map(\.commandParts))
      }.map { $0.mapError { CommandError($0) } }
    } catch {
      throw CommandError(error)
    }
  }

  /// Gives up the personal parts of plans that are not recorded, in one transaction; nobody waits for
  /// the disk.
  func discard(_ plans: [CommandPlan]) {
    let commands = plans.filter { $0.concernsParts(in: personal) }.map(\.commandID)
    if !commands.isEmpty { courier.discard(commands) }
  }

  /// A stream's whole history as the log has it now, cached and checked as for a decision.
  public func history(of stream: StreamName) throws(CommandError) -> StreamHistory {
    try committed.history(of: stream)
  }

  /// What a command recorded, and its digest; `nil` for one that the log doesn't know.
  public func recording(
    of id: CommandID
  ) throws(CommandError) -> (digest: Digest, records: [RecordedEvent])? {
    guard let known = try inLogAsCommand({ () throws(EventLogError) in try log.receipt(of: id) })
    else {
      return nil
    }
    let records = try inLogAsCommand { () throws(EventLogError) in
      try readRecords(of: known.receipt)
    }
    return (known.digest, records)
  }

  private func readRecords(of receipt: AppendReceipt) throws(EventLogError) -> [RecordedEvent] {
    try log.read(
      from: receipt.first, direction: .forwards, type: nil, before: receipt.end,
      limit: receipt.eventCount)
  }

  /// Why commands would be refused now, for what passes; `nil` as far as anybody knows that they
  /// wouldn't.
  public var hindrance: EventLogError? {
    log.hindrance ?? (partsRoom.isLacking ? .diskFull : nil)
  }

  /// The time of a decision.
  var now: RecordedTime { clock() }

  /// The client's id, or a new one.
  func id(of command: D.Command) -> CommandID { command.id ?? newCommandID() }

  /// The first receipt of a command that was recorded before.
  ///
  /// - Throws: ``CommandError/commandReused(_:first:)`` when that command was another.
  func repeated(
    _ command: D.Command, id: CommandID, actor: Actor, channel: Source.Channel
  ) throws(CommandError) -> CommandReceipt? {
    guard let known = try inLogAsCommand({ () throws(EventLogError) in try log.receipt(of: id) })
    else {
      return nil
    }
    guard known.digest == command.digest else {
      throw .commandReused(id, first: known.receipt.first)
    }
    let records = try inLogAsCommand { () throws(EventLogError) in
      try readRecords(of: known.receipt)
    }
    // Else what is personal in it could be guessed until it is right. Taken before it is known, because
    // whoever has nothing left would otherwise be told of the right guess alone.
    let counted = command.hasPersonalFields ? command.differingRepeatCount : nil
    try counted?.takeForCommand(1)
    guard
      try hasSamePersonalParts(command, id: id, actor: actor, channel: channel, records: records)
    else { throw .commandReused(id, first: records.first?.position) }
    counted?.giveBack(1)
    return CommandReceipt(.repeated, of: id, records: records, finding: finding)
  }

  /// Whether a repeated command brings the personal parts that it brought the first time.
  ///
  /// Its parts are known once it is decided, so it is decided again on what was recorded before it.
  /// Where that can't be done any more, as after an erasure, or because what was taken then is refused
  /// today (an `effectiveFrom` without meaning), the digest alone decides.
  private func hasSamePersonalParts(
    _ command: D.Command, id: CommandID, actor: Actor, channel: Source.Channel,
    records: [RecordedEvent]
  ) throws(CommandError) -> Bool {
    guard let personal, let first = records.first else { return true }
    var parts: [PersonalPart] = []
    if command.hasPersonalFields {
      do throws(CommandError) {
        let plan = try planner.plan(
          command, id: id, actor: actor, channel: channel, now: first.recordedAt,
          from: EarlierHistories(committed: committed, end: first.position))
        parts = plan?.parts ?? []
      } catch {
        guard case .rejected = error else { throw error }
        return true
      }
    }
    if parts.isEmpty { return records.allSatisfy(\.event.personal.isEmpty) }
    do throws(PersonalDataError) {
      return try personal.compare(id, parts) != .different
    } catch {
      throw CommandError(error)
    }
  }
}

extension EventLogError {
  /// Whether the events may be there all the same.
  var leavesOutcomeOpen: Bool {
    if case .outcomeUnknown = self { true } else { false }
  }

  /// Whether the decision rested on something that has changed.
  var asksToDecideAgain: Bool {
    switch self {
    case .conflict, .predecessorMissing: true
    default: false
    }
  }
}
