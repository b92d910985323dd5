internal import Deciding
internal import EventModel
internal import SwiftProtobuf

/// A command on one organisation that records what its details say.
protocol OrganisationCommand: DomainCommand {
  var organisation: String { get }
}

extension OrganisationCommand {
  /// An organisation's own affair, unless a command says otherwise.
  static var duty: Duty { .ownAffairs }

  /// The organisation's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!organisation.isEmpty, "organisation", "a stream name, as organisation-…")
    return try Check.stream(organisation, "organisation", [Organisation.category])
  }

  /// The organisation as it was when the fact happened; of our own act, one that has not ended.
  ///
  /// A report of what came after its end is kept, and judged by the rule `LIVING`.
  func current(_ context: DecisionContext) throws(Rejection) -> (StreamName, Organisation) {
    let stream = try target()
    let organisation = try context.current(Organisation.self, stream)
    let hasEnded = organisation.hasEnded(by: context.occurred, in: context.zone)
    guard context.standing == .reported || !hasEnded else {
      throw .wrongState(stream, "\(stream) was deregistered before \(context.occurred)")
    }
    return (stream, organisation)
  }
}

extension PBRegisterOrganisation: OrganisationCommand {
  /// A report, unless we register it ourselves.
  static let standings = StandingPolicy.either(default: .reported)
  /// It brings the organisation into being.
  static let creates = true
  /// Who runs it, and whose branch it is.
  var references: [Reference] {
    [
      .optional("runner", "details.runBy", details.runBy, Organisation.category),
      .optional("head office", "details.branchOf", details.branchOf, Organisation.category),
    ]
  }
  /// Region, industry and type of school.
  var codes: [CodeUse] { details.codes }

  /// One `organisation.registered`, with its codes checked.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(details.hasKind, "details.kind", "a kind, as ENTERPRISE or SCHOOL")
    try Check.text(details.name, "details.name")
    try details.names.checkNames("details.names")
    if details.hasRegion { try Check.region(details.region, "details.region") }
    if details.hasIndustry { try Check.industry(details.industry, "details.industry") }
    if details.hasStaffOnPost {
      try Check.that(details.staffOnPost >= 0, "details.staffOnPost", "a count is 0 or more")
    }
    try checkHeadOffice(context)
    var reviews: [ReviewProposal] = []
    if details.hasCreditCode {
      reviews += try CodeChecks.reviews(
        creditCode: details.creditCode, of: details.kind, "details.creditCode")
    }
    if details.hasSchoolCode {
      reviews += try CodeChecks.reviews(
        schoolCode: details.schoolCode, of: details.kind, "details.schoolCode")
    }
    if let review = identityReview(context.standing) { reviews.append(review) }
    return Decision(events: [DecidedEvent(details, to: try target(), reviews: reviews)])
  }

  /// Of a correction, the head offices above, link by link.
  func reads(_ context: DecisionContext) throws(Rejection) -> Readings {
    guard context.corrects != nil, let office = StreamName(field: details.branchOf) else {
      return []
    }
    return Readings(
      try context.headOffices(from: office, to: try target()).links.map(Reading.stream))
  }

  /// Nobody is a branch of itself, however long the way is; only a correction could say so, of an
  /// organisation that is there.
  private func checkHeadOffice(_ context: DecisionContext) throws(Rejection) {
    guard let office = StreamName(field: details.branchOf) else { return }
    let stream = try target()
    switch try context.headOffices(from: office, to: stream).end {
    case .other: return
    case .itself:
      throw .malformed(
        "details.branchOf", "\(stream) is no branch of itself, also not by way of \(office)")
    case .unknown:
      throw .malformed(
        "details.branchOf",
        "\(office) has more than \(DecidingLimits.chainLinks) head offices above it")
    }
  }

  /// A report may leave the identity open; who registers someone himself, or says that there is no
  /// code, needs a steward.
  private func identityReview(_ standing: Standing) -> ReviewProposal? {
    let hasCode = details.hasCreditCode || details.hasSchoolCode || details.hasApprovalNumber
    switch details.identityBasis {
    case .foreignRegister, .noneGiven:
      return ReviewProposal(.identityBasis, "\(organisation) has no code")
    case .code, .approvalNumber, .unspecified, .UNRECOGNIZED:
      if standing == .decided, !hasCode {
        return ReviewProposal(.identityBasis, "\(organisation) was registered without a code")
      }
      if standing == .decided, details.kind == .school, !details.hasSchoolCode,
        !details.hasApprovalNumber
      {
        return ReviewProposal(
          .identityBasis,
          "the school \(organisation) has neither a school code nor the number of an approval")
      }
      return nil
    }
  }
}

extension PBAssignCreditCode: OrganisationCommand {
  /// A register's fact.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `organisation.credit-code-assigned`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, organisation) = try current(context)
    let reviews = try CodeChecks.reviews(
      creditCode: details.creditCode, of: organisation.kind, "details.creditCode")
    let isSo = organisation.creditCode == details.creditCode
    guard context.standing == .reported || isSo || organisation.creditCode == nil else {
      throw .wrongState(stream, "\(stream) has a credit code: changeCreditCode replaces it")
    }
    return context.record(
      DecidedEvent(details, to: stream, reviews: reviews), unless: isSo)
  }
}

extension PBChangeCreditCode: OrganisationCommand {
  /// A register's fact.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `organisation.credit-code-changed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, organisation) = try current(context)
    let reviews = try CodeChecks.reviews(
      creditCode: details.creditCode, of: organisation.kind, "details.creditCode")
    let isSo = organisation.creditCode == details.creditCode
    guard context.standing == .reported || organisation.creditCode != nil else {
      throw .wrongState(stream, "\(stream) has no credit code yet: assignCreditCode gives it one")
    }
    return context.record(
      DecidedEvent(details, to: stream, reviews: reviews), unless: isSo)
  }
}

extension PBAssignSchoolCode: OrganisationCommand {
  /// The ministry's fact.
  static let standings = StandingPolicy.either(default: .reported)

  /// One `organisation.school-code-assigned`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let (stream, organisation) = try current(context)
    let reviews = try CodeChecks.reviews(
      schoolCode: details.schoolCode, of: organisation.kind, "details.schoolCode")
    return context.record(
      DecidedEvent(details, to: stream, reviews: reviews),
      unless: organisation.schoolCode == details.schoolCode)
  }

  /// The type of the school.
  var codes: [CodeUse] {
    [.schoolType("details.schoolCode", details.hasSchoolCode ? details.schoolCode : nil)]
  }
}

extension Check {
  /// A region's code.
  static func region(_ text: String, _ field: String) throws(Rejection) {
    try that(
      RegionCode.isWellFormed(text), field,
      "\(field) takes a region of GB/T 2260: 6 digits that begin with a province, as 510112")
  }

  /// An industry's code.
  static func industry(_ text: String, _ field: String) throws(Rejection) {
    try that(
      IndustryCode.isWellFormed(text), field,
      "\(field) takes an industry of GB/T 4754: a letter A to T and up to 4 digits, as C3610")
  }
}

extension [PBNameInLanguage] {
  /// Each has a language once, and a name.
  func checkNames(_ field: String) throws(Rejection) {
    var seen: Set<String> = []
    for (index, one) in enumerated() {
      let language = one.language.utf8
      try Check.that(
        (2...8).contains(language.count)
          && language.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D },
        "\(field)[\(index)].language", "a language is written as zh or en")
      try Check.that(
        seen.insert(one.language).inserted, "\(field)[\(index)].language",
        "the language \(one.language) is given twice")
      try Check.text(one.name, "\(field)[\(index)].name")
    }
  }
}

extension PBOrganisationRegistered {
  /// Region, industry and type of school.
  var codes: [CodeUse] {
    [
      .optional(.regions, "details.region", hasRegion ? region : nil),
      .optional(.industries, "details.industry", hasIndustry ? industry : nil),
      .schoolType("details.schoolCode", hasSchoolCode ? schoolCode : nil),
    ]
  }
}
