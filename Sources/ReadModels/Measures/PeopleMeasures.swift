internal import Cooperation
internal import Projections

extension CountingMeasure {
  /// What is counted of organisations, students and interns.
  static let ofOrganisationsAndPeople: [CountingMeasure] = [
    organisations, signedInternships, trained, graduates, casesWithoutOwner, withoutCase,
    inKeyFields,
  ]

  private static let organisations = CountingMeasure(
    name: "organisations.registered", title: "Registered organisations",
    definition:
      "Organisations that were known and had not ended at the end of a day; merged ones count once, "
      + "as the one that survives. Region and industry are those of that day, the rest is as known now.",
    unit: "organisations",
    arguments: [
      .organisationKind,
      .region("region", "The beginning of a region code, as 3302."),
      .industry("industry", "The beginning of an industry code, as C36."),
      ArgumentDeclaration(
        "level", .text, "A school's level, as HIGHER_VOCATIONAL.",
        of: PBOrganisationRegistered.SchoolLevel.self),
      ArgumentDeclaration("park", .text, "The zone or park."),
      ArgumentDeclaration(
        "designation", .text, "Designated so on that day, as KEY.",
        of: PBDesignationGranted.Designation.self),
      ArgumentDeclaration(
        "size", .text, "How large it is, as SMALL.",
        of: PBOrganisationRegistered.SizeClass.self),
      ArgumentDeclaration(
        "ownership", .text, "Whose it is, as PRIVATE.",
        of: PBOrganisationRegistered.Ownership.self),
    ],
    facts: Aliases.ofOrganisations(
      """
      , \(OrganisationRegister.designated)
      SELECT arg.claim, \(weakest("o", also: OrganisationRegister.designationGrade)) AS evidence,
        1 AS amount
      FROM arg JOIN organisation o
      LEFT JOIN resolved r ON r.member = o.stream AND r.claim IS arg.claim
      LEFT JOIN designated d ON d.organisation = o.stream AND d.claim IS arg.claim
      \(Earlier.joining("organisation", as: "o", on: "arg.until"))
      WHERE o.registered_on <= arg.until AND (o.ended_on IS NULL OR o.ended_on > arg.until)
        AND (r.end_stream IS NULL OR r.end_stream = o.stream)
        AND (arg.kind IS NULL OR o.kind = upper(arg.kind))
        AND (arg.region IS NULL
          OR substr(\(Earlier.told("region", of: "o")), 1, length(arg.region)) = arg.region)
        AND (arg.industry IS NULL
          OR substr(\(Earlier.told("industry", of: "o")), 1, length(arg.industry)) = arg.industry)
        AND (arg.level IS NULL OR o.school_level = upper(arg.level))
        AND (arg.park IS NULL OR o.park = arg.park)
        AND (arg.size IS NULL OR o.size_class = upper(arg.size))
        AND (arg.ownership IS NULL OR o.ownership = upper(arg.ownership))
        AND (arg.designation IS NULL OR d.organisation IS NOT NULL)
      """))

  private static let signedInternships = CountingMeasure(
    name: "internship-agreements.signed", title: "Signed internship agreements",
    definition:
      "Distinct students with an internship agreement that all three had signed, annulled ones left "
      + "out; by host, school and the year of the class as it is known now.",
    unit: "students", countsPeople: true,
    arguments: [
      .stream("host", of: .organisation, "The host's stream."),
      .school,
      ArgumentDeclaration("class_year", .integer, "The year in which the class graduates."),
      .stream(
        "alliance", of: .alliance, "The alliance that brought the cooperation agreement about."),
    ],
    facts: Aliases.ofBoth(
      """
      SELECT arg.claim, min(\(weakest("i"))) AS evidence, 1 AS amount
      FROM arg JOIN internship_agreement i \(Aliases.joining("i.host", to: "host"))
      \(Aliases.joining("i.school", to: "school"))
      LEFT JOIN resolved r ON r.member = i.student AND r.claim IS arg.claim
      LEFT JOIN enrolment e ON e.stream = i.enrolment
      LEFT JOIN agreement a ON a.stream = i.agreement
      WHERE i.signed_on <= arg.until AND i.phase <> 'annulled'
        AND \(Aliases.isOne("i.host", "host")) AND \(Aliases.isOne("i.school", "school"))
        AND (arg.class_year IS NULL OR e.class_year = CAST(arg.class_year AS INTEGER))
        AND (arg.alliance IS NULL OR \(AgreementBoard.alliance(of: "a")) = arg.alliance)
      GROUP BY arg.claim, coalesce(r.end_stream, i.student, i.stream)
      """))

  private static let trained = CountingMeasure(
    name: "talents.trained", title: "People trained",
    definition:
      "Distinct people who completed a placement or an order class, or got a certificate of or "
      + "completed a staff training, in a year where one is given: at a host or enterprise whose "
      + "region on that day or zone is given, or through the alliance.",
    unit: "people", countsPeople: true,
    arguments: [
      ArgumentDeclaration("year", .integer, "The civil year; all years when missing."),
      .region("region", "The beginning of the enterprise's region code."),
      ArgumentDeclaration("park", .text, "The zone or park of the enterprise."),
      .stream(
        "alliance", of: .alliance, "The alliance that brought the cooperation agreement about."),
      ArgumentDeclaration.since("Who was trained before is not counted."),
    ],
    facts: """
      WITH RECURSIVE \(Aliases.resolution(of: "person_alias")),
      \(Aliases.resolution(of: "organisation_alias", as: "organisations")),
      done AS (
        SELECT coalesce(p.student, p.stream) AS person, p.ended_on AS day, p.host AS place,
          i.agreement, NULL AS alliance, p.evidence, p.is_confirmed
        FROM placement p LEFT JOIN internship_agreement i ON i.stream = p.internship_agreement
        WHERE p.phase = 'completed'
        UNION ALL
        SELECT s.student, s.completed_on, c.enterprise, c.agreement, c.alliance, s.evidence,
          s.is_confirmed
        FROM order_class_student s JOIN order_class c ON c.stream = s.stream
        WHERE s.completed_on IS NOT NULL
        UNION ALL
        SELECT t.trainee, min(coalesce(t.certified_on, t.completed_on),
            coalesce(t.completed_on, t.certified_on)),
          coalesce(g.enterprise, g.provider), g.agreement, NULL, t.evidence, t.is_confirmed
        FROM training_trainee t JOIN training g ON g.stream = t.stream
        WHERE t.certified_on IS NOT NULL OR t.completed_on IS NOT NULL)
      SELECT arg.claim, min(\(weakest("d"))) AS evidence, 1 AS amount
      FROM arg JOIN done d
      LEFT JOIN resolved r ON r.member = d.person AND r.claim IS arg.claim
      LEFT JOIN organisations e ON e.member = d.place AND e.claim IS arg.claim
      LEFT JOIN organisation h ON h.stream = coalesce(e.end_stream, d.place)
      \(Earlier.joining("organisation", as: "h", on: "d.day"))
      LEFT JOIN agreement a ON a.stream = d.agreement
      WHERE d.day <= arg.until AND (arg.since IS NULL OR d.day >= arg.since)
        AND (arg.year IS NULL OR substr(d.day, 1, 4) = CAST(arg.year AS TEXT))
        AND (arg.region IS NULL
          OR substr(\(Earlier.told("region", of: "h")), 1, length(arg.region)) = arg.region)
        AND (arg.park IS NULL OR h.park = arg.park)
        AND (arg.alliance IS NULL OR coalesce(d.alliance, \(AgreementBoard.alliance(of: "a"))) = arg.alliance)
      GROUP BY arg.claim, coalesce(r.end_stream, d.person)
      """)

  /// The year of a question's day, in SQL; without a day that of the last record.
  private static let yearAsked = """
    CAST(substr(
      iif(arg.until = '9999-12-31', coalesce(:known_on, arg.until), arg.until), 1, 4) AS INTEGER)
    """

  private static let graduates = CountingMeasure(
    name: "graduates", title: "Graduates",
    definition:
      "Distinct people who had a diploma by the day, or whose class graduates in that day's year (without "
      + "a day, in that of the last record), by school, class and the school's region as they were then; the level is as known now.",
    unit: "people", countsPeople: true,
    arguments: [
      .region("region", "The beginning of the school's region code."),
      .school,
      ArgumentDeclaration(
        "level", .text, "The school's level, as HIGHER_VOCATIONAL.",
        of: PBOrganisationRegistered.SchoolLevel.self),
      ArgumentDeclaration("class_year", .integer, "Only the class that graduates in this year."),
    ],
    facts: Aliases.ofBoth(
      """
      , \(Enrolments.enrolled)
      SELECT arg.claim, min(\(weakest("e"))) AS evidence, 1 AS amount
      FROM arg JOIN enrolled e ON e.claim IS arg.claim
      \(Aliases.joining("e.school", to: "school"))
      LEFT JOIN organisation s ON s.stream = coalesce(school_alias.end_stream, e.school)
      \(Earlier.joining("organisation", as: "s", on: "arg.until"))
      LEFT JOIN resolved r ON r.member = e.person AND r.claim IS arg.claim
      WHERE (e.graduated_on <= arg.until OR e.class_year = \(yearAsked))
        AND (arg.region IS NULL
          OR substr(\(Earlier.told("region", of: "s")), 1, length(arg.region)) = arg.region)
        AND \(Aliases.isOne("e.school", "school"))
        AND (arg.level IS NULL OR s.school_level = upper(arg.level))
        AND (arg.class_year IS NULL OR e.class_year = CAST(arg.class_year AS INTEGER))
      GROUP BY arg.claim, coalesce(r.end_stream, e.person)
      """))

  private static let inKeyFields = CountingMeasure(
    name: "outcomes.in-key-fields", title: "Graduates in key fields",
    definition:
      "Distinct graduates whose outcome says at the end of the day that the work is in a field that the "
      + "state favours; those contested or in an open dispute by then left out.",
    unit: "people", countsPeople: true,
    arguments: [
      .school,
      ArgumentDeclaration("class_year", .integer, "Only the class that graduates in this year."),
    ],
    facts: Aliases.ofBoth(
      """
      SELECT arg.claim, min(\(weakest("p"))) AS evidence, 1 AS amount
      FROM arg JOIN outcome_period p
        ON p.from_day <= arg.until AND (p.to_day IS NULL OR p.to_day > arg.until)
      JOIN outcome o ON o.stream = p.stream \(Aliases.joining("o.school", to: "school"))
      LEFT JOIN resolved r ON r.member = o.graduate AND r.claim IS arg.claim
      WHERE p.is_key_field = 1 AND p.phase <> 'contested'
        AND NOT \(Outcomes.isDisputed("p.stream", on: "arg.until"))
        AND \(Aliases.isOne("o.school", "school"))
        AND (arg.class_year IS NULL OR o.class_year = CAST(arg.class_year AS INTEGER))
      GROUP BY arg.claim, coalesce(r.end_stream, o.graduate, o.stream)
      """))

  private static let casesWithoutOwner = CountingMeasure(
    name: "assistance.cases-without-owner", title: "Cases without owner",
    definition:
      "Cases open at the end of a day for which nobody was responsible; one-to-one wants none.",
    unit: "cases", countsPeople: true, arguments: [.school],
    facts: Aliases.ofBoth(
      """
      SELECT arg.claim, \(weakest("c")) AS evidence, 1 AS amount
      FROM arg JOIN assistance_case c \(Aliases.joining("c.school", to: "school"))
      WHERE c.opened_on <= arg.until AND (c.ended_on IS NULL OR c.ended_on > arg.until)
        AND \(AssistanceCases.earlierEnd(of: "c")) IS NULL
        AND (c.owned_since IS NULL OR c.owned_since > arg.until)
        AND \(Aliases.isOne("c.school", "school"))
      """))

  private static let withoutCase = CountingMeasure(
    name: "assistance.graduates-without-case", title: "Key-group graduates without case",
    definition:
      "Distinct people of a key group at the end of a day, in that day's class (without a day, in that of "
      + "the last record), whom no case that is open or was resolved looks after.",
    unit: "people", countsPeople: true, arguments: [.school],
    facts: Aliases.ofBoth(
      """
      , \(Enrolments.enrolled)
      SELECT arg.claim, min(\(weakest("k"))) AS evidence, 1 AS amount
      FROM arg JOIN enrolment_key_group k
      JOIN enrolled e ON e.stream = k.stream AND e.claim IS arg.claim
      \(Aliases.joining("e.school", to: "school"))
      LEFT JOIN resolved r ON r.member = e.person AND r.claim IS arg.claim
      WHERE k.from_day <= arg.until AND (k.to_day IS NULL OR k.to_day > arg.until)
        AND (e.graduated_on <= arg.until OR e.class_year = \(yearAsked))
        AND \(Aliases.isOne("e.school", "school"))
        AND NOT EXISTS (SELECT 1 FROM assistance_case c
          WHERE (c.enrolment = e.stream OR c.graduate IN (e.person, r.end_stream)
            OR c.graduate IN (SELECT one.member FROM resolved one WHERE one.claim IS arg.claim
              AND one.end_stream = coalesce(r.end_stream, e.person)))
            AND c.opened_on <= arg.until
            AND (c.phase = 'resolved' OR c.ended_on IS NULL OR c.ended_on > arg.until)
            AND \(AssistanceCases.earlierEnd(of: "c")) IS NOT 'closed')
      GROUP BY arg.claim, coalesce(r.end_stream, e.person)
      """))
}
