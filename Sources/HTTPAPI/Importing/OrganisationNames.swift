internal import CommandHandling
internal import Cooperation
internal import Deciding
internal import EventLog
internal import EventModel
internal import Importing
internal import Synchronization

/// Which organisations have a name or had it, from the log itself: read models may lie behind it.
///
/// The log is read at the first question, and on from there at each that follows.
final class OrganisationNames: Sendable {
  private struct Known {
    var streams: [String: Set<StreamName>] = [:]
    /// Up to where the log has been read.
    var end = Position(0)
  }

  private let log: any AppendOnlyLog
  private let handler: CommandHandler<CooperationDecider>
  private let known = Mutex(Known())

  /// Events that are read at a time.
  private static let eventsPerPage = 1_024
  /// The most mergers that are followed from one record to the next.
  private static let mergerDepth = 16

  init(_ log: any AppendOnlyLog, _ handler: CommandHandler<CooperationDecider>) {
    self.log = log
    self.handler = handler
  }

  /// The organisations that a sheet may mean, in order; records of one organisation are one.
  ///
  /// - Complexity: O(names given since the last call + organisations that were ever called so)
  func organisations(named name: String) throws -> [StreamName] {
    let name = LookUp.folded(organisationName: name)
    var meant: Set<StreamName> = []
    for stream in try streams(named: name) {
      // By what counts now: a name may have been corrected away.
      let history = try handler.history(of: stream)
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
    let result: Result<Set<StreamName>, EventLogError> = known.withLock { known in
      do throws(EventLogError) {
        try readOn(&known)
        return .success(known.streams[name] ?? [])
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func readOn(_ known: inout Known) throws(EventLogError) {
    let end = log.end
    guard known.end < end else { return }
    for type in Organisation.namingEvents {
      var next = known.end
      while next < end {
        let events = try log.read(
          from: next, direction: .forwards, type: type, before: end, limit: Self.eventsPerPage)
        for recorded in events {
          for name in Organisation.names(recorded.event) {
            known.streams[LookUp.folded(organisationName: name), default: []]
              .insert(recorded.stream)
          }
        }
        guard let last = events.last else { break }
        next = last.position.next
      }
    }
    known.end = end
  }

  /// The record that stands for an organisation which was entered twice.
  private func survivor(of stream: StreamName) throws -> StreamName {
    var stream = stream
    for _ in 0..<Self.mergerDepth {
      let state = try handler.history(of: stream).state(Organisation.self)
      guard let merger = state?.merger, merger.isDuplicate else { break }
      stream = merger.into
    }
    return stream
  }
}
