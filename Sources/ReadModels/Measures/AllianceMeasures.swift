internal import Cooperation
internal import Projections

extension CountingMeasure {
  /// What is counted of alliances and of what they bring about.
  static let ofAlliances: [CountingMeasure] = [
    members, plannedInterns, startedInterns, plannedOrderClasses, plannedOrderClassSeats,
    openedOrderClasses, orderClassStudents, agreements, votes,
  ]

  private static let alliance = ArgumentDeclaration.stream(
    "alliance", of: .alliance, "The alliance's stream; all alliances when missing.")

  private static let members = CountingMeasure(
    name: "alliance.members", title: "Members of an alliance",
    definition:
      "Organisations that are members at the end of a day, each once an alliance, merged ones "
      + "once, none of an alliance that was dissolved by then and none that had ended; its industry is that of the day, its kind as known now. A member is as well documented "
      + "as the weakest of its registration, its admission and, where one is asked for, its designation.",
    unit: "organisations",
    arguments: [
      alliance,
      .organisationKind,
      .industry("industry", "The beginning of an industry code, as C."),
      ArgumentDeclaration(
        "designation", .text, "Designated so on that day, as KEY.",
        of: PBDesignationGranted.Designation.self),
      ArgumentDeclaration("founding", .integer, "1 for founding members only."),
    ],
    facts: Aliases.ofOrganisations(
      """
      , \(OrganisationRegister.designated)
      SELECT arg.claim,
        min(\(weakest("m", "o", also: OrganisationRegister.designationGrade))) AS evidence, 1 AS amount
      FROM arg JOIN membership_period m ON (arg.alliance IS NULL OR m.alliance = arg.alliance)
      LEFT JOIN resolved r ON r.member = m.organisation AND r.claim IS arg.claim
      JOIN organisation o ON o.stream = coalesce(r.end_stream, m.organisation)
      LEFT JOIN designated d ON d.organisation = o.stream AND d.claim IS arg.claim
      \(Earlier.joining("organisation", as: "o", on: "arg.until"))
      WHERE \(Memberships.holds("m", of: "o", on: "arg.until"))
        AND (arg.kind IS NULL OR o.kind = upper(arg.kind))
        AND (arg.industry IS NULL
          OR substr(\(Earlier.told("industry", of: "o")), 1, length(arg.industry)) = arg.industry)
        AND (arg.founding IS NULL OR CAST(arg.founding AS INTEGER) = m.is_founding)
        AND (arg.designation IS NULL OR d.organisation IS NOT NULL)
      GROUP BY arg.claim, m.alliance, coalesce(r.end_stream, m.organisation)
      """))

  private static let plannedInterns = CountingMeasure(
    name: "interns.planned", title: "Planned interns",
    definition:
      "Interns in the batches that an alliance, or an agreement it brought about, plans, those of "
      + "agreements that were annulled left out. Plans, not people.",
    unit: "interns",
    arguments: [alliance],
    facts: """
      SELECT arg.claim, \(weakest("b")) AS evidence, coalesce(b.planned, 0) AS amount
      FROM arg JOIN \(internBatches) b
        ON (arg.alliance IS NULL OR b.alliance = arg.alliance)
      LEFT JOIN agreement a ON a.stream = b.stream
      WHERE b.planned_on <= arg.until AND \(AgreementBoard.stands("a"))
      """)

  private static let startedInterns = CountingMeasure(
    name: "interns.started", title: "Interns at work",
    definition:
      "Distinct students whose placement had begun, through internship agreements under cooperation "
      + "agreements that the alliance brought about. Those who only came to learn what the work is "
      + "(COGNITION) are no interns at work.",
    unit: "students", countsPeople: true,
    arguments: [
      alliance,
      .stream("host", of: .organisation, "The host's stream."),
      .school,
      ArgumentDeclaration.since("Placements that began before are not counted."),
    ],
    facts: Aliases.ofBoth(
      """
      SELECT arg.claim, min(\(weakest("p"))) AS evidence, 1 AS amount
      FROM arg JOIN placement p \(Aliases.joining("p.host", to: "host"))
      \(Aliases.joining("p.school", to: "school"))
      LEFT JOIN resolved r ON r.member = p.student AND r.claim IS arg.claim
      LEFT JOIN internship_agreement i ON i.stream = p.internship_agreement
      LEFT JOIN agreement a ON a.stream = i.agreement
      WHERE p.started_on <= arg.until AND p.kind IS NOT 'COGNITION'
        AND (arg.alliance IS NULL OR \(AgreementBoard.alliance(of: "a")) = arg.alliance)
        AND \(Aliases.isOne("p.host", "host")) AND \(Aliases.isOne("p.school", "school"))
        AND (arg.since IS NULL OR p.started_on >= arg.since)
      GROUP BY arg.claim, coalesce(r.end_stream, p.student, p.stream)
      """))

  /// The order classes of an alliance or of agreements that it brought about, as facts.
  ///
  /// - Parameters:
  ///   - day: the column with the day on which a class begins to count.
  ///   - amount: what a class counts for, in SQL.
  ///   - condition: which classes count, in SQL, `a` being the agreement.
  private static func orderClasses(
    by day: String, amount: String = "1", where condition: String = "1"
  ) -> String {
    """
    SELECT arg.claim, \(weakest("c")) AS evidence, \(amount) AS amount
    FROM arg JOIN order_class c LEFT JOIN agreement a ON a.stream = c.agreement
    WHERE c.\(day) <= arg.until AND \(condition) AND (arg.alliance IS NULL
      OR coalesce(c.alliance, \(AgreementBoard.alliance(of: "a"))) = arg.alliance)
    """
  }

  private static let plannedOrderClasses = CountingMeasure(
    name: "order-classes.planned", title: "Planned order classes",
    definition:
      "Order classes that are planned, by the alliance itself or under its agreements, those under "
      + "agreements that were annulled left out.",
    unit: "classes",
    arguments: [alliance],
    facts: orderClasses(by: "planned_on", where: AgreementBoard.stands("a")))

  private static let plannedOrderClassSeats = CountingMeasure(
    name: "order-classes.planned-seats", title: "Seats in planned order classes",
    definition: "The planned sizes of those order classes, where they are known.",
    unit: "seats",
    arguments: [alliance],
    facts: orderClasses(
      by: "planned_on", amount: "coalesce(c.planned_size, 0)", where: AgreementBoard.stands("a")))

  private static let openedOrderClasses = CountingMeasure(
    name: "order-classes.opened", title: "Opened order classes",
    definition: "Order classes that had been opened by a day, completed ones too.",
    unit: "classes", arguments: [alliance],
    facts: orderClasses(by: "opened_on"))

  private static let orderClassStudents = CountingMeasure(
    name: "order-classes.students", title: "Students in order classes",
    definition: "Distinct people who had come into an order class by a day and not left it.",
    unit: "people", countsPeople: true, arguments: [alliance],
    facts: Aliases.ofPersons(
      """
      SELECT arg.claim, min(\(weakest("s"))) AS evidence, 1 AS amount
      FROM arg JOIN order_class_student s JOIN order_class c ON c.stream = s.stream
      LEFT JOIN resolved r ON r.member = s.student AND r.claim IS arg.claim
      LEFT JOIN agreement a ON a.stream = c.agreement
      WHERE s.entered_on <= arg.until AND (s.left_on IS NULL OR s.left_on > arg.until)
        AND (arg.alliance IS NULL OR coalesce(c.alliance, \(AgreementBoard.alliance(of: "a"))) = arg.alliance)
      GROUP BY arg.claim, coalesce(r.end_stream, s.student)
      """))

  private static let votes = CountingMeasure(
    name: "motions.voted", title: "Votes",
    definition: "Motions that had been voted on by a day, carried or not.",
    unit: "motions",
    arguments: [
      alliance,
      ArgumentDeclaration(
        "subject", .text, "CHARTER, GOVERNING_UNITS and so on.", of: PBMotionPut.Subject.self),
    ],
    facts: """
      SELECT arg.claim, \(weakest("m")) AS evidence, 1 AS amount
      FROM arg JOIN motion m
      WHERE m.voted_on <= arg.until AND (arg.alliance IS NULL OR m.alliance = arg.alliance)
        AND (arg.subject IS NULL OR m.subject = upper(arg.subject))
      """)

  private static let agreements = CountingMeasure(
    name: "agreements.signed", title: "Signed cooperation agreements",
    definition: "Cooperation agreements that all parties had signed, annulled ones left out.",
    unit: "agreements",
    arguments: [
      alliance,
      ArgumentDeclaration(
        "kind", .text, "SCHOOL_ENTERPRISE, SCHOOL_SCHOOL and so on.", of: PBAgreementTerms.Kind.self
      ),
      .stream("party", of: .organisation, "An organisation's stream."),
    ],
    facts: Aliases.ofBoth(
      """
      SELECT arg.claim, \(weakest("a")) AS evidence, 1 AS amount
      FROM arg JOIN agreement a
      WHERE a.signed_on <= arg.until AND \(AgreementBoard.stands("a"))
        AND (arg.alliance IS NULL OR \(AgreementBoard.alliance(of: "a")) = arg.alliance)
        AND (arg.kind IS NULL OR a.kind = upper(arg.kind))
        AND (arg.party IS NULL OR EXISTS (SELECT 1 FROM agreement_party p
          \(Aliases.joining("p.organisation", to: "party"))
          WHERE p.stream = a.stream AND \(Aliases.isOne("p.organisation", "party"))))
      """))
}

/// The view over all planned batches; it stands in the database under this name.
private let internBatches = "InternBatches"
