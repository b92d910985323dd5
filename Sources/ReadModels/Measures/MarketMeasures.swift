internal import Cooperation
internal import Projections

extension CountingMeasure {
  /// What is counted of vacancies, needs and grants.
  static let ofMarkets: [CountingMeasure] = [vacancies, posts, applications, needs, paid]

  private static let vacancyArguments = [
    ArgumentDeclaration.region("region", "The beginning of the code of where the work is."),
    ArgumentDeclaration("major", .text, "The catalogue's 6 digits; those open to any count too."),
    ArgumentDeclaration.stream("employer", of: .organisation, "The employer's stream."),
    ArgumentDeclaration.since("Vacancies published before are not counted."),
  ]

  private static func vacancies(
    _ name: String, _ title: String, _ definition: String, unit: String, amount: String
  ) -> CountingMeasure {
    CountingMeasure(
      name: name, title: title, definition: definition, unit: unit, arguments: vacancyArguments,
      facts: Aliases.ofBoth(
        """
        SELECT arg.claim, \(weakest("v")) AS evidence, \(amount) AS amount
        FROM arg JOIN vacancy v \(Aliases.joining("v.employer", to: "employer"))
        \(Earlier.joining("vacancy", as: "v", on: "arg.until"))
        WHERE v.published_on <= arg.until
          AND (arg.region IS NULL
            OR substr(\(Earlier.told("region", of: "v")), 1, length(arg.region)) = arg.region)
          AND \(Aliases.isOne("v.employer", "employer"))
          AND (arg.since IS NULL OR v.published_on >= arg.since)
          AND (arg.major IS NULL OR \(Earlier.told("majors", of: "v")) IS NULL
            OR instr(' ' || \(Earlier.told("majors", of: "v")) || ' ', ' ' || arg.major || ' '))
        """))
  }

  private static let vacancies = vacancies(
    "vacancies.published", "Published vacancies",
    "Vacancies that had been published by a day, with the terms that they had then.",
    unit: "vacancies", amount: "1")
  private static let posts = vacancies(
    "vacancies.posts", "Published posts",
    "The headcounts that vacancies published by a day had then, where they are known.",
    unit: "posts", amount: "coalesce(\(Earlier.told("headcount", of: "v")), 0)")

  private static let applications = CountingMeasure(
    name: "applications.submitted", title: "Applications",
    definition: "Applications handed in by a day, withdrawn and rejected ones too.",
    unit: "applications", countsPeople: true,
    arguments: [
      .stream("vacancy", of: .vacancy, "The vacancy's stream."),
      .stream("activity", of: .activity, "The activity at which it was handed in."),
    ],
    facts: """
      SELECT arg.claim, \(weakest("a")) AS evidence, 1 AS amount FROM arg JOIN application a
      WHERE a.submitted_on <= arg.until AND (arg.vacancy IS NULL OR a.vacancy = arg.vacancy)
        AND (arg.activity IS NULL OR a.activity = arg.activity)
      """)

  private static let needs = CountingMeasure(
    name: "needs.published", title: "Published needs",
    definition: "Needs that organisations had published by a day.", unit: "needs",
    arguments: [
      ArgumentDeclaration("side", .text, "SUPPLY or DEMAND.", of: PBNeedTerms.Side.self),
      ArgumentDeclaration(
        "kind", .text, "INTERNSHIP, TALENT and so on.", of: PBNeedTerms.Kind.self),
    ],
    facts: """
      SELECT arg.claim, \(weakest("n")) AS evidence, 1 AS amount FROM arg JOIN need n
      WHERE n.published_on <= arg.until AND (arg.side IS NULL OR n.side = upper(arg.side))
        AND (arg.kind IS NULL OR n.kind = upper(arg.kind))
      """)

  private static let paid = CountingMeasure(
    name: "grants.paid", title: "Money paid to grants",
    definition: "Tranches of grants that had been paid by a day; what came back is not taken off.",
    unit: "fen",
    arguments: [
      .stream("fund", of: .fund, "The fund's stream."),
      ArgumentDeclaration(
        "purpose", .text, "FACILITIES, HOST_COSTS and so on.", of: PBGrantApplied.Purpose.self),
      ArgumentDeclaration("year", .integer, "The year for which the grant is."),
    ],
    facts: """
      SELECT arg.claim, \(weakest("p")) AS evidence, p.amount_fen AS amount
      FROM arg JOIN grant_payment p JOIN "grant" g ON g.stream = p.stream
      WHERE p.paid_on <= arg.until AND (arg.fund IS NULL OR g.fund = arg.fund)
        AND (arg.purpose IS NULL OR g.purpose = upper(arg.purpose))
        AND (arg.year IS NULL OR g.year = CAST(arg.year AS INTEGER))
      """)
}
