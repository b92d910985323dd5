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
  static func all(_ number: Int, _ choice: Int) -> [Fact] {
    occasions(number, choice) + cooperation(number, choice)
  }

  /// What the same type of event may say in a stream, in whichever way.
  static func versions(of fact: Fact) -> [Fact] {
    (0..<3).flatMap { number in (0..<4).flatMap { all(number, $0) } }
      .filter { $0.stream == fact.stream && $0.type == fact.type }
  }

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
  /// Something that a history must hold to prove anything.
  private enum Turn: Hashable, CaseIterable {
    case fact, late, correction, void, correctionAfterVoid
  }

  /// Records one random turn.
  private func turn(
    _ chronicle: Chronicle, _ recorded: inout [(fact: RandomFacts.Fact, id: EventID)],
    _ voided: inout Set<EventID>, _ last: inout String, _ random: inout SeededGenerator
  ) async throws -> Turn {
    let day = "2022-0\(1 + random.below(9))-1\(random.below(10))"
    let act = random.below(10)
    if act < 3, !recorded.isEmpty {
      let known = act == 0 ? recorded.filter { voided.contains($0.id) } : recorded
      let (fact, id) = (known.isEmpty ? recorded : known)[
        random.below((known.isEmpty ? recorded : known).count)]
      if act == 1 {
        try await chronicle.record(
          fact.stream, PBEventVoided.eventType, PBEventVoided(), on: day, voids: id)
        voided.insert(id)
        return .void
      }
      // A correction says something else of the same, on another day.
      let versions = RandomFacts.versions(of: fact)
      let version = versions[random.below(versions.count)]
      try await chronicle.record(
        version.stream, version.type, version.payload, on: day, corrects: id)
      return voided.remove(id) == nil ? .correction : .correctionAfterVoid
    }
    let facts = RandomFacts.all(random.below(3), random.below(4))
    let fact = facts[random.below(facts.count)]
    let id = try await chronicle.record(fact.stream, fact.type, fact.payload, on: day, .synthetic)
    recorded.append((fact, id))
    defer { last = max(last, day) }
    return day < last ? .late : .fact
  }

  @Test(arguments: Seeds.and(1, 2, 3))
  func `are the same kept live and made anew`(seed: UInt64) async throws {
    let chronicle = try Chronicle()
    var random = SeededGenerator(seed: seed)
    var recorded: [(fact: RandomFacts.Fact, id: EventID)] = []
    var voided: Set<EventID> = []
    var last = ""
    var turns: [Turn: Int] = [:]
    for step in 0..<400 {
      turns[
        try await turn(chronicle, &recorded, &voided, &last, &random), default: 0] += 1
      if step % 7 == 0 { try await chronicle.store.catchUp() }
    }
    try await chronicle.store.catchUp()
    for kind in Turn.allCases { #expect(turns[kind, default: 0] > 4, "seed \(seed): \(kind)") }
    let streams = Set(recorded.map { $0.fact.stream.prefix { $0 != "-" } })
    for category in [
      "alliance", "membership", "agreement", "placement", "internship.agreement", "enrolment",
      "claim", "finding",
    ] {
      #expect(streams.contains { $0 == category }, "seed \(seed): \(category)")
    }
    let live = try await chronicle.store.digest()
    _ = try await chronicle.store.rebuild()
    #expect(try await chronicle.store.digest() == live, "seed \(seed)")
    // Every view and measure still answers.
    for view in chronicle.store.readModels.views {
      _ = try await chronicle.store.page(ViewQuery(view.name))
    }
  }
}
