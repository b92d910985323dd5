internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Published figures as they were said; the ledger compares them when it is asked.
struct Claims: StateProjection {
  typealias Folded = Claim
  /// Whether it was published, or corrected, by who sees single persons.
  typealias Memory = Bool

  let name = "Claims"
  let version = 4
  let initialMemory = false
  static let claim = TableDeclaration(
    "claim", "A published figure as it was said.",
    [
      .text("text", title: "Text", "What was said."),
      .text("figure", nullable: true, title: "Figure", "The figure, as an exact decimal."),
      .integer(
        "claimed", nullable: true, title: "Claimed", "The figure, when it is a whole number."),
      .text("unit", nullable: true, title: "Unit", "Of what."),
      .text(
        "bound", nullable: true, title: "Bound",
        "EXACT, MORE_THAN, NEARLY, ORDER_OF_MAGNITUDE or UNKNOWN.",
        of: PBClaimPublished.Bound.self),
      .text(
        "nature", nullable: true, title: "Nature", "ACTUAL, PLANNED or TARGET.",
        of: PBClaimPublished.Nature.self),
      .text("measure", nullable: true, title: "Measure", "What it is compared with."),
      .text("arguments", nullable: true, title: "Arguments", "The measure's arguments."),
      .text("subject", nullable: true, title: "Subject", "The stream it speaks of."),
      .day("spoken_of", title: "Speaks of", "The day the figure speaks of."),
      .date("published_on", nullable: true, title: "Published", "When it was published."),
      .text("document", nullable: true, title: "Document", "Where it was published."),
      .text("url", nullable: true, title: "Address", "Where it can be read."),
      .text(
        "explanation", nullable: true, title: "Explanation", "Why it differs, as a human says."),
      .flag("is_retracted", title: "Retracted", "1 when it was taken back."),
      .flag(
        "is_machine_translated", title: "Machine-translated",
        "1 when the figure was read out of a machine's translation, which may have mangled it."),
      .evidence, .confirmed, .countsExactly,
    ], indexes: [["measure"]])
  static let claimArgument = TableDeclaration(
    "claim_argument", "An argument of the measure that a claim is compared with.",
    key: [.text("name", title: "Name", "The argument's name.")],
    [.text("value", title: "Value", "Its value.")])
  let tables = [Self.claim, Self.claimArgument]

  func remember(_ payload: Claim.Event, _ event: EffectiveEvent, in countsExactly: inout Bool) {
    if case .published = payload { countsExactly = event.recorderSeesSinglePersons }
  }

  func addRows(
    of state: Claim?, _ facts: StreamFacts, _ countsExactly: Bool, to rows: inout RowSink
  ) {
    guard let claim = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let details = claim.details
    let arguments = details.measure.arguments
    let texts = arguments.map { $0.name + "=" + $0.value }
    rows.add(
      [
        stream, .text(details.text), SQLValue(claim.figure?.description),
        SQLValue(claim.figure?.whole), SQLValue(field: details.unit), SQLValue(details.bound.word),
        SQLValue(details.nature.word), SQLValue(field: details.measure.name),
        texts.isEmpty ? .null : .text(texts.joined(separator: " ")),
        SQLValue(field: details.subject), facts.day(claim.spokenOf),
        SQLValue(claim.source.publishedOn), SQLValue(claim.source.document),
        SQLValue(field: details.url), SQLValue(claim.explanations.last),
        SQLValue(claim.isRetracted), SQLValue(claim.isMachineTranslated),
        SQLValue(claim.source.evidence?.word), facts.confirmed,
        SQLValue(countsExactly),
      ], to: Self.claim)
    for argument in arguments {
      rows.add([stream, .text(argument.name), .text(argument.value)], to: Self.claimArgument)
    }
  }
}
