public import EventModel
internal import LMDB

extension PersonalVerifier {
  /// Looks for what a record of the log refers to.
  ///
  /// For records that stood in the log before this was opened: a part is stored before its record.
  /// - Complexity: one look-up or two
  public func check(_ reference: PersonalPartReference) throws(PersonalDataError) {
    let key = RowKey.part(reference.subject, reference.commitment)
    if try snapshot.has(key, in: live.tables.people) {
      report.found += 1
    } else if try isErased(reference.subject) {
      report.erased += 1
    } else {
      report.absent += 1
    }
  }

  /// Looks whether anything is left of a person whose tombstone stands in the log.
  ///
  /// - Parameter position: The tombstone's.
  public func check(erased subject: StreamName, at position: Position) throws(PersonalDataError) {
    listed.remove(subject)
    // With a row of its own in the store the erasure was told with the rows.
    guard try !isErased(subject), try live.hasRows(subject, snapshot) else { return }
    unerased.append((subject, position))
    if unerased.count == Self.rowLimit { try settleErasures() }
  }

  /// Tells of those who are not erased yet; to be called once all tombstones were looked at.
  public func settleErasures() throws(PersonalDataError) {
    guard !unerased.isEmpty else { return }
    try live.copy.read { now throws(PersonalDataError) in
      for (subject, position) in unerased where try live.hasRows(subject, now) {
        report.note(
          "\(subject): was erased at position \(position), and is still stored; opening the store to "
            + "write, as with concord key rotate, destroys what is left")
      }
    }
    unerased = []
  }

  /// Tells of those on the erasure list beside the key of whom something is stored, though the log
  /// doesn't say that they were erased; to be called once all tombstones were looked at.
  ///
  /// Not of a backup: it may be older, and they are erased again when it is opened.
  public func checkErasureList() throws(PersonalDataError) {
    guard !listed.isEmpty, !asksLog else { return }
    try live.copy.read { now throws(PersonalDataError) in
      for subject in listed.sorted(by: { $0.text < $1.text }) {
        // What is left where the store has the erasure was told with the rows.
        if try isErased(subject) { continue }
        guard try live.hasRows(subject, now) else { continue }
        report.note(
          "\(subject): is on the erasure list beside the key, and is still stored; opening the store "
            + "to write, as with concord key rotate, destroys what is left")
      }
    }
  }
}
