internal import Projections

extension CountingMeasure {
  /// What is counted of alliances and of what they bring about.
  static let ofAlliances: [CountingMeasure] = [
    members, plannedInterns, startedInterns, plannedOrderClasses, plannedOrderClassSeats,
    agreements,
  ]

  private static let alliance = ArgumentDeclaration(
    "alliance", .text, "The alliance's stream; all alliances when missing.")

  private static let members = CountingMeasure(
    name: "alliance.members", title: "Members of an alliance",
    definition:
      "Organisations that are members at the end of a day, each once an alliance. A member is as "
      + "well documented as the weaker of its registration and its admission.",
    arguments: [
      alliance,
      ArgumentDeclaration("kind", .text, "ENTERPRISE, SCHOOL, HR_INSTITUTION and so on."),
      ArgumentDeclaration("industry", .text, "The beginning of an industry code, as C."),
      ArgumentDeclaration("designation", .text, "Designated so on that day, as KEY."),
      ArgumentDeclaration("founding", .integer, "1 for founding members only."),
    ],
    facts: """
      SELECT arg.claim, min(\(weakest("m", "o"))) AS evidence, 1 AS amount
      FROM arg JOIN membership_period m ON (arg.alliance IS NULL OR m.alliance = arg.alliance)
      JOIN organisation o ON o.stream = m.organisation
      WHERE m.from_day <= arg.until AND (m.to_day IS NULL OR m.to_day > arg.until)
        AND (arg.kind IS NULL OR o.kind = upper(arg.kind))
        AND (arg.industry IS NULL OR substr(o.industry, 1, length(arg.industry)) = arg.industry)
        AND (arg.founding IS NULL OR CAST(arg.founding AS INTEGER) = m.is_founding)
        AND (arg.designation IS NULL OR EXISTS (SELECT 1 FROM organisation_designation d
          WHERE d.stream = o.stream AND d.designation = upper(arg.designation)
            AND d.from_day <= arg.until AND (d.to_day IS NULL OR d.to_day > arg.until)))
      GROUP BY arg.claim, m.alliance, m.organisation
      """)

  private static let plannedInterns = CountingMeasure(
    name: "interns.planned", title: "Planned interns",
    definition:
      "Interns in the batches that an alliance, or an agreement it brought about, plans. Plans, "
      + "not people.",
    arguments: [alliance],
    facts: """
      SELECT arg.claim, \(weakest("b")) AS evidence, coalesce(b.planned, 0) AS amount
      FROM arg JOIN \(internBatches) b
        ON (arg.alliance IS NULL OR b.alliance = arg.alliance)
      WHERE b.planned_on <= arg.until
      """)

  private static let startedInterns = CountingMeasure(
    name: "interns.started", title: "Interns at work",
    definition:
      "Distinct students whose placement had begun, through internship agreements under cooperation "
      + "agreements that the alliance brought about.",
    arguments: [
      alliance,
      ArgumentDeclaration("host", .text, "The host's stream."),
      ArgumentDeclaration("school", .text, "The school's stream."),
      ArgumentDeclaration("since", .date, "Placements that began before are not counted."),
    ],
    facts: """
      SELECT arg.claim, min(\(weakest("p"))) AS evidence, 1 AS amount
      FROM arg JOIN placement p ON (arg.host IS NULL OR p.host = arg.host)
      LEFT JOIN internship_agreement i ON i.stream = p.internship_agreement
      LEFT JOIN agreement a ON a.stream = i.agreement
      WHERE p.started_on <= arg.until
        AND (arg.alliance IS NULL OR a.brought_about_by = arg.alliance)
        AND (arg.school IS NULL OR p.school = arg.school)
        AND (arg.since IS NULL OR p.started_on >= arg.since)
      GROUP BY arg.claim, coalesce(p.student, p.stream)
      """)

  private static let plannedOrderClasses = CountingMeasure(
    name: "order-classes.planned", title: "Planned order classes",
    definition: "Order classes that are planned, by the alliance itself or under its agreements.",
    arguments: [alliance],
    facts: """
      SELECT arg.claim, \(weakest("c")) AS evidence, 1 AS amount
      FROM arg JOIN order_class c LEFT JOIN agreement a ON a.stream = c.agreement
      WHERE c.planned_on <= arg.until AND (arg.alliance IS NULL
        OR coalesce(c.alliance, a.brought_about_by) = arg.alliance)
      """)

  private static let plannedOrderClassSeats = CountingMeasure(
    name: "order-classes.planned-seats", title: "Seats in planned order classes",
    definition: "The planned sizes of those order classes, where they are known.",
    arguments: [alliance],
    facts: """
      SELECT arg.claim, \(weakest("c")) AS evidence, coalesce(c.planned_size, 0) AS amount
      FROM arg JOIN order_class c LEFT JOIN agreement a ON a.stream = c.agreement
      WHERE c.planned_on <= arg.until AND (arg.alliance IS NULL
        OR coalesce(c.alliance, a.brought_about_by) = arg.alliance)
      """)

  private static let agreements = CountingMeasure(
    name: "agreements.signed", title: "Signed cooperation agreements",
    definition: "Cooperation agreements that all parties had signed, annulled ones left out.",
    arguments: [
      alliance,
      ArgumentDeclaration("kind", .text, "SCHOOL_ENTERPRISE, SCHOOL_SCHOOL and so on."),
      ArgumentDeclaration("party", .text, "An organisation's stream."),
    ],
    facts: """
      SELECT arg.claim, \(weakest("a")) AS evidence, 1 AS amount
      FROM arg JOIN agreement a
      WHERE a.signed_on <= arg.until AND a.phase NOT IN ('annulled', 'rejected')
        AND (arg.alliance IS NULL OR a.brought_about_by = arg.alliance)
        AND (arg.kind IS NULL OR a.kind = upper(arg.kind))
        AND (arg.party IS NULL OR EXISTS (SELECT 1 FROM agreement_party p
          WHERE p.stream = a.stream AND p.organisation = arg.party))
      """)
}

/// The view over all planned batches; it stands in the database under this name.
private let internBatches = "InternBatches"
