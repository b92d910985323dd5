import EventLog
import EventModel

/// Which events of a log are read, page by page.
struct EventSelection {
  /// Only this stream.
  var stream: StreamName?
  /// Only this type.
  var type: EventType?
  /// From this position on.
  var from: Position
  /// Below this position.
  var end: Position

  private static let eventsPerPage = 1_000

  /// Hands out the events in order of position until `body` says that it has enough.
  func forEach(
    in log: EventLog, _ body: (RecordedEvent) throws -> Bool
  ) throws {
    var position = from
    var revision: Revision?
    while position < end {
      let page: [RecordedEvent]
      if let stream {
        page = try log.read(
          stream: stream, from: revision, direction: .forwards, before: nil,
          limit: Self.eventsPerPage)
      } else {
        page = try log.read(
          from: position, direction: .forwards, type: type, before: nil,
          limit: Self.eventsPerPage)
      }
      for event in page {
        if event.position >= end { return }
        guard event.position >= from, type == nil || event.event.type == type else { continue }
        guard try body(event) else { return }
      }
      guard let last = page.last else { return }
      position = last.position.next
      revision = last.revision.next
    }
  }
}
