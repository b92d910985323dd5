internal import CommandHandling
internal import Cooperation
internal import EventLog
internal import EventModel
internal import HTTPTypes
internal import Hummingbird
internal import Projections
internal import ReadModels

/// `GET /healthz` (the process answers) and `/readyz` (the log is sound and takes commands, read models
/// and managers keep up).
///
/// Both are open to all. Why something stands still may name files and what is in them, so it is told
/// only to those who might ask other questions too.
struct HealthRoutes: Sendable {
  let authenticator: Authenticator
  let log: any AppendOnlyLog
  let handler: CommandHandler<CooperationDecider>
  let store: ReadModelStore
  let findings: (@Sendable () -> ManagerStatus)?
  let reactions: (@Sendable () -> ManagerStatus)?
  let clock: @Sendable () -> RecordedTime
  let limits: ServerLimits

  func add(to router: Router<ConcordRequestContext>) {
    router.get("healthz") { _, _ in
      jsonResponse { $0.object { $0.field("status", "ok") } }
    }
    router.get("readyz") { request, _ in readiness(for: try? authenticator.caller(of: request)) }
  }

  private func readiness(for caller: Caller?) -> Response {
    let reasons = ToldReasons(caller: caller)
    let status = store.status(now: clock())
    let findings = findings?()
    let reactions = reactions?()
    let impairment = log.impairment
    let hindrance = handler.hindrance
    let isReady =
      impairment == nil && hindrance == nil && status.keepsUp(limits)
      && keepsUp(findings, status.logEnd)
      && keepsUp(reactions, status.logEnd)
    return jsonResponse(isReady ? .ok : .serviceUnavailable) { json in
      json.object { json in
        json.field("status", isReady ? "ready" : "not ready")
        json.field("log", impairment == nil ? "sound" : "impaired")
        reasons.tell("logReason", impairment?.description, in: &json)
        json.field("commands", hindrance == nil ? "taken" : "refused")
        reasons.tell("commandsReason", hindrance?.description, in: &json)
        json.views(status, reasons)
        if let findings { json.manager("findings", findings, reasons) }
        if let reactions { json.manager("reactions", reactions, reasons) }
      }
    }
  }

  /// Whether a manager runs and is near the log's end; one that nobody keeps does.
  private func keepsUp(_ manager: ManagerStatus?, _ end: Position) -> Bool {
    guard let manager else { return true }
    if manager.phase.isStopped { return false }
    guard let known = manager.end else { return end.number <= limits.managerLagEvents }
    return known.number + limits.managerLagEvents >= end.number
  }
}

/// What somebody is told of why something stands still.
private struct ToldReasons {
  /// Who asks; `nil` for who might ask nothing else.
  let caller: Caller?

  /// Writes a reason, where it may be told. It may name the stream at which something stands still.
  func tell(_ name: String, _ reason: String?, in json: inout JSONText) {
    guard let caller else { return }
    json.field(name, caller.seesSmallCells ? reason : reason.map(SinglePersons.unnamed))
  }
}

extension JSONText {
  /// Writes how far the read models are.
  fileprivate mutating func views(_ status: ProjectionStatus, _ reasons: ToldReasons) {
    field("phase", status.phase.name)
    field("viewsAnswer", status.isAnswering)
    field("logEnd", Int64(status.logEnd.number))
    field("viewsEnd", Int64(status.end.number))
    field("lagEvents", Int64(status.lagEvents))
    field("lagSeconds", status.lagMicroseconds / 1_000_000)
    field("quarantinedStreams", Int64(status.quarantinedStreamCount))
    field("generation", Int64(status.generation))
    reasons.tell("reason", status.phase.reason, in: &self)
    reasons.tell("startedAnew", status.startedAnew, in: &self)
  }

  /// Writes how far a manager is.
  fileprivate mutating func manager(
    _ name: String, _ status: ManagerStatus, _ reasons: ToldReasons
  ) {
    field(name, status.phase.name)
    reasons.tell(name + "Reason", status.phase.reason, in: &self)
    if let end = status.end { field(name + "End", Int64(end.number)) }
  }
}

extension ManagerStatus.Phase {
  var isStopped: Bool { reason != nil }

  /// One word.
  var name: String {
    switch self {
    case .idle: "idle"
    case .running: "running"
    case .stopped: "stopped"
    }
  }

  /// Why it stopped.
  var reason: String? { if case .stopped(let reason) = self { reason } else { nil } }
}

extension ProjectionStatus {
  /// Whether all questions are answered, and as of a moment ago at the latest.
  ///
  /// So it is while rows are made anew that nothing is wrong with: the present ones answer meanwhile.
  func keepsUp(_ limits: ServerLimits) -> Bool {
    guard isAnswering, !isToBeMadeAnew, quarantinedStreamCount == 0 else { return false }
    switch phase {
    case .live, .catchingUp, .rebuilding: return lagEvents <= limits.viewLagEvents
    case .idle, .stopped: return false
    }
  }
}

extension ProjectionStatus.Phase {
  /// One word, or two.
  var name: String {
    switch self {
    case .idle: "idle"
    case .rebuilding: "rebuilding"
    case .catchingUp: "catching up"
    case .live: "live"
    case .stopped: "stopped"
    }
  }

  /// Why they stopped.
  var reason: String? { if case .stopped(let reason) = self { reason } else { nil } }
}
