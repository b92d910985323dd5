internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Which codes there are, what they mean, from when until when.
struct CodeLists: StateProjection {
  typealias Folded = CodeList

  let name = "CodeLists"
  let version = 1
  static let codeList = TableDeclaration(
    "code_list", "A list of codes as it stands now.",
    [
      .flag("is_in_use", title: "In use", "1 from its first version on."),
      .flag("is_complete", title: "Complete", "1 when a code that it lacks is none."),
      .text("edition", nullable: true, title: "Edition", "The name of its last version."),
      .integer("editions", title: "Editions", unit: "versions", "How many were published."),
      .integer("codes", title: "Codes", unit: "codes", "Different codes, ended ones too."),
      .day("published_on", title: "Published", "When the last version was published."),
      .evidence, .confirmed,
    ])
  static let code = TableDeclaration(
    "code", "What a code of a list means for a time.",
    key: [
      .text("code", title: "Code", "The code."),
      .integer("number", title: "Number", "Which of the code's times, from 0."),
    ],
    [
      .text("name_zh", nullable: true, title: "Chinese name", "Its name in Chinese."),
      .text("name_en", nullable: true, title: "English name", "Its name in English."),
      .text("parent", nullable: true, title: "Parent", "The code above it."),
      .date(
        "valid_from", nullable: true, title: "From", "Its first day; nothing for ever since."),
      .date(
        "valid_to", nullable: true, title: "Until", "Its last day; nothing while nobody ends it."),
      .text("successor", nullable: true, title: "Successor", "The code that takes its place."),
    ], indexes: [["code"]])
  let tables = [Self.codeList, Self.code]

  func addRows(of state: CodeList?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink) {
    guard let list = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let last = list.versions.last
    rows.add(
      [
        stream, SQLValue(list.isInUse), SQLValue(list.isComplete), SQLValue(last?.name),
        SQLValue(list.versions.count), SQLValue(list.entries.count), facts.day(last?.published),
        facts.evidence(PBCodeListVersionPublished.eventType, PBCodeListEntryAdded.eventType),
        facts.confirmed,
      ], to: Self.codeList)
    for (code, entries) in list.entries {
      for (number, entry) in entries.enumerated() {
        rows.add(
          [
            stream, .text(code), SQLValue(number), SQLValue(entry.nameZh), SQLValue(entry.nameEn),
            SQLValue(entry.parent), SQLValue(entry.validFrom), SQLValue(entry.validTo),
            SQLValue(entry.successor),
          ], to: Self.code)
      }
    }
  }

  static let view = ViewDeclaration(
    "CodeLists", title: "Code lists", of: CodeLists.codeList)

  /// The codes of recorded lists; those that Concord brings stand in no log.
  static let codes = ViewDeclaration(
    "Codes", title: "Codes",
    "What a code of a recorded list means for a time, on one day where one is given; codes that "
      + "Concord itself brings are not among them.",
    columns: CodeLists.code.columns, keyColumnCount: 3,
    content: .parameterised(
      """
      SELECT * FROM code WHERE :on IS NULL
        OR ((valid_from IS NULL OR valid_from <= :on) AND (valid_to IS NULL OR valid_to >= :on))
      """, [ArgumentDeclaration("on", .date, "Only what a code means on that day.")]))
}
