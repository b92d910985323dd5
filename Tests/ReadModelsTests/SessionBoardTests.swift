import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

@Suite struct `MatchmakingBoard sets announced numbers beside counted ones` {
  private let chronicle: Chronicle

  init() throws { chronicle = try Chronicle() }

  private func close(
    _ session: String, parties: (Int32, PBClaimPublished.Bound?)? = nil,
    intentions: (Int32, PBClaimPublished.Bound?)? = nil
  ) async throws {
    try await chronicle.record(
      "session-\(session)",
      PBSessionClosed.with {
        if let parties {
          $0.announcedParties = parties.0
          if let bound = parties.1 { $0.announcedPartiesBound = bound }
        }
        if let intentions {
          $0.announcedIntentions = intentions.0
          if let bound = intentions.1 { $0.announcedIntentionsBound = bound }
        }
      }, on: "2023-05-27")
  }

  private func arrive(_ organisation: String, at session: String) async throws {
    try await chronicle.record(
      "session-\(session)",
      PBSessionPartyArrived.with { $0.organisation = "organisation-\(organisation)" },
      on: "2023-05-26")
  }

  private func intend(_ count: Int, at session: String) async throws {
    for number in 0..<count {
      try await chronicle.record(
        "intention-\(session).\(number)",
        PBIntentionRecorded.with { $0.session = "session-\(session)" }, on: "2023-05-26")
    }
  }

  private func row(_ session: String) async throws -> [String: SQLValue] {
    try #require(
      await chronicle.rows(
        "MatchmakingBoard", .init("stream", .oneOf([.text("session-\(session)")]))
      ).first)
  }

  @Test func `with the word they were announced with`() async throws {
    for id in ["a", "b", "twin"] { try await chronicle.organisation(id, .enterprise) }
    try await chronicle.record("session-1", PBSessionScheduled(), on: "2023-05-26")
    for id in ["a", "b", "twin"] { try await arrive(id, at: "1") }
    try await intend(2, at: "1")
    var session = try await row("1")
    #expect(session["announced_parties_bound"] == .null)
    #expect(session["parties_agree"] == .null && session["intentions_agree"] == .null)
    try await close("1", parties: (3, nil), intentions: (2, .moreThan))
    session = try await row("1")
    #expect(session["arrived"] == 3 && session["announced_parties"] == 3)
    #expect(session["announced_parties_bound"] == "EXACT", "where none is told")
    #expect(session["parties_agree"] == 1)
    #expect(session["intentions"] == 2 && session["announced_intentions"] == 2)
    #expect(session["announced_intentions_bound"] == "MORE_THAN")
    #expect(session["intentions_agree"] == 0)
    // A merger counts once; whether the announced number was right it doesn't change.
    try await chronicle.merge("twin", into: "a", .legalMerger, on: "2023-06-01")
    session = try await row("1")
    #expect(session["parties"] == 2 && session["arrived"] == 3 && session["parties_agree"] == 1)
    // The third intention comes late.
    try await chronicle.record(
      "intention-late", PBIntentionRecorded.with { $0.session = "session-1" }, on: "2023-05-26")
    #expect(try await row("1")["intentions_agree"] == 1)
  }

  @Test func `and judges them as the domain does`() async throws {
    let bounds: [PBClaimPublished.Bound] = [
      .exact, .moreThan, .nearly, .orderOfMagnitude, .unknown,
    ]
    var sessions: [(id: String, expected: Bool?)] = []
    for bound in bounds {
      for figure in [1, 3, 10] as [Int32] {
        for count in [0, 1, 2, 3, 4, 6, 9, 10, 11] {
          let id = "\(bound.rawValue).\(figure).\(count)"
          try await chronicle.record("session-\(id)", PBSessionScheduled(), on: "2023-05-26")
          try await intend(count, at: id)
          for number in 0..<count { try await arrive("o\(number)", at: id) }
          try await close(id, parties: (figure, bound), intentions: (figure, bound))
          sessions.append((id, bound.bears(out: Int(figure), counted: count)))
        }
      }
    }
    let rows = try await chronicle.rows("MatchmakingBoard")
    let board = Dictionary(uniqueKeysWithValues: rows.map { ($0["stream"]?.text, $0) })
    for (id, expected) in sessions {
      let row = board["session-\(id)"]
      #expect(row?["intentions_agree"] == SQLValue(expected), "intentions of \(id)")
      #expect(row?["parties_agree"] == SQLValue(expected), "parties of \(id)")
    }
  }

  @Test func `count a party for each field it was told to stand for, by the best telling`()
    async throws
  {
    for id in ["a", "b"] { try await chronicle.organisation(id, .enterprise) }
    try await chronicle.record("session-1", PBSessionScheduled(), on: "2023-05-26")
    for (id, industry, evidence) in [
      ("a", nil, Source.Evidence.synthetic), ("a", "materials", .synthetic),
      ("a", "materials", .documented), ("a", "energy", .inferred), ("b", "energy", .documented),
    ] {
      try await chronicle.record(
        "session-1",
        PBSessionPartyArrived.with {
          $0.organisation = "organisation-\(id)"
          if let industry { $0.industry = industry }
        }, on: "2023-05-26", evidence)
    }
    #expect(try await chronicle.count("session.parties") == [2, 0, 0, 2])
    #expect(try await chronicle.count("session.parties", ["industry": "energy"]) == [1, 1, 0, 2])
    #expect(try await chronicle.count("session.industries") == [2, 0, 0, 2])
    let board = try await row("1")
    #expect(board["parties"] == 2 && board["industries"] == 2 && board["arrived"] == 2)
  }
}
