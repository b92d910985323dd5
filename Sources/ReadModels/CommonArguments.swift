internal import Cooperation
internal import EventModel
internal import Projections

// Arguments that several views and measures take, said once.

extension ArgumentDeclaration {
  static let until = Self("until", .date, "Facts that may have happened later are not counted.")

  static let organisationKind = Self(
    "kind", .text, "ENTERPRISE, SCHOOL, HR_INSTITUTION and so on.",
    of: PBOrganisationRegistered.Kind.self)

  /// An argument that leaves out what was before a day: of a month or a year its first, as `until` takes
  /// the last.
  static func since(_ definition: String) -> Self {
    Self("since", .date, definition + " Of a month or a year its first day.", edge: .first)
  }

  static let school = stream("school", of: .organisation, "The school's stream.")
}

// Arguments of a form: another text would count nothing and look as if there were nothing.

extension ArgumentDeclaration {
  /// What the streams that an argument may name are of.
  enum Named {
    case activity
    case alliance
    case campaign
    case fund
    case organisation
    case policy
    case session
    case vacancy

    var category: StreamCategory {
      switch self {
      case .activity: Activity.category
      case .alliance: Alliance.category
      case .campaign: Campaign.category
      case .fund: Fund.category
      case .organisation: Organisation.category
      case .policy: Policy.category
      case .session: MatchmakingSession.category
      case .vacancy: Vacancy.category
      }
    }
  }

  /// An argument that names a stream.
  static func stream(
    _ name: String, of named: Named, required: Bool = false, orAll: Bool = false,
    _ definition: String
  ) -> Self {
    Self(
      name, .text, required: required, definition,
      form: orAll ? .streamOrAll(named.category) : .stream(named.category))
  }

  /// An argument that begins a region's code, or is one; a city's or a province's stands for all in it.
  static func region(_ name: String, _ definition: String) -> Self {
    let provinces = (10...99).map { String($0) }.filter { RegionCode.isWellFormed($0 + "0000") }
    return Self(
      name, .text, definition,
      form: .code(
        beginnings: provinces, count: 6, filler: "00",
        "a region of GB/T 2260: up to 6 digits that begin with a province, as 3302"))
  }

  /// An argument that begins an industry's code, or is one.
  static func industry(_ name: String, _ definition: String) -> Self {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ".map { String($0) }
      .filter { IndustryCode.isWellFormed($0) }
    return Self(
      name, .text, definition,
      form: .code(
        beginnings: letters, count: 5,
        "an industry of GB/T 4754: a letter A to T and up to 4 digits, as C36"))
  }

  /// What a recorded argument stands for, in SQL; of one that is asked with, its form says so.
  func meaning(of value: String) -> String {
    guard case .code(let beginnings, let count, let filler?, _) = form else { return value }
    let least = beginnings.map(\.utf8.count).min() ?? 0
    let step = filler.utf8.count
    let cases = stride(from: count, to: least, by: -step).flatMap { length in
      // The most fillers first.
      (1...(length - least) / step).reversed().map { times in
        "WHEN length(\(value)) = \(length) AND \(value) "
          + "LIKE '%\(String(repeating: filler, count: times))' "
          + "THEN substr(\(value), 1, \(length - times * step))"
      }
    }
    return "CASE \(cases.joined(separator: " ")) ELSE \(value) END"
  }
}
