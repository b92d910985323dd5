import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `A designation` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func grant(
    _ designation: PBDesignationGranted.Designation, to id: String, on day: String,
    _ evidence: Source.Evidence = .documented
  ) async throws {
    try await chronicle.record(
      "organisation-\(id)", PBDesignationGranted.with { $0.designation = designation }, on: day,
      evidence)
  }

  private func counts(_ designation: String = "KEY") async throws -> [[Int64?]] {
    try await ["alliance.members", "organisations.registered"].asyncMap {
      try await chronicle.count($0, ["designation": designation])
    }
  }

  @Test(arguments: [
    (PBOrganisationMerged.Reason.duplicate, Int64(1)), (.legalMerger, 0),
  ])
  func `of a duplicate is its own, that of an absorbed organisation is not`(
    reason: PBOrganisationMerged.Reason, count: Int64
  ) async throws {
    for id in ["a", "b", "c"] { try await chronicle.organisation(id, .enterprise) }
    for id in ["a", "b"] { try await chronicle.member(id) }
    try await grant(.key, to: "c", on: "2022-02-01")
    try await chronicle.merge("c", into: "b", .duplicate)
    #expect(try await counts() == [[1, 0, 0, 1], [1, 0, 0, 1]])
    try await chronicle.merge("b", into: "a", reason)
    #expect(try await counts() == Array(repeating: [count, 0, 0, count], count: 2))
  }

  @Test func `rests on what it was granted by, and so does who counts by it`() async throws {
    try await chronicle.organisation("a", .enterprise)
    try await chronicle.member("a")
    try await grant(.key, to: "a", on: "2022-02-01", .synthetic)
    try await grant(.integration, to: "a", on: "2022-03-01", .documented)
    #expect(try await counts() == Array(repeating: [0, 0, 1, 1], count: 2))
    #expect(try await counts("INTEGRATION") == Array(repeating: [1, 0, 0, 1], count: 2))
    #expect(try await chronicle.count("alliance.members") == [1, 0, 0, 1])
  }
}

extension [String] {
  fileprivate func asyncMap<Result>(_ transform: (String) async throws -> Result) async rethrows
    -> [Result]
  {
    var results: [Result] = []
    for element in self { results.append(try await transform(element)) }
    return results
  }
}
