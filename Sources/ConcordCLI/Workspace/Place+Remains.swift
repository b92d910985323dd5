import Files

/// What is left of a data directory whose log was lost.
extension Place {
  /// The directories that stand here without a log, as `personal/`; none where a log is there.
  var remains: [String] {
    guard !hasLog else { return [] }
    return ["personal", "index", "tiles", "views"]
      .filter { File.isNamed(path + "/" + $0) }
      .map { $0 + "/" }
  }

  /// Refuses to begin a log among another's parts: they would be taken for its own.
  func refuseRemains() throws(Failure) {
    try refuseUnfinished()
    let remains = self.remains
    guard !remains.isEmpty else { return }
    throw Failure(
      .inputOutput,
      "\(path) holds \(remains.joined(separator: ", ")) of a log that is gone; restore a backup "
        + "with: concord restore BACKUP NEW-DIRECTORY, or choose an empty directory")
  }

  /// What to do where no log is; `nil` where nothing remains of one, and a new one may be made.
  var hintOfLostLog: String? {
    let remains = self.remains
    guard !remains.isEmpty else { return nil }
    return
      "there is no log in \(path), only \(remains.joined(separator: ", ")) of one that is gone; "
      + "restore a backup with: concord restore BACKUP NEW-DIRECTORY"
  }
}
