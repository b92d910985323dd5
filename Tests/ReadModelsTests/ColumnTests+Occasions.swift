import Cooperation
import EventModel
import Projections
import SwiftProtobuf
import Testing

// What happens between organisations, and what is done for people.

extension `Each column of a row` {
  @Test func `tells who offers a vacancy from who publishes it, and whom it is for`() async throws {
    try await record(1, "vacancy-a") { _ in
      PBVacancyPublished.with {
        $0.employer = "organisation-employer"
        $0.publisher = "organisation-publisher"
        $0.terms.headcount = 9
        $0.terms.payMinFen = 500
        $0.terms.payMaxFen = 600
        $0.terms.keyGroupsOnly = true
        $0.terms.from = "2022-07-02"
        $0.terms.to = "2022-07-30"
      }
    }
    try await record(1, "vacancy-a") { _ in PBVacancyFilled.with { $0.filled = 3 } }
    try await record(2, "vacancy-a") { _ in PBVacancyComplainedAbout() }
    try await expect(
      "Vacancies",
      shows: [
        "employer": "organisation-employer", "publisher": "organisation-publisher",
        "headcount": 9, "filled": 3, "pay_min_fen": 500, "pay_max_fen": 600, "is_internship": 0,
        "key_groups_only": 1, "from_day": "2022-07-02", "to_day": "2022-07-30",
        "published_on": "2022-07-01", "complaints": 2,
      ])
  }

  @Test func `tells an activity's days and each of its counts`() async throws {
    try await record(1, "activity-a") { _ in
      PBActivityPlanned.with {
        $0.plan.from = "2022-08-01"
        $0.plan.to = "2022-08-05"
      }
    }
    let counted: [(PBActivityCounted.What, Int32)] = [
      (.visitors, 50), (.curriculaVitae, 40), (.preliminaryIntentions, 30), (.exhibitors, 20),
      (.posts, 10),
    ]
    try await chronicle.record("activity-a", PBActivityHeld(), on: "2022-08-02")
    for (what, count) in counted {
      try await chronicle.record(
        "activity-a",
        PBActivityCounted.with {
          $0.what = what
          $0.count = count
        }, on: "2022-08-03")
    }
    try await expect(
      "ActivityBoard",
      shows: [
        "planned_on": "2022-07-01", "from_day": "2022-08-01", "to_day": "2022-08-05",
        "held_on": "2022-08-02", "visitors": 50, "curricula_vitae": 40,
        "preliminary_intentions": 30, "exhibitors_counted": 20, "posts_counted": 10,
      ])
  }

  @Test func `tells a visit's days, and each of the three things that may be said of it`()
    async throws
  {
    try await record(1, "visit-a") { _ in PBVisitPlanned.with { $0.on = "2022-08-01" } }
    func held(_ set: (inout PBVisitHeld) -> Void) async throws -> [SQLValue?] {
      var held = PBVisitHeld()
      set(&held)
      let event = try await chronicle.record("visit-a", held, on: "2022-08-02")
      let row = try await chronicle.rows("Visits")[0]
      try await chronicle.void("visit-a", event)
      #expect(row["planned_for"] == "2022-08-01" && row["held_on"] == "2022-08-02")
      return ["is_negotiated", "is_newly_developed", "by_top_leaders"].map { row[$0] }
    }
    #expect(try await held { $0.negotiated = true } == [1, 0, 0])
    #expect(try await held { $0.newlyDeveloped = true } == [0, 1, 0])
    #expect(try await held { $0.parties.byTopLeaders = true } == [0, 0, 1])
  }

  @Test func `tells what a session was called for, who met there and what was announced`()
    async throws
  {
    try await record(1, "session-a") { _ in
      PBSessionScheduled.with {
        $0.from = "2022-08-01"
        $0.to = "2022-08-02"
      }
    }
    try await record(6, "session-a") { number in
      PBSessionPartyInvited.with { $0.organisation = "organisation-\(number)" }
    }
    try await record(5, "session-a") { number in
      PBSessionPartyArrived.with { $0.organisation = "organisation-\(number)" }
    }
    try await record(4, "session-a") { number in
      PBSessionPairMet.with {
        $0.first = "organisation-0"
        $0.second = "organisation-\(number)"
      }
    }
    try await record(3, "session-a") { _ in PBSessionNoMatchRecorded.with { $0.reason = .tooFar } }
    try await chronicle.record(
      "session-a",
      PBSessionClosed.with {
        $0.announcedParties = 9
        $0.announcedPartiesBound = .exact
        $0.announcedIntentions = 8
        $0.announcedIntentionsBound = .moreThan
      }, on: "2022-08-02")
    try await expect(
      "MatchmakingBoard",
      shows: [
        "from_day": "2022-08-01", "to_day": "2022-08-02", "invited": 6, "arrived": 5, "pairs": 4,
        "failures": 3, "announced_parties": 9, "announced_parties_bound": "EXACT",
        "parties_agree": 0, "announced_intentions": 8, "announced_intentions_bound": "MORE_THAN",
      ])
  }

  @Test func `tells a need's answers, matches and failures, and its days`() async throws {
    try await record(1, "need-a") { _ in
      PBNeedPublished.with {
        $0.terms.quantity = 9
        $0.terms.from = "2022-08-01"
        $0.terms.to = "2022-08-31"
      }
    }
    try await record(4, "need-a") { number in
      PBNeedAnswered.with { $0.by = "organisation-\(number)" }
    }
    try await record(3, "need-a") { number in
      PBNeedMatched.with {
        $0.with = "organisation-\(number)"
        $0.quantity = 1
      }
    }
    try await record(2, "need-a") { _ in PBNeedMatchFailed.with { $0.reason = .payGap } }
    try await expect(
      "Needs",
      shows: [
        "quantity": 9, "answers": 4, "matches": 3, "failures": 2, "from_day": "2022-08-01",
        "to_day": "2022-08-31", "published_on": "2022-07-01",
      ])
  }

  @Test func `tells a campaign's first day from the day on which it was launched`() async throws {
    try await record(1, "campaign-a") { _ in
      PBCampaignLaunched.with {
        $0.from = "2022-08-01"
        $0.to = "2022-08-31"
      }
    }
    try await expect(
      "CampaignBoard",
      shows: ["from_day": "2022-08-01", "to_day": "2022-08-31", "launched_on": "2022-07-01"])
  }

  @Test func `tells what was fed back to a survey from what was decided after it`() async throws {
    try await record(1, "survey-a") { _ in PBSurveyDesigned.with { $0.title = "T" } }
    try await record(3, "survey-a") { _ in PBSurveyFeedbackReceived.with { $0.summary = "S" } }
    try await record(2, "survey-a") { number in
      PBSurveyImprovementDecided.with {
        $0.school = "organisation-s"
        $0.change = "C\(number)"
      }
    }
    try await expect("Surveys", shows: ["feedback": 3, "improvements": 2, "questions": 0])
  }

  @Test func `tells a training's heads, seats, trainees, sessions and hours`() async throws {
    try await record(1, "training-a") { _ in PBTrainingRequested.with { $0.heads = 9 } }
    try await record(1, "training-a") { _ in PBTrainingPlanned.with { $0.seats = 8 } }
    try await record(7, "training-a") { number in
      PBTraineeEnrolled.with { $0.trainee = "person-\(number)" }
    }
    try await record(2, "training-a") { number in
      PBTraineeDropped.with { $0.trainee = "person-\(number)" }
    }
    try await record(3, "training-a") { _ in PBTrainingSessionHeld.with { $0.hours = 2 } }
    try await chronicle.record(
      "training-a", PBTrainingCertificateIssued.with { $0.trainee = "person-7" }, on: "2022-08-01")
    try await expect(
      "StaffTraining",
      shows: [
        "requested": 9, "seats": 8, "trainees": 5, "dropped": 2, "certificates": 1, "sessions": 3,
        "hours": 6,
      ])
  }

  @Test
  func `tells a case's guidance, recommendations and diagnoses, and since when it has an owner`()
    async throws
  {
    try await record(1, "assistance-a") { _ in PBAssistanceOpened.with { $0.graduate = "person-g" }
    }
    try await chronicle.record(
      "assistance-a", PBAssistanceOwnerAssigned.with { $0.owner = "person-o" }, on: "2022-07-02")
    try await record(4, "assistance-a") { _ in PBAssistanceGuidanceGiven() }
    try await record(3, "assistance-a") { number in
      PBAssistanceJobRecommended.with { $0.vacancy = "vacancy-\(number)" }
    }
    try await record(2, "assistance-a") { _ in PBAssistanceDiagnosisRecorded() }
    try await expect(
      "AssistanceBoard",
      shows: [
        "opened_on": "2022-07-01", "owned_since": "2022-07-02", "guidances": 4,
        "recommendations": 3, "diagnoses": 2,
      ])
  }

  @Test func `tells an outcome's reviews, its revisions and why it is contested`() async throws {
    try await record(1, "outcome-a") { _ in
      PBOutcomeDeclared.with { $0.facts.category = "10" }
    }
    try await record(2, "outcome-a") { _ in PBOutcomeRevised.with { $0.facts.category = "11" } }
    try await chronicle.record(
      "outcome-a", PBOutcomeEmployerCrossChecked.with { $0.result = .matches }, on: "2022-07-05")
    try await chronicle.record(
      "outcome-a", EventType("outcome.school-reviewed"),
      PBOutcomeReviewed.with { $0.passed = true },
      on: "2022-07-06")
    let shown: [String: SQLValue] = [
      "is_key_field": 0, "revisions": 2, "cross_check": "MATCHES", "school_passed": 1,
    ]
    try await expect(
      "Outcomes", shows: shown.merging(["bureau_passed": .null, "is_contested": 0]) { $1 })
    try await chronicle.record(
      "outcome-a", PBOutcomeGraduateContested.with { $0.ground = .neverAgreed }, on: "2022-07-07")
    try await chronicle.record(
      "outcome-a", EventType("outcome.bureau-reviewed"),
      PBOutcomeReviewed.with { $0.passed = false },
      on: "2022-07-08")
    try await expect(
      "Outcomes",
      shows: shown.merging([
        "bureau_passed": 0, "is_contested": 1, "contest_ground": "NEVER_AGREED",
      ]) { $1 })
  }

  @Test func `tells a dispute's hearings from its evidence`() async throws {
    try await record(1, "dispute-a") { _ in PBDisputeRaised.with { $0.raisedBy = "person-a" } }
    try await record(2, "dispute-a") { _ in PBDisputeHearingHeld() }
    try await record(3, "dispute-a") { _ in PBDisputeEvidenceReceived() }
    try await expect("Disputes", shows: ["is_open": 1, "hearings": 2, "evidence_received": 3])
  }
}
