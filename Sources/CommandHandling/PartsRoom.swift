internal import EventModel
internal import PersonalData
internal import Synchronization

/// Whether the disk was full when personal parts were stored last.
///
/// The log's writer hears nothing of it: a command whose parts can't be stored never reaches it.
final class PartsRoom: Sendable {
  /// How long that counts while nobody tried again: 60 s, as with the log's own commits.
  ///
  /// Who waits with commands until all is well would never find out that there is room again.
  static let refusalMicroseconds: Int64 = 60_000_000

  private let lastRefusal = Mutex<RecordedTime?>(nil)
  private let clock: @Sendable () -> RecordedTime

  init(clock: @escaping @Sendable () -> RecordedTime) {
    self.clock = clock
  }

  /// Stores the parts of some commands, and notes whether there was room.
  ///
  /// Where each was refused for itself, nothing was stored that could tell.
  func noting<Stored>(
    _ store: () throws(PersonalDataError) -> [Result<Stored, PersonalDataError>]
  ) throws(PersonalDataError) -> [Result<Stored, PersonalDataError>] {
    do throws(PersonalDataError) {
      let results = try store()
      let isAnyStored = results.contains { if case .success = $0 { true } else { false } }
      if isAnyStored { lastRefusal.withLock { $0 = nil } }
      return results
    } catch {
      if error.code == .diskFull { lastRefusal.withLock { [clock] in $0 = clock() } }
      throw error
    }
  }

  /// Whether parts would be refused now, as far as anybody knows.
  var isLacking: Bool {
    lastRefusal.withLock { [clock] last in
      guard let last else { return false }
      // A wall clock that was set back is told by the log.
      return (0..<Self.refusalMicroseconds).contains(
        clock().microseconds - last.microseconds)
    }
  }
}
