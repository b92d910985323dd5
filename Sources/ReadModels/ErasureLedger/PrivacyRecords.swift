internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// What the law on personal data wants on record.
struct PrivacyRecords: StateProjection {
  typealias Folded = PrivacyRecord

  let name = "PrivacyRecords"
  let version = 1
  static let privacyRecord = TableDeclaration(
    "privacy_record",
    "A disclosure, an impact assessment or a breach; whose data it was is told by number only.",
    [
      .text(
        "what", title: "What", "disclosure, assessment or breach.",
        values: ["disclosure", "assessment", "breach"]),
      .day("occurred_on", title: "Day", "When."),
      .text("purpose", nullable: true, title: "Purpose", "What for."),
      .text("kinds", nullable: true, title: "Kinds of data", "CONTACT, HEALTH and so on."),
      .flag(
        "is_sensitive", title: "Sensitive", "1 when any of the kinds is sensitive by law."),
      .organisation("recipient", title: "Recipient", "To whom data went."),
      .text(
        "ground", nullable: true, title: "Ground", "CONSENT, STATUTORY_DUTY and so on.",
        of: PBLegalBasisRecorded.Ground.self),
      .integer(
        "persons", nullable: true, title: "Persons", unit: "people",
        "Whose data it was: named, or as was told."),
      .text("assessment", nullable: true, title: "Assessment", "The impact assessment's stream."),
      .text(
        "risk", nullable: true, title: "Risk", "LOW, MEDIUM or HIGH, as assessed.",
        of: PBImpactAssessed.Risk.self),
      .flag(
        "is_lawful", nullable: true, title: "Lawful and necessary", "1 when found to be so."),
      .date("kept_until", nullable: true, title: "Kept until", "The last day it is kept."),
      .organisation("discovered_by", title: "Discovered by", "Who saw the breach."),
      .text("authority", nullable: true, title: "Reported to", "The authority that was told."),
      .flag("are_told", nullable: true, title: "Persons told", "1 when they were told."),
      .text(
        "document", nullable: true, title: "Document",
        "What it rests on; of a breach, what was done."),
      .evidence, .confirmed,
    ], indexes: [["recipient"]])
  let tables = [Self.privacyRecord]

  func addRows(
    of state: PrivacyRecord?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink
  ) {
    guard let record = state else { return }
    let line: Line =
      switch record.content {
      case .disclosure(let fact): Line(fact)
      case .assessment(let fact): Line(fact)
      case .breach(let fact): Line(fact)
      }
    rows.add(
      [
        .text(facts.stream.text), .text(line.what), facts.day(record.occurred),
        SQLValue(field: line.purpose), line.kinds.compactMap(\.word).sorted().words,
        SQLValue(line.kinds.contains(where: \.isSensitive)), SQLValue(field: line.recipient),
        SQLValue(line.ground), SQLValue(line.persons), SQLValue(field: line.assessment),
        SQLValue(line.risk), SQLValue(line.isLawful), SQLValue(field: line.keptUntil),
        SQLValue(field: line.discoveredBy), SQLValue(field: line.authority), SQLValue(line.areTold),
        SQLValue(field: line.document),
        facts.evidence(
          PBDataDisclosed.eventType, PBImpactAssessed.eventType, PBBreachReported.eventType),
        facts.confirmed,
      ], to: Self.privacyRecord)
  }

  /// What the three kinds of record have to say, in one shape.
  private struct Line {
    let what: String
    var purpose = ""
    var kinds: [PBDataKind] = []
    var recipient = ""
    var ground: String?
    var persons: Int32?
    var assessment = ""
    var risk: String?
    var isLawful: Bool?
    var keptUntil = ""
    var discoveredBy = ""
    var authority = ""
    var areTold: Bool?
    var document = ""

    init(_ fact: PBDataDisclosed) {
      what = "disclosure"
      purpose = fact.purpose
      kinds = fact.kinds
      recipient = fact.recipient
      ground = fact.hasGround ? fact.ground.word : nil
      let named = fact.persons.isEmpty ? nil : Int32(clamping: fact.persons.count)
      persons = fact.hasPersonCount ? fact.personCount : named
      assessment = fact.assessment
      document = fact.document
    }

    init(_ fact: PBImpactAssessed) {
      what = "assessment"
      purpose = fact.purpose
      kinds = fact.kinds
      risk = fact.hasRisk ? fact.risk.word : nil
      isLawful = fact.hasLawfulAndNecessary ? fact.lawfulAndNecessary : nil
      keptUntil = fact.keptUntil
      document = fact.document
    }

    init(_ fact: PBBreachReported) {
      what = "breach"
      kinds = fact.kinds
      persons = fact.hasPersonCount ? fact.personCount : nil
      discoveredBy = fact.discoveredBy
      authority = fact.authority
      areTold = fact.hasPersonsTold ? fact.personsTold : nil
      document = fact.measures
    }
  }

  static let view = ViewDeclaration(
    "PrivacyRecords", title: "Disclosures, assessments and breaches",
    PrivacyRecords.privacyRecord.definition, columns: PrivacyRecords.privacyRecord.columns,
    keyColumnCount: 1,
    content: .parameterised(
      """
      SELECT stream, what, occurred_on, purpose, kinds, is_sensitive, recipient, ground,
        CASE WHEN NOT (:hides_small_cells AND persons BETWEEN 1 AND 4) THEN persons END AS persons,
        assessment, risk, is_lawful, kept_until, discovered_by, authority, are_told, document,
        evidence, is_confirmed
      FROM privacy_record
      """, []))
}
