internal import Projections

extension CountingMeasure {
  /// What is counted of organisations, students and interns.
  static let ofOrganisationsAndPeople: [CountingMeasure] = [
    organisations, signedInternships, trained, graduates,
  ]

  private static let organisations = CountingMeasure(
    name: "organisations.registered", title: "Registered organisations",
    definition: "Organisations that were known and had not ended at the end of a day.",
    arguments: [
      ArgumentDeclaration("kind", .text, "ENTERPRISE, SCHOOL, HR_INSTITUTION and so on."),
      ArgumentDeclaration("region", .text, "The beginning of a region code, as 3302."),
      ArgumentDeclaration("industry", .text, "The beginning of an industry code, as C36."),
      ArgumentDeclaration("level", .text, "A school's level, as HIGHER_VOCATIONAL."),
      ArgumentDeclaration("park", .text, "The zone or park."),
    ],
    facts: """
      SELECT arg.claim, \(weakest("o")) AS evidence, 1 AS amount
      FROM arg JOIN organisation o
      WHERE o.registered_on <= arg.until AND (o.ended_on IS NULL OR o.ended_on > arg.until)
        AND (arg.kind IS NULL OR o.kind = upper(arg.kind))
        AND (arg.region IS NULL OR substr(o.region, 1, length(arg.region)) = arg.region)
        AND (arg.industry IS NULL OR substr(o.industry, 1, length(arg.industry)) = arg.industry)
        AND (arg.level IS NULL OR o.school_level = upper(arg.level))
        AND (arg.park IS NULL OR o.park = arg.park)
      """)

  private static let signedInternships = CountingMeasure(
    name: "internship-agreements.signed", title: "Signed internship agreements",
    definition:
      "Distinct students with an internship agreement that all three had signed, annulled ones left "
      + "out; by host, school and the class's year.",
    arguments: [
      ArgumentDeclaration("host", .text, "The host's stream."),
      ArgumentDeclaration("school", .text, "The school's stream."),
      ArgumentDeclaration("class_year", .integer, "The year in which the class graduates."),
      ArgumentDeclaration(
        "alliance", .text, "The alliance that brought the cooperation agreement about."),
    ],
    facts: """
      SELECT arg.claim, min(\(weakest("i"))) AS evidence, 1 AS amount
      FROM arg JOIN internship_agreement i ON (arg.host IS NULL OR i.host = arg.host)
      LEFT JOIN enrolment e ON e.stream = i.enrolment
      LEFT JOIN agreement a ON a.stream = i.agreement
      WHERE i.signed_on <= arg.until AND i.phase <> 'annulled'
        AND (arg.school IS NULL OR i.school = arg.school)
        AND (arg.class_year IS NULL OR e.class_year = CAST(arg.class_year AS INTEGER))
        AND (arg.alliance IS NULL OR a.brought_about_by = arg.alliance)
      GROUP BY arg.claim, coalesce(i.student, i.stream)
      """)

  private static let trained = CountingMeasure(
    name: "talents.trained", title: "People trained",
    definition:
      "Distinct people who completed a placement, in a year where one is given: at a host whose "
      + "region or zone is given, or through the alliance.",
    arguments: [
      ArgumentDeclaration("year", .integer, "The civil year; all years when missing."),
      ArgumentDeclaration("region", .text, "The beginning of the host's region code."),
      ArgumentDeclaration("park", .text, "The zone or park of the host."),
      ArgumentDeclaration(
        "alliance", .text, "The alliance that brought the cooperation agreement about."),
    ],
    facts: """
      SELECT arg.claim, min(\(weakest("p"))) AS evidence, 1 AS amount
      FROM arg JOIN placement p
      LEFT JOIN organisation h ON h.stream = p.host
      LEFT JOIN internship_agreement i ON i.stream = p.internship_agreement
      LEFT JOIN agreement a ON a.stream = i.agreement
      WHERE p.phase = 'completed' AND p.ended_on <= arg.until
        AND (arg.year IS NULL OR substr(p.ended_on, 1, 4) = CAST(arg.year AS TEXT))
        AND (arg.region IS NULL OR substr(h.region, 1, length(arg.region)) = arg.region)
        AND (arg.park IS NULL OR h.park = arg.park)
        AND (arg.alliance IS NULL OR a.brought_about_by = arg.alliance)
      GROUP BY arg.claim, coalesce(p.student, p.stream)
      """)

  private static let graduates = CountingMeasure(
    name: "graduates", title: "Graduates",
    definition:
      "Distinct people who had a diploma by the day, or whose class graduates in that day's year.",
    arguments: [
      ArgumentDeclaration("region", .text, "The beginning of the school's region code."),
      ArgumentDeclaration("school", .text, "The school's stream."),
    ],
    facts: """
      SELECT arg.claim, min(\(weakest("e"))) AS evidence, 1 AS amount
      FROM arg JOIN enrolment e LEFT JOIN organisation s ON s.stream = e.school
      WHERE e.enrolled_on <= arg.until AND e.status <> 'withdrawn'
        AND (e.graduated_on <= arg.until
          OR e.class_year = CAST(substr(arg.until, 1, 4) AS INTEGER))
        AND (arg.region IS NULL OR substr(s.region, 1, length(arg.region)) = arg.region)
        AND (arg.school IS NULL OR e.school = arg.school)
      GROUP BY arg.claim, e.person
      """)
}
