public import EventLog
internal import EventModel
public import PersonalData

extension ConcordStore {
  /// What is wrong with a data directory whose log refers to personal parts while it has no personal
  /// store; `nil` where nothing is.
  ///
  /// A store without those parts is none of that: whoever imports a log makes one on purpose.
  ///
  /// - Returns: an error with the code `.storeMissing`.
  /// - Throws: ``CommandError/log(_:)`` or ``CommandError/personal(_:)`` when it can't be found out.
  /// - Complexity: one look at the directory; O(records) where there is no store.
  public static func missingPersonal(
    at path: String, of log: any AppendOnlyLog
  ) throws(CommandError) -> PersonalDataError? {
    do throws(PersonalDataError) {
      if try PersonalStore.exists(in: path) { return nil }
    } catch {
      throw .personal(error)
    }
    return try inLog { () throws(EventLogError) in
      try firstCommitment(in: log).map {
        PersonalDataError.storeMissing(in: path, neededSince: $0)
      }
    }
  }

  /// The first record that refers to a personal part.
  private static func firstCommitment(
    in log: any AppendOnlyLog
  ) throws(EventLogError) -> Position? {
    var next: Position? = .zero
    while let position = next {
      let events = try log.read(
        from: position, direction: .forwards, type: nil, before: nil,
        limit: CommandHandlingLimits.eventsPerRead)
      for event in events where !event.event.personal.isEmpty { return event.position }
      next = events.last?.position.next
    }
    return nil
  }
}
