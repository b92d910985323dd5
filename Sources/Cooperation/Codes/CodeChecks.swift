internal import Deciding
internal import EventModel

// The checks of codes: each is a rule of the book, so that its text can be looked up.

extension Rule {
  static let creditCodeCheck = Rule(
    number: "USCC",
    sentence: "A Unified Social Credit Code fits its two check characters.",
    source: "GB 32100-2015, GB 11714-1997", isVerified: true,
    whenDecided: .review, whenReported: .review)

  static let creditCodeKind = Rule(
    number: "USCC-KIND",
    sentence: "The first two characters of a Unified Social Credit Code fit the kind of "
      + "organisation.",
    source: "GB 32100-2015, registrar and kind, from secondary sources", isVerified: false,
    whenDecided: .review, whenReported: .review)

  static let schoolCodeKind = Rule(
    number: "SCHOOL-CODE",
    sentence: "A school code has a known province, and its holder is a school.",
    source: "Coding scheme for schools of the Ministry of Education, from secondary sources",
    isVerified: false, whenDecided: .review, whenReported: .review)

  static let identityBasis = Rule(
    number: "IDENTITY",
    sentence: "An organisation that we register ourselves has a code, a school its own one or the "
      + "number of an approval, or a steward confirms who it is.",
    source: "Concord's own", isVerified: true,
    whenDecided: .review, whenReported: .review)
}

/// What the codes of an organisation show.
enum CodeChecks {
  /// The reviews that a credit code asks for.
  ///
  /// - Throws: ``Rejection`` when the text is no code at all.
  static func reviews(
    creditCode text: String, of kind: PBOrganisationRegistered.Kind, _ field: String
  ) throws(Rejection) -> [ReviewProposal] {
    let code: CreditCode
    do throws(CreditCode.Malformed) {
      code = try CreditCode(validating: text)
    } catch {
      throw .malformed(field, error.reason)
    }
    var reviews: [ReviewProposal] = []
    if let failure = code.failure {
      reviews.append(ReviewProposal(.creditCodeCheck, "the code \(text): \(failure)"))
    }
    if let allowed = prefixes[kind], !allowed.contains(code.prefix) {
      reviews.append(
        ReviewProposal(
          .creditCodeKind,
          "the code \(text) begins with \(code.prefix); with this kind of organisation it is "
            + "\(allowed.sorted().joined(separator: " or "))"))
    }
    return reviews
  }

  /// The reviews that a school code asks for.
  ///
  /// - Throws: ``Rejection`` when the text is no code at all.
  static func reviews(
    schoolCode text: String, of kind: PBOrganisationRegistered.Kind, _ field: String
  ) throws(Rejection) -> [ReviewProposal] {
    guard let code = SchoolCode(validating: text) else {
      throw .malformed(field, "a school code is 10 digits")
    }
    var reviews: [ReviewProposal] = []
    if let failure = code.failure {
      reviews.append(ReviewProposal(.schoolCodeKind, "the school code \(text): \(failure)"))
    }
    if kind != .school {
      reviews.append(
        ReviewProposal(
          .schoolCodeKind, "the school code \(text) stands with an organisation that is no school"))
    }
    return reviews
  }

  /// Registrar and kind by kind of organisation; a kind that is not listed may have any.
  static let prefixes: [PBOrganisationRegistered.Kind: Set<String>] = [
    .enterprise: ["91", "92", "93", "N1", "N2", "N3", "Y1"],
    .school: ["12", "52", "91", "A1"],
    .hrInstitution: ["91", "92", "12", "52"],
    .industryAssociation: ["51", "13"],
    .trainingInstitution: ["52", "91", "92", "12"],
    .governmentBody: ["11", "12", "13"],
  ]
}
