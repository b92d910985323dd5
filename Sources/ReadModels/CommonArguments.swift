internal import Cooperation
internal import Projections

// Arguments that several views and measures take, said once.

extension ArgumentDeclaration {
  static let until = Self("until", .date, "Facts that may have happened later are not counted.")

  static let organisationKind = Self(
    "kind", .text, "ENTERPRISE, SCHOOL, HR_INSTITUTION and so on.",
    of: PBOrganisationRegistered.Kind.self)

  static let school = Self("school", .text, "The school's stream.")
}
