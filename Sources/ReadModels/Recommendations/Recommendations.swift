internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// What was recommended to whom, why, and what came of it.
struct Recommendations: StateProjection {
  typealias Folded = Recommendation

  let name = "Recommendations"
  let version = 4
  static let recommendation = TableDeclaration(
    "recommendation", "A recommendation as it stands now; subject ids only.",
    [
      .text("recipient", nullable: true, title: "To", "A person's or an organisation's stream."),
      .text(
        "recommended", nullable: true, title: "Recommended",
        "The stream of a vacancy, a need or an organisation."),
      .text(
        "algorithm", nullable: true, title: "Algorithm",
        "What ranked it; nothing where a human did."),
      .text("algorithm_version", nullable: true, title: "Version", "The algorithm's."),
      .text(
        "weights_sha256", nullable: true, title: "Weights", "SHA-256 of the weights it used."),
      .integer("rank", nullable: true, title: "Rank", "1 is first."),
      .integer("score", nullable: true, title: "Score", unit: "points", "The reasons' sum."),
      .text(
        "reasons", nullable: true, title: "Reasons",
        "Each criterion with its points, as major-same=40."),
      .text(
        "phase", title: "Phase", "given, accepted, declined or nothingFound.",
        of: Recommendation.Phase.self),
      .text(
        "led_to", nullable: true, title: "Led to",
        "The application, agreement or intention that came of it."),
      .text(
        "decline_reason", nullable: true, title: "Why not", "TOO_FAR, PAY_GAP and so on.",
        of: PBNeedMatchFailed.Reason.self),
      .text(
        "assistance_case", nullable: true, title: "Case", "The assistance case that it helps."),
      .text(
        "failure", nullable: true, title: "Why nothing",
        "Where nothing fitted: NO_SUITABLE, TOO_FAR and so on.", of: PBNeedMatchFailed.Reason.self
      ),
      .day("given_on", title: "Given", "When it was given, or nothing was found."),
      .day("ended_on", title: "Ended", "When it was accepted or declined."),
      .evidence, .confirmed,
    ], indexes: [["recipient"], ["recommended"]])
  let tables = [Self.recommendation]

  func addRows(
    of state: Recommendation?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink
  ) {
    guard let recommendation = state else { return }
    let details = recommendation.details
    let nothing = recommendation.nothingFound
    let given =
      nothing == nil
      ? PBRecommendationGiven.eventType : PBRecommendationNothingFound.eventType
    let end = facts.last(
      PBRecommendationAccepted.eventType, PBRecommendationDeclined.eventType)
    rows.add(
      [
        .text(facts.stream.text), SQLValue(field: details.to), SQLValue(field: details.recommended),
        SQLValue(field: details.algorithm), SQLValue(field: details.algorithmVersion),
        SQLValue(field: nothing?.weightsSha256 ?? details.weightsSha256),
        details.hasRank ? SQLValue(details.rank) : .null,
        details.hasScore ? SQLValue(details.score) : .null,
        details.reasons.map { "\($0.criterion)=\($0.points)" }.words,
        .text(recommendation.phase.rawValue), SQLValue(recommendation.ledTo),
        SQLValue(recommendation.declineReason?.word), SQLValue(field: details.assistanceCase),
        SQLValue(nothing?.reason.word), facts.day(of: given), facts.day(end?.occurred),
        facts.evidence(given), facts.confirmed,
      ], to: Self.recommendation)
  }

  static let view = ViewDeclaration(
    "Recommendations", title: "Recommendations", of: Recommendations.recommendation,
    readers: .ofSinglePersons(figuresIn: "the measure recommendations.by-algorithm"))

  /// What became of recommendations, by what ranked them.
  static let byAlgorithm = MeasureDeclaration(
    "recommendations.by-algorithm", title: "Recommendations by algorithm",
    "Recommendations by what ranked them: how many were given, accepted, declined, and why not.",
    arguments: [
      ArgumentDeclaration.since("Those given before are not counted."),
      ArgumentDeclaration("until", .date, "Those given later are not counted."),
    ],
    columns: [
      .text("algorithm", title: "Algorithm", "Its name; HUMAN where a human did it."),
      .text("version", title: "Version", "Its version; UNKNOWN when nobody says."),
      count("given", "Given", "How many were given."),
      count("accepted", "Accepted", "Of these, those that were followed."),
      count("declined", "Declined", "Of these, those that were not wanted."),
      count("nothing_found", "Nothing found", "Searches that fitted nothing."),
      .hidden,
    ],
    sql: """
      WITH cell AS (
        SELECT coalesce(algorithm, 'HUMAN') AS algorithm,
          coalesce(algorithm_version, 'UNKNOWN') AS version,
          count(*) FILTER (WHERE phase <> 'nothingFound') AS given,
          count(*) FILTER (WHERE phase = 'nothingFound') AS nothing_found,
          count(DISTINCT recipient) FILTER (WHERE phase = 'nothingFound') AS unserved_people,
          count(DISTINCT recipient) AS people,
          count(DISTINCT recipient) FILTER (WHERE phase = 'accepted') AS accepted_people,
          count(DISTINCT recipient) FILTER (WHERE phase = 'declined') AS declined_people,
          count(*) FILTER (WHERE phase = 'accepted') AS accepted,
          count(*) FILTER (WHERE phase = 'declined') AS declined
        FROM recommendation WHERE (:since IS NULL OR given_on >= :since)
          AND (:until IS NULL OR given_on <= :until) GROUP BY 1, 2),
      shown AS (\(SmallCells.hiding(
        "cell",
        figures: [
          "people", "unserved_people", "accepted_people", "declined_people", "given - accepted", "given - declined",
        ],
        size: "people", within: [], order: ["algorithm", "version"])))
      SELECT algorithm, version, \(SmallCells.rounded("given", "accepted", "declined", "nothing_found")),
        hides AS is_hidden
      FROM shown ORDER BY 1, 2
      """)

  private static func count(
    _ name: String, _ title: String, _ definition: String
  ) -> ColumnDeclaration {
    .integer(name, nullable: true, title: title, unit: "recommendations", definition)
  }
}
