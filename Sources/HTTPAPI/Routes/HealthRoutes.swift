internal import CommandHandling
internal import EventLog
internal import EventModel
internal import HTTPTypes
internal import Hummingbird
internal import Projections
internal import ReadModels

/// `GET /healthz` (the process answers) and `/readyz` (the log is sound, read models and process managers keep up).
///
/// Both are open to all. Why something stands still may name files and what is in them, so it is told
/// only to those who might ask other questions too.
struct HealthRoutes: Sendable {
  let authenticator: Authenticator
  let log: any AppendOnlyLog
  let store: ReadModelStore
  let findings: (@Sendable () -> ManagerStatus)?
  let reactions: (@Sendable () -> ManagerStatus)?
  let clock: @Sendable () -> RecordedTime
  let limits: ServerLimits

  func add(to router: Router<ConcordRequestContext>) {
    router.get("healthz") { _, _ in
      jsonResponse { $0.object { $0.field("status", "ok") } }
    }
    router.get("readyz") { request, _ in
      let caller = try? authenticator.caller(of: request)
      let mayKnowWhy = caller != nil
      // A reason may name the stream at which something stands still.
      let told = { (reason: String?) -> String? in
        caller?.seesSmallCells == true ? reason : reason.map(SinglePersons.unnamed)
      }
      let status = store.status(now: clock())
      let findings = findings?()
      let reactions = reactions?()
      let impairment = log.impairment
      let isReady =
        impairment == nil && status.keepsUp(limits) && keepsUp(findings, status.logEnd)
        && keepsUp(reactions, status.logEnd)
      return jsonResponse(isReady ? .ok : .serviceUnavailable) { json in
        json.object { json in
          json.field("status", isReady ? "ready" : "not ready")
          json.field("log", impairment == nil ? "sound" : "impaired")
          if mayKnowWhy { json.field("logReason", told(impairment?.description)) }
          json.field("phase", status.phase.name)
          json.field("viewsAnswer", status.isAnswering)
          json.field("logEnd", Int64(status.logEnd.number))
          json.field("viewsEnd", Int64(status.end.number))
          json.field("lagEvents", Int64(status.lagEvents))
          json.field("lagSeconds", status.lagMicroseconds / 1_000_000)
          json.field("quarantinedStreams", Int64(status.quarantinedStreamCount))
          json.field("generation", Int64(status.generation))
          if mayKnowWhy {
            json.field("reason", told(status.phase.reason))
            json.field("startedAnew", told(status.startedAnew))
          }
          if let findings {
            json.field("findings", findings.phase.name)
            if mayKnowWhy { json.field("findingsReason", told(findings.phase.reason)) }
            if let end = findings.end { json.field("findingsEnd", Int64(end.number)) }
          }
          if let reactions {
            json.field("reactions", reactions.phase.name)
            if mayKnowWhy { json.field("reactionsReason", told(reactions.phase.reason)) }
            if let end = reactions.end { json.field("reactionsEnd", Int64(end.number)) }
          }
        }
      }
    }
  }
}

extension HealthRoutes {
  /// Whether a manager runs and is near the log's end; one that nobody keeps does.
  private func keepsUp(_ manager: ManagerStatus?, _ end: Position) -> Bool {
    guard let manager else { return true }
    if manager.phase.isStopped { return false }
    guard let known = manager.end else { return end.number <= limits.managerLagEvents }
    return known.number + limits.managerLagEvents >= end.number
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
