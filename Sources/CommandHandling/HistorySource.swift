import Deciding
import EventLog
import EventModel
import PersonalData

/// Where a decision's histories and personal parts come from: the log as it is now, a session's
/// speculation on it, or the log as it was.
protocol HistorySource {
  /// A stream's whole history.
  func history(of stream: StreamName) throws(CommandError) -> StreamHistory
  /// A personal part.
  func personalPart(_ reference: PersonalPartReference) throws(CommandError) -> PersonalPartValue
}

/// What is committed now.
struct CommittedHistories: HistorySource {
  let cache: HistoryCache
  let personal: PersonalStore?

  func history(of stream: StreamName) throws(CommandError) -> StreamHistory {
    try inLogAsCommand { () throws(EventLogError) in try cache.history(of: stream) }
  }

  func personalPart(_ reference: PersonalPartReference) throws(CommandError) -> PersonalPartValue {
    guard let personal else { return .unavailable }
    do throws(PersonalDataError) {
      switch try personal.open(reference, for: .decision) {
      case .known(let plaintext): return .known(plaintext)
      case .unavailable: return .unavailable
      }
    } catch {
      throw CommandError(error)
    }
  }
}

/// What was committed before a position, an append border.
struct EarlierHistories: HistorySource {
  let committed: CommittedHistories
  let end: Position

  func history(of stream: StreamName) throws(CommandError) -> StreamHistory {
    try committed.history(of: stream).before(end)
  }

  func personalPart(_ reference: PersonalPartReference) throws(CommandError) -> PersonalPartValue {
    try committed.personalPart(reference)
  }
}
