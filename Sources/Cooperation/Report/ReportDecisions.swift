internal import Deciding
internal import EventModel

/// A command on one report.
protocol ReportCommand: DomainCommand {
  var report: String { get }
}

extension ReportCommand {
  /// An organisation's own affair, unless a command says otherwise.
  static var duty: Duty { .ownAffairs }
  /// Our own act.
  static var standings: StandingPolicy { .decidedOnly }
  /// A report is published, or frozen, or both, in either order.
  static var mayCreate: Bool { true }

  /// The report's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!report.isEmpty, "report", "a stream name, as report-…")
    return try Check.stream(report, "report", [Report.category])
  }

  /// The code lists, one of which may have been counted by.
  func reads(_ context: DecisionContext) throws(Rejection) -> Readings {
    Readings(CodeListName.allCases.map { .stream($0.stream) })
  }
}

extension PBPublishReport: ReportCommand {
  /// Who publishes it.
  var references: [Reference] {
    [.optional("publisher", "details.publisher", details.publisher, Organisation.category)]
  }

  /// One `report.published`; of frozen statistics only what was frozen.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.text(details.title, "details.title")
    let report = try context.state(Report.self, stream)
    try details.basis.check(
      "details.basis", context, isFrozen: report?.frozen?.basis == details.basis)
    try Check.present(!details.figures.isEmpty, "details.figures", "one figure at least")
    try details.figures.check("details.figures")
    if let frozen = report?.frozen, frozen.basis != details.basis {
      throw .wrongState(
        stream, "\(stream) is frozen on another basis: what is shown later is another report")
    }
    if let frozen = report?.frozen, !frozen.figures.isEmpty, frozen.figures != details.figures {
      throw .wrongState(stream, "\(stream) is frozen with other figures than these")
    }
    if let published = report?.published {
      if published == details { return .alreadySo }
      throw .wrongState(
        stream, "\(stream) is published: correct that, or publish another report")
    }
    return Decision(events: [DecidedEvent(details, to: stream)])
  }
}

extension PBFreezeStatistics: ReportCommand {
  /// The bureau's act.
  static let duty = Duty.bureau

  /// One `report.statistics-frozen`, once and for ever.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.present(details.hasCutOff, "details.cutOff", "the day up to which facts are counted")
    let cutOff = try Check.date(details.cutOff, "details.cutOff")
    let report = try context.state(Report.self, stream)
    try details.basis.check(
      "details.basis", context, isFrozen: report?.frozen?.basis == details.basis)
    if details.basis.origin == .typed {
      try Check.present(!details.figures.isEmpty, "details.figures", "the figures of the source")
    }
    try details.figures.check("details.figures")
    if let frozen = report?.frozen {
      if frozen == details { return .alreadySo }
      throw .wrongState(
        stream,
        "\(stream) was frozen at tree size \(frozen.basis.treeSize): what changed since goes to the "
          + "next cut-off")
    }
    try checkHasBegun(cutOff, context)
    if let published = report?.published, !details.figures.isEmpty,
      published.figures != details.figures
    {
      throw .wrongState(stream, "\(stream) was published with other figures than these")
    }
    if let published = report?.published, published.basis != details.basis {
      throw .wrongState(
        stream, "\(stream) was published on another basis than the one to be frozen")
    }
    return Decision(events: [DecidedEvent(details, to: stream)])
  }

  /// Figures of a day to come would be fixed for ever before there is anything to count.
  private func checkHasBegun(
    _ cutOff: CivilDate, _ context: DecisionContext
  ) throws(Rejection) {
    let start = context.zone.startOfDay(cutOff)
    guard start <= context.now.microseconds + Limits.futureToleranceMicroseconds else {
      throw Rejection(
        .inTheFuture,
        "the cut-off \(cutOff) lies in the future: it is \(context.now) now, and what is frozen "
          + "never changes; freeze it up to a day that has come",
        field: "details.cutOff")
    }
  }
}

extension PBReportBasis {
  /// - Parameter isFrozen: whether the very same basis is frozen already: it can't be told better now.
  fileprivate func check(
    _ field: String, _ context: DecisionContext, isFrozen: Bool
  ) throws(Rejection) {
    if origin == .typed {
      try Check.present(
        context.source.document != nil, "source.document", "where the figures were published")
      try Check.that(
        !hasTreeSize && !hasResultSha256 && !hasCodeVersion, field + ".treeSize",
        "figures that were typed in were counted over no log: leave out treeSize, resultSha256 and "
          + "codeVersion")
    } else {
      try checkCounting(field)
      if origin == .computed, !isFrozen { try checkCodeLists(field, context) }
    }
    if hasOccurredUntil {
      guard (try? Moment(validating: occurredUntil)) != nil else {
        throw .malformed(field + ".occurredUntil", "a moment, as 2022-06-30")
      }
    }
    for (index, list) in codeLists.enumerated() {
      try Check.key(list.list, "\(field).codeLists[\(index)].list")
      try Check.text(list.version, "\(field).codeLists[\(index)].version")
    }
  }

  /// What it takes to count again.
  private func checkCounting(_ field: String) throws(Rejection) {
    try Check.text(query.name, field + ".query.name")
    try Check.present(hasTreeSize, field + ".treeSize", "how many events were counted over")
    try Check.that(treeSize > 0, field + ".treeSize", "a log holds one event at least")
    try Check.that(
      Int64(exactly: treeSize) != nil, field + ".treeSize", "no log holds so many events")
    try Check.present(
      hasResultSha256, field + ".resultSha256", "the digest of the answer, 64 hex digits")
    try Check.digest(resultSha256, field + ".resultSha256")
    try Check.present(
      hasRulesetVersion, field + ".rulesetVersion", "the version of the rules that judged")
    try Check.count(rulesetVersion, field + ".rulesetVersion")
    if origin == .computed {
      try Check.present(
        hasCodeVersion, field + ".codeVersion", "the version of the program that counted")
    }
    if hasCodeVersion { try Check.text(codeVersion, field + ".codeVersion") }
  }
}

extension PBReportBasis {
  /// Every list that the log held by then is named with its version: an answer may turn on it.
  fileprivate func checkCodeLists(
    _ field: String, _ context: DecisionContext
  ) throws(Rejection) {
    for list in CodeListName.allCases {
      let wasInUse = context.history(of: list.stream).effective.contains {
        $0.type == PBCodeListVersionPublished.eventType && $0.position.number < treeSize
      }
      guard wasInUse else { continue }
      try Check.present(
        codeLists.contains { $0.list == list.rawValue }, field + ".codeLists",
        "the version of the code list \(list.rawValue), which was in use")
    }
  }
}

extension [PBReportFigure] {
  fileprivate func check(_ field: String) throws(Rejection) {
    for (index, figure) in enumerated() { try figure.check("\(field)[\(index)]") }
  }
}

extension PBReportFigure {
  fileprivate func check(_ field: String) throws(Rejection) {
    try Check.text(label, field + ".label")
    try Check.that(
      DecimalFigure(validating: figure) != nil, field + ".figure",
      "a figure is an exact decimal without thousands' marks, as 143 or 153.5")
    if hasContestedCount { try Check.count(contestedCount, field + ".contestedCount") }
    try Check.that(
      !hasNumerator || !hasDenominator || numerator <= denominator, field + ".numerator",
      "of \(denominator) no more than \(denominator) can be counted, not \(numerator)")
  }
}
