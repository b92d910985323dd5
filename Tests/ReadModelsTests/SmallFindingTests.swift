import Cooperation
import EventModel
import Projections
import ReadModels
import SwiftProtobuf
import Testing

@Suite struct `A figure of findings for readers who see no small cells` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func find(
    _ count: Int, rule: String, in streams: [String], from first: Int = 0
  ) async throws {
    for number in first..<(first + count) {
      try await chronicle.record(
        "finding-\(rule).\(number)",
        PBFindingOpened.with {
          $0.rule = rule
          $0.severity = .breach
          $0.subjects = [streams[number % streams.count]]
        }, on: "2023-03-01")
    }
  }

  @Test func `is as large as the persons they speak of`() async throws {
    try await chronicle.place(0..<6, at: "h")
    let streams = (0..<6).map { "placement-h.\($0)" }
    try await find(6, rule: "R01", in: [streams[0]])
    try await find(6, rule: "R02", in: streams)
    try await find(2, rule: "R05", in: ["agreement-1"])
    for name in ["findings.open", "findings.by-rule"] {
      let rows = try await chronicle.measure(name, hidingSmallCells: true)
      #expect(rows.map { $0[0] } == ["R01", "R02", "R05"], "\(name)")
      #expect(rows.map { $0[2] } == [.null, 5, 2], "\(name)")
      #expect(rows.map(\.last) == [1, 0, 0], "\(name)")
    }
    // Two of the six are one: five persons are left, then four.
    for (merged, found) in [(1, SQLValue.integer(5)), (2, .null)] {
      try await chronicle.record("person-h.0", PBPersonRegistered(), on: "2020-01-01")
      try await chronicle.record("person-h.\(merged)", PBPersonRegistered(), on: "2020-01-01")
      try await chronicle.record(
        "person-h.\(merged)", PBPersonMerged.with { $0.into = "person-h.0" }, on: "2023-04-01")
      let rows = try await chronicle.measure("findings.open", hidingSmallCells: true)
      #expect(rows[1][2] == found, "\(merged)")
    }
  }

  @Test func `is left out where few of them speak of many persons`() async throws {
    try await chronicle.place(0..<12, at: "h")
    let streams = (0..<12).map { "placement-h.\($0)" }
    // Two findings of six persons each, and six of one each.
    for number in 0..<2 {
      try await chronicle.record(
        "finding-R01.\(number)",
        PBFindingOpened.with {
          $0.rule = "R01"
          $0.severity = .breach
          $0.subjects = Array(streams[(6 * number)..<(6 * number + 6)])
        }, on: "2023-03-01")
    }
    try await find(6, rule: "R02", in: streams)
    try await find(2, rule: "R05", in: ["agreement-1"])
    for name in ["findings.open", "findings.by-rule"] {
      let rows = try await chronicle.measure(name, hidingSmallCells: true)
      #expect(rows.map { $0[0] } == ["R01", "R02", "R05"], "\(name)")
      #expect(rows.map { $0[2] } == [.null, 5, 2], "\(name)")
      #expect(rows.map(\.last) == [1, 0, 0], "\(name)")
      let all = try await chronicle.measure(name)
      #expect(all.map { $0[2] } == [2, 6, 2], "\(name)")
    }
  }

  @Test(arguments: ["host", "school", "age_band"])
  func `hides one cell more, and of cells that speak of nobody no other`(
    by: String
  ) async throws {
    // R01: two persons in the first cell, none in three more; R02: two, six and seven.
    func place(_ numbers: Range<Int>, _ cell: Int) async throws -> [String] {
      for number in numbers {
        try await chronicle.record(
          "placement-\(number)",
          PBPlacementStarted.with {
            $0.parties.student = "person-\(number)"
            $0.parties.host = "organisation-\(cell)"
            $0.parties.school = "organisation-\(cell)"
            $0.ageBand = [.from16To17, .adult, .under14][cell]
          }, on: "2023-02-01")
      }
      return numbers.map { "placement-\($0)" }
    }
    let cells = [try await place(0..<2, 0), try await place(2..<8, 1), try await place(8..<15, 2)]
    try await find(2, rule: "R01", in: cells[0])
    for (number, cell) in cells.enumerated() {
      try await find(cell.count, rule: "R02", in: cell, from: 10 * number)
    }
    for number in 3..<6 {
      try await chronicle.record(
        "host.post-\(number)", PBHostPostOffered.with { $0.host = "organisation-\(number)" },
        on: "2023-02-01")
      try await find(number, rule: "R01", in: ["host.post-\(number)"], from: 10 * number)
    }
    let rows = try await chronicle.measure(
      "findings.by-rule", ["by": by], hidingSmallCells: true)
    func found(_ rule: String) -> [SQLValue] {
      rows.filter { $0[0].text == rule }.map { $0[2] }.filter { $0 != .null }
    }
    if by == "host" { #expect(found("R01") == [4, 5]) }
    // Without a school or an age they are one cell, which hides the two.
    if by != "host" { #expect(found("R01") == []) }
    #expect(found("R02") == [5])
  }

  @Test func `is one cell for hosts that are one`() async throws {
    for id in ["a", "b"] { try await chronicle.organisation(id, .enterprise) }
    try await chronicle.merge("b", into: "a")
    try await chronicle.place(0..<3, at: "a")
    try await chronicle.place(3..<6, at: "b")
    let streams =
      (0..<3).map { "placement-a.\($0)" } + (3..<6).map { "placement-b.\($0)" }
    try await find(6, rule: "R01", in: streams)
    let rows = try await chronicle.measure(
      "findings.by-rule", ["by": "host"], hidingSmallCells: true)
    #expect(rows.map { $0[1] } == ["organisation-a"])
    #expect(rows.map { $0[2] } == [5])
  }
}
