public import Cooperation
internal import Deciding
public import EventLog
public import EventModel
public import PersonalData

/// A data directory that is open for commands: its log, its personal parts, who handles commands and
/// the managers, brought together in the right order.
///
/// Read models are opened by their own module, over ``log``. Opening:
///
/// 1. The log, which takes the directory's lock.
/// 2. The personal store; refused where it is missing and the log refers to personal parts.
/// 3. ``Recovery``: pending parts are confirmed or deleted by what the log says, erasures completed.
/// 4. The handler. Whoever opens runs ``judgeFindings(onProblem:)`` and ``react(onProblem:)`` as long
///    as the store is open.
public final class ConcordStore: Sendable {
  /// The data directory.
  public let path: String
  /// The events.
  public let log: EventLog
  /// The personal parts.
  public let personal: PersonalStore
  /// What bringing the two together led to.
  public let recovery: Recovery
  /// Handles commands, and is what a ``CommandSession`` is made with.
  public let handler: CommandHandler<CooperationDecider>
  let findings: ManagerKeeper
  let reactions: ManagerKeeper

  /// Makes a new data directory and opens it.
  ///
  /// - Parameters:
  ///   - origin: the log's name in the world: a scheme-less URL prefix.
  ///   - zone: the zone that civil times are read in, for ever.
  ///   - key: where the key-encryption key is.
  /// - Throws: ``CommandError/log(_:)`` or ``CommandError/personal(_:)``.
  public static func create(
    at path: String, origin: String, zone: LogZone = .shanghai, key: KeySource,
    options: EventLogOptions = EventLogOptions(), clock: LogClock = .system
  ) throws(CommandError) -> ConcordStore {
    let log = try inLog { () throws(EventLogError) in
      try EventLog.create(at: path, origin: origin, zone: zone, options: options, clock: clock)
    }
    return try ConcordStore(path, log, key, clock, options.onNotice)
  }

  /// Opens a data directory.
  ///
  /// - Throws: ``CommandError/log(_:)`` or ``CommandError/personal(_:)``; nothing is held then.
  /// - Complexity: that of opening the log, and O(pending commands + tombstones).
  public static func open(
    at path: String, key: KeySource, options: EventLogOptions = EventLogOptions(),
    clock: LogClock = .system
  ) throws(CommandError) -> ConcordStore {
    let log = try inLog { () throws(EventLogError) in
      try EventLog.open(at: path, options: options, clock: clock)
    }
    return try ConcordStore(path, log, key, clock, options.onNotice)
  }

  private init(
    _ path: String, _ log: EventLog, _ key: KeySource, _ clock: LogClock,
    _ onNotice: @escaping @Sendable (String) -> Void
  ) throws(CommandError) {
    self.path = path
    self.log = log
    findings = ManagerKeeper(path + "/findings", rules: RuleBook.version)
    reactions = ManagerKeeper(path + "/reactions")
    do throws(CommandError) {
      // An empty store would hide that the parts are lost.
      if let missing = try ConcordStore.missingPersonal(at: path, of: log) {
        throw CommandError.personal(missing)
      }
      do throws(PersonalDataError) {
        // Deciders alone open parts, and show them to nobody: there is no access to record.
        personal = try PersonalStore(
          dataDirectory: path, key: key, onNotice: onNotice,
          // Primary as the log is: one device less, and nothing is recorded any more.
          onDeviceFailure: { [weak log] _ in log?.stopForGood(.deviceFailedUnderPersonalParts) })
      } catch {
        throw .personal(error)
      }
      recovery = try Recovery(personal, from: log)
    } catch {
      log.close()
      throw error
    }
    handler = CommandHandler(log: log, personal: personal, clock: clock)
  }

  deinit { close() }

  /// Serves the appends that wait, lets go of the log, and returns when the personal parts that were
  /// handed over until then are stored or given up.
  ///
  /// Commands that come later fail with ``EventLogError/closed``. The personal store goes with its last
  /// user: as long as a command, a session or a manager still runs, or this store is held, nobody else
  /// opens it. Whoever wants to open the directory again waits for those, and lets go of this store.
  /// Blocks for as long as serving takes.
  public func close() {
    log.close()
    // No job of the courier's holds the personal store any more: what is queued after this was handed
    // over by somebody who still runs.
    handler.courier.settle()
  }

  /// A session of many lines for one actor.
  public func session(
    actor: EventModel.Actor, channel: Source.Channel
  ) -> CommandSession<CooperationDecider> {
    CommandSession(handler: handler, actor: actor, channel: channel)
  }

  /// Erases a person: appends the tombstone, then destroys parts, key and look-ups.
  ///
  /// A person who was erased before is erased of what is left. The erasure is complete after a new
  /// generation of the key-encryption key.
  /// - Parameter command: an `erasePersonalData` command.
  /// - Throws: ``CommandError``; once the tombstone stands, what could not be destroyed is destroyed
  ///   at the next open.
  public func erase(
    _ command: ParsedCommand, actor: EventModel.Actor, channel: Source.Channel
  ) async throws(CommandError) -> CommandReceipt {
    guard let subject = command.erases else {
      throw .malformed("\(command.name) erases nobody", field: nil)
    }
    let receipt = try await handler.handle(command, actor: actor, channel: channel)
    do throws(PersonalDataError) {
      try personal.erase(subject)
    } catch {
      throw .personal(error)
    }
    return receipt
  }
}
