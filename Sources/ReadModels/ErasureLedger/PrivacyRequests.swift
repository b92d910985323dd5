internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// What persons ask about their data.
struct PrivacyRequests: StateProjection {
  typealias Folded = PrivacyRequest

  let name = "PrivacyRequests"
  let version = 3
  static let privacyRequest = TableDeclaration(
    "privacy_request", "A request as it stands now; subject ids only.",
    [
      .text("person", nullable: true, title: "Person", "The person's stream."),
      .text(
        "kind", nullable: true, title: "Kind", "ACCESS, DELETE, CORRECT and so on.",
        of: PBPrivacyRequestReceived.Kind.self),
      .text(
        "phase", title: "Phase", "received, proved, decided, executed or explained.",
        of: PrivacyRequest.Phase.self),
      .flag("is_open", title: "Open", "1 until it is executed or its refusal explained."),
      .text(
        "verdict", nullable: true, title: "Verdict", "GRANT, GRANT_PARTLY or REFUSE.",
        of: PBPrivacyRequestDecided.Verdict.self),
      .text(
        "reason", nullable: true, title: "Reason", "LEGAL_HOLD, OTHERS_RIGHTS and so on.",
        of: PBPrivacyRequestDecided.Reason.self),
      .day("received_on", title: "Received", "When it came."),
      .day("ended_on", title: "Ended", "When it was executed or its refusal explained."),
      .evidence, .confirmed,
    ], indexes: [["person"]])
  let tables = [Self.privacyRequest]

  func addRows(
    of state: PrivacyRequest?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink
  ) {
    guard let request = state else { return }
    rows.add(
      [
        .text(facts.stream.text), SQLValue(request.person), SQLValue(request.kind.word),
        .text(request.phase.rawValue), SQLValue(request.isOpen), SQLValue(request.verdict?.word),
        SQLValue(request.reason?.word), facts.day(request.received), facts.day(request.ended),
        facts.evidence(PBPrivacyRequestReceived.eventType), facts.confirmed,
      ], to: Self.privacyRequest)
  }

  static let view = ViewDeclaration(
    "PrivacyRequests", title: "Privacy requests", of: PrivacyRequests.privacyRequest,
    readers: .ofSinglePersons(figuresIn: "the measure privacy.requests"))

  /// Erasures beside the requests they answer.
  static let erasures = ViewDeclaration(
    "ErasureLedger", title: "Erasures",
    "That a person's parts and key were destroyed, and the request that asked for it. Read models "
      + "hold subject ids only, so none has anything to purge.",
    columns: Persons.personErasure.columns + [
      .text("request", nullable: true, title: "Request", "The last request to delete."),
      .day("requested_on", title: "Requested", "When the person asked."),
      .integer(
        "days", nullable: true, title: "Days", unit: "days", "From the request to the erasure."),
    ], keyColumnCount: 2,
    content: .query(
      """
      SELECT e.*, q.stream AS request, q.received_on AS requested_on,
        CAST(julianday(e.erased_on) - julianday(q.received_on) AS INTEGER) AS days
      FROM person_erasure e LEFT JOIN privacy_request q ON q.stream = (
        SELECT p.stream FROM privacy_request p WHERE p.person = e.stream AND p.kind = 'DELETE'
          AND p.received_on <= e.erased_on ORDER BY p.received_on DESC, p.stream LIMIT 1)
      """), readers: .ofSinglePersons(figuresIn: "the measure privacy.requests"))

  /// Requests counted.
  static let measure = MeasureDeclaration(
    "privacy.requests", title: "Privacy requests by kind",
    "Requests of persons about their data by what they ask for: received, open, granted at least in "
      + "part, refused.",
    arguments: [
      ArgumentDeclaration.since("Those received before are not counted."),
      ArgumentDeclaration("until", .date, "Those received later are not counted."),
    ],
    columns: [
      .text("kind", title: "Kind", "ACCESS, DELETE and so on; UNKNOWN when nobody says."),
      count("received", "Received", "How many came."),
      count("open", "Open", "Of these, those not executed or explained as is known now."),
      count("granted", "Granted", "Of these, those granted, wholly or in part."),
      count("refused", "Refused", "Of these, those refused."), .hidden,
    ],
    sql: """
      WITH cell AS (
        SELECT coalesce(kind, 'UNKNOWN') AS kind, count(*) AS received, sum(is_open) AS open,
          count(DISTINCT coalesce(person, stream)) AS people,
          count(*) FILTER (WHERE verdict IN ('GRANT', 'GRANT_PARTLY')) AS granted,
          count(*) FILTER (WHERE verdict = 'REFUSE') AS refused
        FROM privacy_request WHERE (:since IS NULL OR received_on >= :since)
          AND (:until IS NULL OR received_on <= :until) GROUP BY 1),
      shown AS (\(SmallCells.hiding(
        "cell", figures: ["people", "open", "granted", "refused"],
        size: "people", within: [], order: ["kind"])))
      SELECT kind, \(SmallCells.rounded("received", "open", "granted", "refused")),
        hides AS is_hidden
      FROM shown ORDER BY 1
      """)

  private static func count(
    _ name: String, _ title: String, _ definition: String
  ) -> ColumnDeclaration {
    .integer(name, nullable: true, title: title, unit: "requests", definition)
  }
}
