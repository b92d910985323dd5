import Projections
import Testing

@Suite struct `An argument of a measure` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  /// What is said of the argument; `nil` where it was taken.
  private func refusal(
    _ measure: String, _ argument: String, _ value: String
  ) async throws -> ProjectionError? {
    do {
      _ = try await chronicle.store.measure(measure, [argument: value])
      return nil
    } catch {
      #expect(error.code == .badArgument)
      #expect(error.field == argument)
      return error
    }
  }

  @Test(arguments: [
    ("alliance.members", "alliance", "nope", "alliance-…"),
    ("alliance.members", "alliance", "", "not nothing"),
    ("interns.planned", "alliance", "organisation-shenlong", "alliance-…"),
    ("graduates", "school", "person-x", "organisation-…"),
    ("policies.issue-year", "policy", "policies-nope", "policy-…"),
    ("organisations.registered", "region", "abc", "as 3302"),
    ("organisations.registered", "region", "99", "as 3302"),
    ("organisations.registered", "region", "3302011", "as 3302"),
    ("organisations.registered", "industry", "ZZ", "as C36"),
    ("organisations.registered", "industry", "36", "as C36"),
    ("organisations.by-kind", "region", "33-2", "as 3302"),
  ])
  func `is refused where nothing can be so`(
    _ measure: String, _ argument: String, _ value: String, _ right: String
  ) async throws {
    let error = try #require(try await refusal(measure, argument, value))
    #expect(error.reason.contains(right), "\(error)")
    #expect(error.reason.hasPrefix(argument), "\(error)")
  }

  @Test(arguments: [
    ("alliance.members", "alliance", "alliance-none"), ("graduates", "school", "organisation-x"),
    ("policies.issue-year", "policy", "policy-nope"), ("organisations.registered", "region", "3"),
    ("organisations.registered", "region", "33"), ("organisations.registered", "region", "330201"),
    ("organisations.registered", "industry", "C"), ("alliance.members", "industry", "C3610"),
    ("session.parties", "industry", "chips"),
  ])
  func `is taken where something could be so, though nothing is`(
    _ measure: String, _ argument: String, _ value: String
  ) async throws {
    #expect(try await refusal(measure, argument, value) == nil)
    #expect(try await chronicle.count(measure, [argument: value])[3] == 0)
  }
}
