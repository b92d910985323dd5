internal import EventLog
internal import EventModel
internal import HTTPTypes
internal import Hummingbird
internal import Projections

/// `GET /healthz` (the process answers) and `/readyz` (the read models keep up).
struct HealthRoutes: Sendable {
  let log: any AppendOnlyLog
  let store: ReadModelStore

  func add(to router: Router<ConcordRequestContext>) {
    router.get("healthz") { _, _ in
      jsonResponse { $0.object { $0.field("status", "ok") } }
    }
    router.get("readyz") { _, _ in
      let status = store.status(now: .now)
      return jsonResponse(status.isReady ? .ok : .serviceUnavailable) { json in
        json.object { json in
          json.field("status", status.isReady ? "ready" : "not ready")
          json.field("phase", String(describing: status.phase))
          json.field("logEnd", Int64(log.end.number))
          json.field("viewsEnd", Int64(status.end.number))
          json.field("lagEvents", Int64(status.lagEventCount))
          json.field("quarantinedStreams", Int64(status.quarantinedStreamCount))
        }
      }
    }
  }
}
