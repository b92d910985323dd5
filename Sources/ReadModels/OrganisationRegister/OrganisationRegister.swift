internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Who there is: enterprises, schools, HR institutions, associations, bureaus.
struct OrganisationRegister: StateProjection {
  typealias Folded = Organisation
  typealias Memory = Course

  /// What changes with the years and is asked for by day.
  fileprivate struct Features: Hashable, Sendable {
    var region: String?
    var industry: String?
    var staffOnPost: Int?
  }

  /// That a designation was granted.
  fileprivate struct Grant: Sendable {
    let evidence: Source.Evidence?
    let isConfirmed: Bool
  }

  /// What was so earlier, and what designations rest on.
  struct Course: Sendable {
    fileprivate var features = Features()
    fileprivate var earlier: [(features: Features, until: Moment)] = []
    fileprivate var grants: [PBDesignationGranted.Designation: [Grant]] = [:]

    fileprivate mutating func change(
      _ event: EffectiveEvent, _ change: (inout Features) -> Void
    ) {
      let before = features
      change(&features)
      if features != before { earlier.append((before, event.occurred)) }
    }
  }

  let name = "OrganisationRegister"
  let version = 7
  let initialMemory = Course()
  static let organisation = TableDeclaration(
    "organisation", "An organisation as it stands now.",
    [
      .text("name", title: "Name", "Its name now."),
      .text(
        "kind", nullable: true, title: "Kind", "ENTERPRISE, SCHOOL, HR_INSTITUTION and so on.",
        of: PBOrganisationRegistered.Kind.self),
      .text(
        "status", title: "Status", "active, suspended or deregistered.",
        of: Organisation.Status.self),
      .text(
        "credit_code", nullable: true, title: "Credit code",
        "Its Unified Social Credit Code (GB 32100)."),
      .text("school_code", nullable: true, title: "School code", "A school's 10 digits."),
      .text(
        "school_level", nullable: true, title: "School level", "A school's level.",
        of: PBOrganisationRegistered.SchoolLevel.self),
      .text("region", nullable: true, title: "Region", "GB/T 2260, 6 digits."),
      .text(
        "industry", nullable: true, title: "Industry", "GB/T 4754: a letter and up to 4 digits."),
      .text(
        "ownership", nullable: true, title: "Ownership", "Who owns it.",
        of: PBOrganisationRegistered.Ownership.self),
      .text(
        "size_class", nullable: true, title: "Size", "MICRO, SMALL, MEDIUM or LARGE.",
        of: PBOrganisationRegistered.SizeClass.self),
      .integer(
        "staff_on_post", nullable: true, title: "Staff", unit: "people",
        "How many are on post, as last reported."),
      .text("park", nullable: true, title: "Park", "The zone or park it stands in."),
      .text(
        "designations", nullable: true, title: "Designations",
        "What it was ever designated as, as KEY; the periods stand in organisation_designation."),
      .text(
        "verification", title: "Verification", "What a register said of it last.",
        of: Organisation.Verification.self),
      .day("registered_on", title: "Registered", "When it became known."),
      .day("ended_on", title: "Ended", "When it was deregistered."),
      .evidence, .confirmed,
      .organisation("run_by", title: "Run by", "Who runs it, as a school its works."),
      .organisation("branch_of", title: "Branch of", "Whose branch it is, if it is one."),
      .day("suspended_on", title: "At rest since", "Since when its business rests, if it does."),
      .date(
        "may_rest_until", nullable: true, title: "May rest until",
        "The last day on which its business may rest (R31)."),
    ], indexes: [["kind", "region"], ["name"], ["credit_code"], ["branch_of"]])
  static let organisationDesignation = TableDeclaration(
    "organisation_designation", "A period in which an organisation is designated.",
    key: [
      .text(
        "designation", title: "Designation", "KEY, INTEGRATION or SPECIALISED.",
        of: PBDesignationGranted.Designation.self),
      .integer("period", title: "Period", "Which one of that designation, from 0."),
    ],
    [
      .day("from_day", title: "From", "Since when it holds."),
      .day("to_day", title: "Until", "Until when it held; nothing while it holds."),
      .evidence, .confirmed,
    ])
  static let organisationEarlier = TableDeclaration(
    "organisation_earlier", "What an organisation was before it was told to be otherwise.",
    key: [Earlier.key],
    [
      .text("region", nullable: true, title: "Region", "GB/T 2260, 6 digits."),
      .text("industry", nullable: true, title: "Industry", "GB/T 4754."),
      .integer(
        "staff_on_post", nullable: true, title: "Staff", unit: "people", "How many were on post."),
      Earlier.until,
    ])
  let tables = [
    Self.organisation, Self.organisationDesignation, Self.aliases, Self.organisationEarlier,
  ]

  static let aliases = TableDeclaration(
    "organisation_alias", "That an organisation is one with another: a merger as it stands now.",
    [
      .text("into", title: "Into", "The surviving organisation's stream."),
      .day("from_day", title: "From", "Since when; nothing for a duplicate: from the start."),
      .text(
        "reason", title: "Reason", "DUPLICATE or LEGAL_MERGER.",
        of: PBOrganisationMerged.Reason.self),
      .day("merged_on", title: "Merged", "When the merger was declared."),
      .evidence, .confirmed,
    ], indexes: [["into"]])

  func remember(
    _ payload: Organisation.Event, _ event: EffectiveEvent, in memory: inout Course
  ) {
    switch payload {
    case .registered(let details):
      memory.features = Features(
        region: details.hasRegion ? details.region : nil,
        industry: details.hasIndustry ? details.industry : nil,
        staffOnPost: details.hasStaffOnPost ? Int(details.staffOnPost) : nil)
      memory.grants = [:]
    case .regionChanged(let fact): memory.change(event) { $0.region = fact.region }
    case .industryChanged(let fact): memory.change(event) { $0.industry = fact.industry }
    case .staffCountReported(let fact):
      memory.change(event) { $0.staffOnPost = Int(fact.total) }
    case .designationGranted(let fact):
      memory.grants[fact.designation, default: []].append(
        Grant(evidence: event.source.evidence, isConfirmed: event.isConfirmed))
    default: break
    }
  }

  func addRows(
    of state: Organisation?, _ facts: StreamFacts, _ memory: Course, to rows: inout RowSink
  ) {
    guard let organisation = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let registered = facts.last(PBOrganisationRegistered.eventType)
    let details = organisation.details
    rows.add(
      [
        stream, .text(organisation.name), SQLValue(organisation.kind.word),
        .text(organisation.status.rawValue), SQLValue(organisation.creditCode),
        SQLValue(organisation.schoolCode), SQLValue(organisation.schoolLevel?.word),
        SQLValue(organisation.region), SQLValue(field: details.industry),
        SQLValue(details.ownership.word), SQLValue(details.sizeClass.word),
        SQLValue(organisation.staffOnPost), SQLValue(field: details.park),
        SQLValue(designationWords(organisation)), .text(organisation.verification.rawValue),
        facts.day(registered?.occurred), facts.day(organisation.deregistered),
        registered?.evidence ?? .null, facts.confirmed, SQLValue(organisation.runBy),
        SQLValue(organisation.branchOf),
        facts.day(organisation.suspended),
        SQLValue(
          organisation.suspended.map { SuspensionTerm.lastDay(since: $0.lastDay(in: facts.zone)) }),
      ], to: Self.organisation)
    addMerger(of: organisation, facts, to: &rows)
    addDesignations(of: organisation, facts, memory, to: &rows)
    for (number, earlier) in memory.earlier.enumerated() {
      let features = earlier.features
      rows.add(
        [
          stream, SQLValue(number), SQLValue(features.region), SQLValue(features.industry),
          SQLValue(features.staffOnPost), facts.day(earlier.until),
        ], to: Self.organisationEarlier)
    }
  }

  private func addMerger(
    of organisation: Organisation, _ facts: StreamFacts, to rows: inout RowSink
  ) {
    guard let merger = organisation.merger else { return }
    // Told again it is the same merger: day and evidence are those of the telling that counts.
    rows.add(
      [
        .text(facts.stream.text), .text(merger.into.text), facts.day(merger.from),
        .text(merger.isDuplicate ? "DUPLICATE" : "LEGAL_MERGER"),
        facts.day(merger.declared), SQLValue(merger.evidence?.word), facts.confirmed,
      ], to: Self.aliases)
  }

  private func addDesignations(
    of organisation: Organisation, _ facts: StreamFacts, _ memory: Course, to rows: inout RowSink
  ) {
    for (designation, periods) in organisation.designations {
      guard let word = designation.word else { continue }
      // Each grant makes one period, in order.
      for (number, (period, grant)) in zip(periods, memory.grants[designation, default: []])
        .enumerated()
      {
        rows.add(
          [
            .text(facts.stream.text), .text(word), SQLValue(number), facts.day(period.from),
            facts.day(period.to), SQLValue(grant.evidence?.word), SQLValue(grant.isConfirmed),
          ], to: Self.organisationDesignation)
      }
    }
  }

  private func designationWords(_ organisation: Organisation) -> String? {
    if organisation.designations.isEmpty { return nil }
    return organisation.designations.keys.compactMap(\.word).sorted().joined(separator: " ")
  }

  static let view = ViewDeclaration(
    "OrganisationRegister", short: "organisations", title: "Organisations",
    of: OrganisationRegister.organisation)

  /// Whose business rests, and for how long it may: no event marks the day on which the term ends.
  static let resting = ViewDeclaration(
    "RestingBusinesses", title: "Businesses at rest",
    "An organisation whose business rests, the last day on which it may (R31), and by how many days "
      + "it has rested longer.",
    columns: [
      TableDeclaration.streamColumn,
      .text("name", title: "Name", "Its name now."),
      .text("region", nullable: true, title: "Region", "GB/T 2260, 6 digits."),
      .day("suspended_on", title: "At rest since", "Since when its business rests."),
      .date("may_rest_until", title: "May rest until", "The last day on which it may."),
      .integer(
        "days_over", nullable: true, title: "Too long", unit: "days",
        "From the last day to the day asked for, 0 while it may rest; nothing when no day is given."
      ),
      .evidence,
    ], keyColumnCount: 1,
    content: .parameterised(
      """
      SELECT stream, name, region, suspended_on, may_rest_until,
        CASE WHEN :on IS NOT NULL THEN max(0,
          CAST(julianday(:on) - julianday(may_rest_until) AS INTEGER)) END AS days_over, evidence
      FROM organisation WHERE suspended_on IS NOT NULL AND status = 'suspended'
        AND (:on IS NULL OR suspended_on <= :on)
      """, [ArgumentDeclaration("on", .date, "The day until which it is counted.")]))
}
