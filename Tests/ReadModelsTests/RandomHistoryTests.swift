import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing
import TestSupport

/// What may happen to a few streams; rows depend on memories as well as on states.
enum RandomFacts {
  typealias Fact = (stream: String, type: EventType, payload: any Message)

  static func fact<Payload: EventPayload>(_ stream: String, _ payload: Payload) -> Fact {
    (stream, Payload.eventType, payload)
  }

  /// What may happen to one of three streams of a category, in one of four ways.
  static func all(_ number: Int, _ choice: Int) -> [Fact] { table[number * 4 + choice] }

  /// What the same type of event may say in a stream, in whichever way.
  static func versions(of fact: Fact) -> [Fact] { byStreamAndType[key(of: fact), default: []] }

  // Made once: a history asks hundreds of times.
  private static let table: [[Fact]] = (0..<12).map {
    occasions($0 / 4, $0 % 4) + cooperation($0 / 4, $0 % 4)
  }
  private static let byStreamAndType = Dictionary(grouping: table.joined(), by: key)

  private static func key(of fact: Fact) -> String { fact.stream + " " + fact.type.text }

  /// What may happen to organisations, their occasions and people.
  private static func occasions(_ number: Int, _ choice: Int) -> [Fact] {
    let organisation = "organisation-\(choice)"
    return [
      fact(organisation, PBOrganisationRegistered.with { $0.name = "O\(choice)" }),
      fact(
        organisation,
        PBOrganisationMerged.with {
          $0.into = "organisation-\((choice + 1) % 4)"
          $0.reason = choice == 0 ? .legalMerger : .duplicate
        }),
      fact("campaign-\(number)", PBCampaignLaunched.with { $0.kind = .promotionWeek }),
      fact(
        "campaign-\(number)",
        PBCampaignParticipantJoined.with {
          $0.organisation = organisation
          $0.role = choice == 0 ? .school : .employer
        }),
      fact(
        "campaign-\(number)", PBCampaignParticipantLeft.with { $0.organisation = organisation }),
      fact("activity-\(number)", PBActivityPlanned.with { $0.plan.organisers = [organisation] }),
      fact("activity-\(number)", PBActivityHeld()),
      fact("session-\(number)", PBSessionScheduled()),
      fact(
        "session-\(number)", PBSessionPartyArrived.with { $0.organisation = organisation }),
      fact(
        "session-\(number)",
        PBSessionPairMet.with {
          $0.first = organisation
          $0.second = "organisation-\((choice + 2) % 4)"
        }),
      fact("outcome-\(number)", PBOutcomeDeclared.with { $0.facts.category = "1\(choice)" }),
      fact("outcome-\(number)", PBOutcomeRevised.with { $0.facts.category = "7\(choice)" }),
      fact("outcome-\(number)", PBOutcomeGraduateConfirmed()),
      fact("outcome-\(number)", PBOutcomeGraduateContested()),
      fact("assistance-\(number)", PBAssistanceOpened()),
      fact(
        "assistance-\(number)", PBAssistanceOwnerAssigned.with { $0.owner = "person-\(choice)" }),
      fact("order.class-\(number)", PBOrderClassPlanned()),
      fact(
        "order.class-\(number)", PBClassStudentEnrolled.with { $0.student = "person-\(choice)" }),
      fact("order.class-\(number)", PBClassStudentLeft.with { $0.student = "person-\(choice)" }),
      fact("training-\(number)", PBTrainingPlanned()),
      fact("training-\(number)", PBTraineeEnrolled.with { $0.trainee = "person-\(choice)" }),
      fact("training-\(number)", PBTraineeDropped.with { $0.trainee = "person-\(choice)" }),
      fact("person-\(choice)", PBPersonRegistered()),
      fact("person-\(choice)", PBPersonalDataErased.with { $0.ground = .retentionEnded }),
      fact("grant-\(number)", PBGrantApplied.with { $0.fund = "fund-1" }),
      fact("grant-\(number)", PBGrantPaid.with { $0.amountFen = Int64(choice) }),
      fact("policy-\(number)", PBRulesetPublished.with { $0.version = Int32(choice) }),
      fact("policy-\(number)", PBPolicyIssued()),
      fact("meeting-\(number)", PBMeetingConvened()),
      fact("meeting-\(number)", PBMotionVoted.with { $0.motion = "m\(choice)" }),
      fact("application-\(number)", PBApplicationSubmitted.with { $0.vacancy = "vacancy-1" }),
      fact("application-\(number)", PBApplicationJobOffered()),
    ]
  }
}

@Suite struct `Read models of a random history` {
  /// Records one turn.
  ///
  /// - Parameter ids: of the turns before.
  private func record(
    _ turn: RandomTurns.Turn, _ ids: [EventID], to chronicle: Chronicle
  ) async throws -> EventID {
    let fact = turn.fact
    let original = turn.original.map { ids[$0] }
    switch turn.kind {
    case .fact, .late:
      return try await chronicle.record(
        fact.stream, fact.type, fact.payload, on: turn.day, .synthetic)
    case .void, .voidAgain:
      return try await chronicle.void(fact.stream, #require(original), on: turn.day)
    case .correction, .correctionAfterVoid:
      return try await chronicle.record(
        fact.stream, fact.type, fact.payload, on: turn.day, corrects: original)
    }
  }

  @Test(arguments: Seeds.and(1, 2, 3))
  func `are the same kept live and made anew`(seed: UInt64) async throws {
    let chronicle = try Chronicle()
    let history = RandomTurns(seed: seed)
    var ids: [EventID] = []
    for (step, turn) in history.turns.enumerated() {
      ids.append(try await record(turn, ids, to: chronicle))
      if step % 7 == 0 { try await chronicle.store.catchUp() }
    }
    try await chronicle.store.catchUp()
    let live = try await chronicle.store.digest()
    _ = try await chronicle.store.rebuild()
    #expect(try await chronicle.store.digest() == live, "seed \(seed)")
    // Every view and measure still answers.
    for view in chronicle.store.readModels.views {
      _ = try await chronicle.store.page(ViewQuery(view.name))
    }
  }

  @Test func `hold something of everything, whatever the seed`() {
    let fresh = Seeds.fresh()
    for seed in Array(0..<200) + (0..<200).map({ fresh &+ $0 }) {
      let history = RandomTurns(seed: seed)
      var last = ""
      var counts: [RandomTurns.Kind: Int] = [:]
      for (step, turn) in history.turns.enumerated() {
        counts[turn.kind, default: 0] += 1
        if let original = turn.original {
          #expect(original < step && history.turns[original].original == nil, "seed \(seed)")
        }
        guard turn.kind == .fact || turn.kind == .late else { continue }
        #expect((turn.day < last) == (turn.kind == .late), "seed \(seed): turn \(step)")
        last = max(last, turn.day)
      }
      for kind in RandomTurns.Kind.allCases {
        #expect(counts[kind] == kind.count, "seed \(seed): \(kind)")
      }
      #expect(
        history.streamCategories.isSuperset(of: RandomTurns.categories), "seed \(seed)")
    }
  }
}
