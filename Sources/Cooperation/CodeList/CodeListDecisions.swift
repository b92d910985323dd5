internal import Deciding
internal import EventModel
internal import SwiftProtobuf

/// A command on one code list.
protocol CodeListCommand: DomainCommand {
  var codeList: String { get }
}

extension CodeListCommand {
  /// The bureau's act.
  static var duty: Duty { .bureau }
  /// A standard's text, or our own list: what holds here is our act.
  static var standings: StandingPolicy { .decidedOnly }

  /// The list's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!codeList.isEmpty, "codeList", "a stream name, as code.list-regions")
    return try Check.stream(codeList, "codeList", [CodeList.category])
  }
}

extension PBAddCodeListEntry: CodeListCommand {
  /// A list begins with its first entry.
  static let mayCreate = true

  /// One `code-list.entry-added`; a code means one thing at a time. Of an entry that is known without
  /// its end, one `code-list.entry-ended`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.key(details.code, "details.code")
    try checkForm(in: stream)
    try Check.present(
      details.hasNameZh || details.hasNameEn, "details.nameZh", "a name in Chinese or English")
    try Check.period(
      from: details.hasValidFrom ? details.validFrom : nil,
      to: details.hasValidTo ? details.validTo : nil, "details.validFrom", "details.validTo")
    try Check.that(
      details.parent != details.code, "details.parent", "no code stands above itself")
    let list = try context.state(CodeList.self, stream)
    let entry = CodeList.Entry(details)
    for known in list?.entries[details.code] ?? [] {
      if known == entry { return .alreadySo }
      if known.validTo == nil, let last = entry.validTo, known.isTheSame(as: entry) {
        return end(in: stream, on: last)
      }
      if known.overlaps(entry) {
        throw .wrongState(
          stream,
          "\(details.code) of \(stream) means something else at that time: correct or end that first"
        )
      }
    }
    return Decision(events: [DecidedEvent(details, to: stream)])
  }
}

extension PBAddCodeListEntry {
  /// That facts can have the code: an industry has its section's letter, and of a major no spreadsheet
  /// has dropped the leading zero. A list put in use without either would send every fact to review.
  private func checkForm(in stream: StreamName) throws(Rejection) {
    if stream == CodeListName.industries.stream {
      try Check.industry(details.code, "details.code")
    } else if stream == CodeListName.majors.stream {
      let code = details.code.utf8
      try Check.that(
        code.count % 2 == 0 || !code.allSatisfy(isDigit), "details.code",
        "details.code takes a category's 2 digits, a class's 4 or a major's 6, zeros in front too")
    }
  }

  private func end(in stream: StreamName, on last: CivilDate) -> Decision {
    let ended = PBCodeListEntryEnded.with {
      $0.code = details.code
      $0.validTo = last.description
      if details.hasSuccessor { $0.successor = details.successor }
    }
    return Decision(events: [DecidedEvent(ended, to: stream)])
  }
}

extension PBEndCodeListEntry: CodeListCommand {
  /// One `code-list.entry-ended`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.key(details.code, "details.code")
    let last = try Check.date(details.validTo, "details.validTo")
    let list = try context.target(CodeList.self, stream)
    guard let entry = list.entry(details.code, on: last) else {
      throw .wrongState(stream, "\(details.code) of \(stream) means nothing on \(last)")
    }
    if entry.validTo == last, !details.hasSuccessor || entry.successor == details.successor {
      return .alreadySo
    }
    return Decision(events: [DecidedEvent(details, to: stream)])
  }
}

extension PBPublishCodeListVersion: CodeListCommand {
  /// One `code-list.version-published`; a version's name is used once.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.text(details.version, "details.version")
    if details.hasFileSha256 { try Check.digest(details.fileSha256, "details.fileSha256") }
    let list = try context.target(CodeList.self, stream)
    if let known = list.versions.first(where: { $0.name == details.version }) {
      if known == list.versions.last, known.isComplete == details.complete { return .alreadySo }
      throw .wrongState(
        stream, "the version \(details.version) of \(stream) was published on \(known.published)")
    }
    return Decision(events: [DecidedEvent(details, to: stream)])
  }
}
