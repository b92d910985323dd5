internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// What is known of persons without knowing who they are: mergers of records and erasures.
struct Persons: StateProjection {
  typealias Folded = Person

  /// What was erased, and on what ground.
  struct Erasure: Sendable {
    let occurred: Moment
    let fact: PBPersonalDataErased
    let evidence: Source.Evidence?
  }

  typealias Memory = [Erasure]

  let name = "Persons"
  let version = 1
  let initialMemory: [Erasure] = []
  static let personAlias = TableDeclaration(
    "person_alias", "That two records are of one person: a merger as it stands now.",
    [
      .text("into", title: "Into", "The surviving record's stream."),
      .day(
        "from_day", title: "From", "Always nothing: two records of one person were always so."),
      .text("reason", title: "Reason", "DUPLICATE."),
      .day("merged_on", title: "Merged", "When the merger was declared."),
      .evidence, .confirmed,
    ])
  static let personErasure = TableDeclaration(
    "person_erasure", "That a person's parts and key were destroyed.",
    key: [.integer("number", title: "Number", "Which erasure of the person, from 0.")],
    [
      .day("erased_on", title: "Erased", "When it was done."),
      .text(
        "ground", nullable: true, title: "Ground", "SUBJECT_REQUEST, RETENTION_ENDED …",
        of: PBPersonalDataErased.Ground.self),
      .text("document", nullable: true, title: "Document", "What it rests on."),
      .integer("holds", title: "Legal holds", "How many legal holds stand on the person."),
      .evidence, .confirmed,
    ])
  let tables = [Self.personAlias, Self.personErasure]

  func remember(_ payload: Person.Event, _ event: EffectiveEvent, in memory: inout [Erasure]) {
    if case .personalDataErased(let fact) = payload {
      memory.append(
        Erasure(occurred: event.occurred, fact: fact, evidence: event.source.evidence))
    }
  }

  func addRows(
    of state: Person?, _ facts: StreamFacts, _ memory: [Erasure], to rows: inout RowSink
  ) {
    guard let person = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    if let into = person.mergedInto {
      let merged = PBPersonMerged.eventType
      rows.add(
        [
          stream, .text(into.text), .null, "DUPLICATE", facts.day(of: merged),
          facts.evidence(merged), facts.confirmed,
        ], to: Self.personAlias)
    }
    for (number, erasure) in memory.enumerated() {
      rows.add(
        [
          stream, SQLValue(number), facts.day(erasure.occurred), SQLValue(erasure.fact.ground.word),
          SQLValue(field: erasure.fact.document), SQLValue(person.holds.count),
          SQLValue(erasure.evidence?.word), facts.confirmed,
        ], to: Self.personErasure)
    }
  }
}
