public import EventModel

extension PersonalStore {
  /// Where the personal store of a data directory is, or would be.
  package static func directory(in dataDirectory: String) -> String {
    StoreDirectory(in: dataDirectory).path
  }

  /// Whether a data directory has a personal store, which opening takes up; where it has none,
  /// opening makes an empty one.
  ///
  /// - Throws: `.file` when that can't be found out.
  public static func exists(in dataDirectory: String) throws(PersonalDataError) -> Bool {
    try !StoreDirectory(in: dataDirectory).copies().isEmpty
  }
}

extension PersonalDataError {
  /// The error of a data directory without a personal store, though its log refers to personal parts.
  ///
  /// - Parameter position: The first record that does.
  public static func storeMissing(
    in dataDirectory: String, neededSince position: Position
  ) -> PersonalDataError {
    PersonalDataError(
      .storeMissing,
      "the personal store is missing, though the log refers to personal parts from position "
        + "\(position) on: put personal/ back from a backup, or, where there is none, export the log "
        + "and import it into a new directory, where what is lost stays provable but unreadable",
      at: PersonalStore.directory(in: dataDirectory))
  }
}
