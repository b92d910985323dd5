internal import Cooperation
internal import Projections

extension CountingMeasure {
  /// What is counted of policies, platforms, funds and programmes.
  static let ofPolicies: [CountingMeasure] = [
    policies, platforms, issueYear, launchYear, funds, budgets, programmes,
  ]

  private static let territory = ArgumentDeclaration.region(
    "territory", "The beginning of the region code in which the policy holds.")

  private static let policies = CountingMeasure(
    name: "policies.in-force", title: "Policies in force",
    definition: "Laws, regulations, measures and other policies that were in force on a day.",
    unit: "policies",
    arguments: [
      ArgumentDeclaration(
        "kind", .text, "LAW, REGULATION, MEASURES and so on.", of: PBPolicyIssued.Kind.self),
      territory,
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
      .stream("organiser", of: .organisation, "The stream of the organisation that runs it."),
      territory,
    ],
    facts: Aliases.ofBoth(
      """
      SELECT arg.claim,
        CASE WHEN p.is_confirmed = 0 THEN 'unconfirmed' ELSE coalesce(f.evidence, 'ungraded') END
          AS evidence, 1 AS amount
      FROM arg JOIN policy_platform f JOIN policy p ON p.stream = f.stream
      \(Aliases.joining("f.organiser", to: "organiser"))
      WHERE f.launched_on <= arg.until AND \(Aliases.isOne("f.organiser", "organiser"))
        AND (arg.territory IS NULL
          OR substr(p.territory, 1, length(arg.territory)) = arg.territory)
      """))

  private static let policy = ArgumentDeclaration.stream(
    "policy", of: .policy, required: true, "The policy's stream.")

  private static let issueYear = CountingMeasure(
    name: "policies.issue-year", title: "Year of a policy",
    definition: "The civil year in which a policy was issued: no sum, but the year's number.",
    unit: "year", arguments: [policy],
    facts: """
      SELECT arg.claim, \(weakest("p")) AS evidence,
        CAST(substr(p.issued_on, 1, 4) AS INTEGER) AS amount
      FROM arg JOIN policy p ON p.stream = arg.policy
      WHERE p.phase <> 'named' AND p.issued_on <= arg.until
      """)

  private static let launchYear = CountingMeasure(
    name: "platforms.launch-year", title: "Year of a policy's first platform",
    definition:
      "The civil year in which a policy's first platform went online: no sum, but the year's number.",
    unit: "year", arguments: [policy],
    facts: """
      SELECT arg.claim,
        CASE WHEN p.is_confirmed = 0 THEN 'unconfirmed' ELSE coalesce(f.evidence, 'ungraded') END
          AS evidence, CAST(substr(f.launched_on, 1, 4) AS INTEGER) AS amount
      FROM arg JOIN policy p ON p.stream = arg.policy
      JOIN policy_platform f ON f.stream = p.stream
      WHERE f.launched_on <= arg.until AND NOT EXISTS (SELECT 1 FROM policy_platform e
        WHERE e.stream = f.stream
          AND (e.launched_on < f.launched_on OR e.launched_on = f.launched_on AND e.number < f.number))
      """)

  private static func funds(
    _ name: String, _ title: String, _ definition: String, unit: String, amount: String,
    of rows: String, on day: String
  ) -> CountingMeasure {
    CountingMeasure(
      name: name, title: title, definition: definition, unit: unit,
      arguments: [
        .region("territory", "The beginning of the fund's region code."),
        ArgumentDeclaration("year", .integer, "The year for which the fund is."),
      ],
      facts: """
        SELECT arg.claim, \(weakest("x")) AS evidence, \(amount) AS amount
        FROM arg JOIN \(rows) x JOIN fund f ON f.stream = x.stream
        WHERE x.\(day) <= arg.until
          AND (arg.year IS NULL OR f.year = CAST(arg.year AS INTEGER))
          AND (arg.territory IS NULL
            OR substr(f.territory, 1, length(arg.territory)) = arg.territory)
        """)
  }

  private static let funds = funds(
    "funds.established", "Established funds", "Funds that had been set up by a day.",
    unit: "funds", amount: "1", of: "fund", on: "established_on")
  private static let budgets = funds(
    "funds.budget", "Budgets of funds",
    "The budgets of funds as they stood on a day: what was set or added later is not counted.",
    unit: "fen", amount: "x.change_fen", of: "fund_budget", on: "changed_on")

  private static let programmes = CountingMeasure(
    name: "programmes.offered", title: "Offered programmes",
    definition: "Programmes that had been opened and not closed by the end of a day.",
    unit: "programmes",
    arguments: [
      .school,
      ArgumentDeclaration("major", .text, "The beginning of the major's code."),
    ],
    facts: Aliases.ofBoth(
      """
      SELECT arg.claim, \(weakest("p")) AS evidence, 1 AS amount
      FROM arg JOIN programme p \(Aliases.joining("p.school", to: "school"))
      WHERE p.opened_on <= arg.until AND (p.closed_on IS NULL OR p.closed_on > arg.until)
        AND \(Aliases.isOne("p.school", "school"))
        AND (arg.major IS NULL OR substr(p.major, 1, length(arg.major)) = arg.major)
      """))
}
