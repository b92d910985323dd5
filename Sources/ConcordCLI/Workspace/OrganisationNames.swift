import CommandHandling
import Cooperation
import Deciding
import EventLog
import EventModel
import Importing
import Synchronization

/// Which organisations have a name or had it, from the log itself: read models may lie behind it.
///
/// Read once, at the first question: rows that name organisations record none.
final class OrganisationNames: Sendable {
  private let store: ConcordStore
  private let streams = Mutex<[String: Set<StreamName>]?>(nil)

  /// Events that are read at a time.
  private static let eventsPerPage = 1_024
  /// The most mergers that are followed from one record to the next.
  private static let mergerDepth = 16

  init(_ store: ConcordStore) { self.store = store }

  /// The organisations that a sheet may mean, in order; records of one organisation are one.
  ///
  /// - Complexity: O(organisations) at the first call, then O(those that were ever called so)
  func organisations(named name: String) throws -> [StreamName] {
    let name = LookUp.folded(organisationName: name)
    var meant: Set<StreamName> = []
    for stream in try streams(named: name) {
      // By what counts now: a name may have been corrected away.
      let history = try store.handler.history(of: stream)
      guard
        Organisation.names(in: history).contains(where: {
          LookUp.folded(organisationName: $0) == name
        })
      else { continue }
      meant.insert(try survivor(of: stream))
    }
    return meant.sorted()
  }

  private func streams(named name: String) throws -> Set<StreamName> {
    if let known = streams.withLock({ $0.map { $0[name] ?? [] } }) { return known }
    var found: [String: Set<StreamName>] = [:]
    for type in Organisation.namingEvents {
      var next: Position?
      while true {
        let events = try store.log.read(
          from: next, direction: .forwards, type: type, before: nil, limit: Self.eventsPerPage)
        for recorded in events {
          let event = recorded.event
          for name in Organisation.names(event.type, event.schemaVersion, event.payload) {
            found[LookUp.folded(organisationName: name), default: []].insert(recorded.stream)
          }
        }
        guard let last = events.last else { break }
        next = last.position.next
      }
    }
    streams.withLock { $0 = found }
    return found[name] ?? []
  }

  /// The record that stands for an organisation which was entered twice.
  private func survivor(of stream: StreamName) throws -> StreamName {
    var stream = stream
    for _ in 0..<Self.mergerDepth {
      let state = try store.handler.history(of: stream).state(Organisation.self)
      guard let merger = state?.merger, merger.isDuplicate else { break }
      stream = merger.into
    }
    return stream
  }
}
