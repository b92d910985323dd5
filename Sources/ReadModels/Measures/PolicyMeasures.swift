internal import Projections

extension CountingMeasure {
  /// What is counted of policies, platforms, funds and programmes.
  static let ofPolicies: [CountingMeasure] = [
    policies, platforms, funds, budgets, programmes,
  ]

  private static let territory = ArgumentDeclaration(
    "territory", .text, "The beginning of the region code in which the policy holds.")

  private static let policies = CountingMeasure(
    name: "policies.in-force", title: "Policies in force",
    definition: "Laws, regulations, measures and other policies that were in force on a day.",
    unit: "policies",
    arguments: [
      ArgumentDeclaration("kind", .text, "LAW, REGULATION, MEASURES and so on."), territory,
    ],
    facts: """
      SELECT arg.claim, \(weakest("p")) AS evidence, 1 AS amount FROM arg JOIN policy p
      WHERE p.phase <> 'named' AND p.in_force_from <= arg.until
        AND (p.in_force_to IS NULL OR p.in_force_to >= arg.until)
        AND (arg.kind IS NULL OR p.kind = upper(arg.kind))
        AND (arg.territory IS NULL
          OR substr(p.territory, 1, length(arg.territory)) = arg.territory)
      """)

  private static let platforms = CountingMeasure(
    name: "platforms.launched", title: "Launched platforms",
    definition: "Platforms that had gone online under a policy by a day.", unit: "platforms",
    arguments: [
      ArgumentDeclaration("organiser", .text, "The stream of the organisation that runs it."),
      territory,
    ],
    facts: """
      SELECT arg.claim,
        CASE WHEN p.is_confirmed = 0 THEN 'unconfirmed' ELSE coalesce(f.evidence, 'ungraded') END
          AS evidence, 1 AS amount
      FROM arg JOIN policy_platform f JOIN policy p ON p.stream = f.stream
      WHERE f.launched_on <= arg.until AND (arg.organiser IS NULL OR f.organiser = arg.organiser)
        AND (arg.territory IS NULL
          OR substr(p.territory, 1, length(arg.territory)) = arg.territory)
      """)

  private static func funds(
    _ name: String, _ title: String, _ definition: String, unit: String, amount: String
  ) -> CountingMeasure {
    CountingMeasure(
      name: name, title: title, definition: definition, unit: unit,
      arguments: [
        ArgumentDeclaration("territory", .text, "The beginning of the fund's region code."),
        ArgumentDeclaration("year", .integer, "The year for which the fund is."),
      ],
      facts: """
        SELECT arg.claim, \(weakest("f")) AS evidence, \(amount) AS amount FROM arg JOIN fund f
        WHERE f.established_on <= arg.until
          AND (arg.year IS NULL OR f.year = CAST(arg.year AS INTEGER))
          AND (arg.territory IS NULL
            OR substr(f.territory, 1, length(arg.territory)) = arg.territory)
        """)
  }

  private static let funds = funds(
    "funds.established", "Established funds", "Funds that had been set up by a day.",
    unit: "funds", amount: "1")
  private static let budgets = funds(
    "funds.budget", "Budgets of funds",
    "The budgets, as known now, of funds that had been set up by a day.", unit: "fen",
    amount: "coalesce(f.budget_fen, 0)")

  private static let programmes = CountingMeasure(
    name: "programmes.offered", title: "Offered programmes",
    definition: "Programmes that had been opened and not closed by the end of a day.",
    unit: "programmes",
    arguments: [
      ArgumentDeclaration("school", .text, "The school's stream."),
      ArgumentDeclaration("major", .text, "The beginning of the major's code."),
    ],
    facts: """
      SELECT arg.claim, \(weakest("p")) AS evidence, 1 AS amount FROM arg JOIN programme p
      WHERE p.opened_on <= arg.until AND (p.closed_on IS NULL OR p.closed_on > arg.until)
        AND (arg.school IS NULL OR p.school = arg.school)
        AND (arg.major IS NULL OR substr(p.major, 1, length(arg.major)) = arg.major)
      """)
}
