internal import Deciding
public import EventModel

/// A command on one import.
protocol ImportCommand: DomainCommand {
  var `import`: String { get }
}

extension ImportCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// Our own act.
  static var standings: StandingPolicy { .decidedOnly }

  /// The import's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!`import`.isEmpty, "import", "a stream name, as import-…")
    return try Check.stream(`import`, "import", [Import.category])
  }
}

extension Import {
  /// The most refused rows of one run; more would not fit into a record.
  static let rejectedRowLimit = 500

  /// The stream of a file: the same file gives the same import.
  ///
  /// - Parameters:
  ///   - kind: as "organisations".
  ///   - sha256: 64 hex digits.
  public static func stream(kind: String, sha256: String) throws(EventModelError) -> StreamName {
    try StreamName(validating: "\(category)-\(kind)-\(sha256)")
  }
}

extension PBReceiveImport: ImportCommand {
  /// A file that came before is the same import.
  static let mayCreate = true
  /// For whom it is recorded.
  var references: [Reference] {
    [.optional("recorder", "details.organisation", details.organisation, Organisation.category)]
  }

  /// One `import.received`; nothing for a file that came before.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.key(details.kind, "details.kind")
    try Check.digest(details.fileSha256, "details.fileSha256")
    if details.hasMappingSha256 { try Check.digest(details.mappingSha256, "details.mappingSha256") }
    try Check.that(
      details.hasRowCount && details.rowCount >= 0, "details.rowCount",
      "details.rowCount takes how many rows the file has, from 0")
    let expected = try? Import.stream(kind: details.kind, sha256: details.fileSha256)
    try Check.that(
      stream == expected, "import",
      "an import is named after kind and file: \(expected?.text ?? "import-KIND-SHA256")")
    if try context.state(Import.self, stream) != nil { return .alreadySo }
    return Decision(events: [DecidedEvent(details, to: stream)])
  }
}

extension PBRecordImportRows: ImportCommand {
  /// One `import.rows-processed`; runs follow each other without a gap.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(Import.self, stream)
    try details.check()
    let event = DecidedEvent(details, to: stream)
    let isRecorded = context.history(of: stream).effective.contains {
      $0.type == event.type && $0.payload == event.payload
    }
    if isRecorded { return .alreadySo }
    try Check.that(
      Int(details.firstRow) == known.nextRow, "details.firstRow",
      "\(stream) goes on with row \(known.nextRow)")
    try Check.that(
      Int(details.firstRow) + Int(details.rowCount) - 1 <= Int(known.details.rowCount),
      "details.rowCount", "\(stream) has \(known.details.rowCount) rows")
    return try context.recordEachTime(Import.Step.process, event)
  }
}

extension PBImportRowsProcessed {
  fileprivate func check() throws(Rejection) {
    try Check.that(hasFirstRow && firstRow >= 1, "details.firstRow", "a row's number from 1")
    try Check.that(hasRowCount && rowCount >= 1, "details.rowCount", "how many rows, from 1")
    try Check.count(recordedCount, "details.recordedCount")
    try Check.count(alreadySoCount, "details.alreadySoCount")
    try Check.that(
      rejected.count <= Import.rejectedRowLimit, "details.rejected",
      "at most \(Import.rejectedRowLimit) refused rows in one run: make the run shorter")
    try Check.that(
      Int(recordedCount) + Int(alreadySoCount) + rejected.count == Int(rowCount),
      "details.rowCount", "each row was recorded, already so, or refused")
    let rows = Int(firstRow)..<(Int(firstRow) + Int(rowCount))
    for (index, row) in rejected.enumerated() {
      try Check.that(
        rows.contains(Int(row.row)), "details.rejected[\(index)].row",
        "details.rejected[\(index)].row takes a row of this run, \(rows.lowerBound) to \(rows.upperBound - 1)"
      )
      try Check.present(
        row.hasReason, "details.rejected[\(index)].reason", "a reason, as BAD_FORMAT")
    }
    try Check.that(
      Set(rejected.map(\.row)).count == rejected.count, "details.rejected",
      "a row is refused once")
  }
}

extension PBCompleteImport: ImportCommand {
  /// One `import.completed`, with the sums of all runs.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    let known = try context.target(Import.self, stream)
    let event = DecidedEvent(details, to: stream)
    if known.phase == .completed || context.isRecorded(event) { return .alreadySo }
    guard known.nextRow > Int(known.details.rowCount) else {
      throw .wrongState(
        stream, "\(stream) has \(known.details.rowCount) rows and is at row \(known.nextRow)")
    }
    try Check.that(
      Int(details.recordedCount) == known.recordedCount
        && Int(details.alreadySoCount) == known.alreadySoCount
        && Int(details.rejectedCount) == known.rejectedCount, "details.recordedCount",
      "the runs come to \(known.recordedCount) recorded, \(known.alreadySoCount) already so, "
        + "\(known.rejectedCount) rejected")
    return try context.recordOnce(Import.Step.complete, event)
  }
}

extension PBReverseImport: ImportCommand {
  /// One `import.reversed`; the events themselves are voided one by one.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.text(details.reason, "details.reason")
    try Check.that(
      details.hasVoidedCount && details.voidedCount >= 0, "details.voidedCount",
      "details.voidedCount takes how many events were voided, from 0")
    return try context.recordOnce(Import.Step.reverse, DecidedEvent(details, to: try target()))
  }
}
