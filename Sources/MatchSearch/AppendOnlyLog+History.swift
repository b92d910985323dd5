package import Deciding
package import EventLog
package import EventModel

extension AppendOnlyLog {
  /// All that was recorded in a stream, read in pages.
  package func history(of stream: StreamName) throws(EventLogError) -> StreamHistory {
    let page = 1_000
    var events: [RecordedEvent] = []
    while true {
      let next = try read(
        stream: stream, from: events.last?.revision.next ?? .zero, direction: .forwards,
        before: nil, limit: page)
      events += next
      if next.count < page { break }
    }
    return StreamHistory(stream: stream, recorded: events, zone: identity.zone)
  }
}
