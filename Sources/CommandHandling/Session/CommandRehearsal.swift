internal import Cooperation
public import Deciding
import EventLog
public import EventModel
import PersonalData

/// Decides commands one after the other as a session would, and records nothing.
///
/// Each is decided on what those before it would have recorded. Memory grows with what would be
/// recorded.
public struct CommandRehearsal<D: Decider>: Sendable where D.Command: HandledCommand {
  private let handler: CommandHandler<D>
  private let actor: Actor
  private let channel: Source.Channel
  private var overlay: SessionOverlay
  private var commands: [CommandID: Digest] = [:]
  private var lookUps: [String: StreamName] = [:]
  private var nextPosition: Position

  /// A rehearsal for one actor.
  public init(handler: CommandHandler<D>, actor: Actor, channel: Source.Channel) {
    self.handler = handler
    self.actor = actor
    self.channel = channel
    overlay = SessionOverlay(on: handler.committed)
    nextPosition = handler.log.end
  }

  /// What would come of a command; its receipt names positions as if nothing came between.
  ///
  /// - Throws: ``CommandError``, as the session would answer.
  @specialized(where D == CooperationDecider)
  public mutating func rehearse(_ command: D.Command) throws(CommandError) -> CommandReceipt {
    let id = handler.id(of: command)
    try handler.permit(command, from: overlay)
    if let receipt = try handler.repeated(command, id: id, actor: actor, channel: channel) {
      return receipt
    }
    if let digest = commands[id] {
      guard digest == command.digest else { throw .commandReused(id, first: nil) }
      return .alreadySo(id)
    }
    let now = handler.now
    // Whether a part is the one that is recorded is told by every answer: also by one that it is already
    // so, or that it is refused.
    let counted = command.hasPersonalFields ? 1 : 0
    if counted > 0 { try command.lookUpCount?.takeForCommand(counted) }
    guard
      let plan = try handler.planner.plan(
        command, id: id, actor: actor, channel: channel, now: now, from: overlay)
    else { return .alreadySo(id) }
    try reserveLookUps(of: plan, counting: command.lookUpCount, beyond: counted)
    overlay.add(plan, line: commands.count, now: now)
    commands[id] = command.digest
    let records = plan.recorded(from: nextPosition, at: now)
    nextPosition = Position(nextPosition.number + UInt64(records.count))
    return CommandReceipt(.recorded, of: id, records: records, finding: handler.finding)
  }

  /// What the personal store would say of the texts that people are looked up by.
  ///
  /// Whether somebody has such a text is told by every answer, and nothing is left behind as a
  /// registration would be: so each is counted, before it is known which.
  /// - Parameter counted: how many are counted already.
  private mutating func reserveLookUps(
    of plan: CommandPlan, counting count: LookUpCount?, beyond counted: Int
  ) throws(CommandError) {
    let asked = plan.parts.count { $0.lookUp.map { lookUps[$0] == nil } ?? false }
    if asked > counted { try count?.takeForCommand(asked - counted) }
    for part in plan.parts {
      guard let text = part.lookUp else { continue }
      var holder = lookUps[text]
      if holder == nil { holder = try recordedHolder(of: text) }
      // What erases a person frees the person's texts.
      if let holder, holder != part.subject, !overlay.erased.contains(holder) {
        throw .rejected(
          Rejection(.codeTaken, "this number belongs to \(holder) already", stream: holder))
      }
      lookUps[text] = part.subject
    }
  }

  private func recordedHolder(of text: String) throws(CommandError) -> StreamName? {
    do throws(PersonalDataError) {
      return try handler.personal?.subject(lookedUpBy: text)
    } catch {
      throw CommandError(error)
    }
  }
}
