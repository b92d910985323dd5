import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing
import TestSupport

@Suite struct `Read models of a random history` {
  typealias Fact = (stream: String, type: EventType, payload: any Message)

  private static func fact<Payload: EventPayload>(_ stream: String, _ payload: Payload) -> Fact {
    (stream, Payload.eventType, payload)
  }

  /// What may happen to a few streams; they depend on memories as well as on states.
  static func facts(_ number: Int, _ choice: Int) -> [Fact] {
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

  @Test(arguments: Seeds.and(1, 2, 3))
  func `are the same kept live and made anew`(seed: UInt64) async throws {
    let chronicle = try Chronicle()
    var random = SeededGenerator(seed: seed)
    var recorded: [(fact: Fact, id: EventID)] = []
    for step in 0..<250 {
      let facts = Self.facts(random.below(3), random.below(4))
      let day = "2022-0\(1 + random.below(9))-1\(random.below(10))"
      switch random.below(10) {
      case 0 where !recorded.isEmpty:
        let (fact, id) = recorded[random.below(recorded.count)]
        try await chronicle.record(
          fact.stream, PBEventVoided.eventType, PBEventVoided(), on: day, voids: id)
      case 1 where !recorded.isEmpty:
        let (fact, id) = recorded[random.below(recorded.count)]
        try await chronicle.record(fact.stream, fact.type, fact.payload, on: day, corrects: id)
      default:
        let fact = facts[random.below(facts.count)]
        let id = try await chronicle.record(
          fact.stream, fact.type, fact.payload, on: day, .synthetic)
        recorded.append((fact, id))
      }
      if step % 7 == 0 { try await chronicle.store.catchUp() }
    }
    try await chronicle.store.catchUp()
    let live = try await chronicle.store.digest()
    _ = try await chronicle.store.rebuild()
    #expect(try await chronicle.store.digest() == live)
    // Every view and measure still answers.
    for view in chronicle.store.readModels.views {
      _ = try await chronicle.store.page(ViewQuery(view.name))
    }
  }
}
