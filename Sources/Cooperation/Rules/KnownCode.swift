internal import Deciding
internal import EventModel

extension Rule {
  /// CODE: a code stands in its list.
  static let knownCode = Rule(
    number: "CODE",
    sentence:
      "A code stands in its list on the day of the fact, a programme's major on 1 September of its "
      + "first entry year; of a list that is not complete, its topmost code does; of a territory, "
      + "any code that begins with it.",
    source: "The code lists of the log, else those that Concord brings; the days in 2016 on which "
      + "Ningbo's districts changed were not read in the original", isVerified: false,
    whenDecided: .review, whenReported: .review)
}

extension DomainCommand {
  /// The lists that its codes are looked up in.
  var codeListReads: Readings {
    var readings: Readings = []
    for use in codes where use.code != nil { readings.insert(.stream(use.list.stream)) }
    return readings
  }

  /// Why its facts are held: the codes that stand in no list.
  ///
  /// - Precondition: ``codeListReads`` are loaded.
  func codeReviews(_ context: DecisionContext) throws(Rejection) -> [ReviewProposal] {
    let uses = codes.filter { $0.code != nil }
    if uses.isEmpty { return [] }
    var lists: [CodeListName: CodeList] = [:]
    for use in uses where lists[use.list] == nil {
      lists[use.list] = try context.state(CodeList.self, use.list.stream)
    }
    let known = CodeLists(lists)
    let occurred = context.occurred.lastDay(in: context.zone)
    return uses.compactMap { use in
      let day = use.day(occurred)
      guard let code = use.code, !known.isKnown(code, in: use.list, on: day) else { return nil }
      if let prefix = use.prefix, known.hasCode(beginningWith: prefix, in: use.list, on: day) {
        return nil
      }
      return ReviewProposal(
        .knownCode, "\(use.field): \(code) stands not in \(use.list.stream) on \(day)")
    }
  }
}
