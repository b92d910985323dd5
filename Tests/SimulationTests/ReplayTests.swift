import Cooperation
import Deciding
import EventLogTesting
import EventModel
import Simulation
import SwiftProtobuf
import Testing

@Suite struct `Simulated facts, given to the deciders as commands` {
  @Test func `lead to the same payloads, about the same streams`() async throws {
    let log = try await simulated(perTenThousand: 5).log
    var past = GivenWhenThen(
      CooperationDecider(), now: RecordedTime(microseconds: 1_800_000_000_000_000))
    var number: UInt64 = 0
    var replayed: [String: Int] = [:]

    for recorded in try events(of: log) {
      guard recorded.event.corrects == nil, let body = try command(recorded) else { continue }
      var command = PBCommand()
      command.standing = recorded.event.standing == .decided ? .decided : .reported
      command.occurred = recorded.event.occurred.description
      command.body = body
      let parsed = try ParsedCommand(command)
      number += 1
      let context = parsed.context(
        now: past.now, zone: past.zone, actor: recorded.event.actor, channel: .simulation)
      let outcome = try past.when(parsed, context, id: CommandID(high: 1, low: number))

      let fact = try #require(
        outcome.recorded.first, "\(recorded.event.type) in \(recorded.stream) is already so")
      #expect(fact.event.type == recorded.event.type)
      #expect(fact.stream == recorded.stream)
      #expect(fact.event.payload == recorded.event.payload, "\(recorded.event.type)")
      #expect(fact.event.about == recorded.event.about, "\(recorded.event.type)")
      #expect(!outcome.recorded.contains { $0.event.type == ReviewEvents.opened })
      replayed[recorded.event.type.text, default: 0] += 1
    }

    #expect(replayed.count >= 15, "\(replayed)")
  }

  /// The command that leads to a fact; `nil` for what is not tried, or follows by itself.
  private func command(_ recorded: RecordedEvent) throws -> PBCommand.OneOf_Body? {
    let stream = recorded.stream.text
    let payload = recorded.event.payload
    switch recorded.event.type.text {
    case "organisation.registered":
      let details = try PBOrganisationRegistered(serializedBytes: payload)
      return .registerOrganisation(
        .with {
          $0.organisation = stream
          $0.details = details
        })
    case "organisation.staff-count-reported":
      let details = try PBStaffCountReported(serializedBytes: payload)
      return .reportStaffCount(
        .with {
          $0.organisation = stream
          $0.details = details
        })
    case "person.registered":
      var details = try PBPersonRegistered(serializedBytes: payload)
      details.clearHasIDNumber_p()
      return .registerPerson(
        .with {
          $0.person = stream
          $0.details = details
        })
    case "enrolment.enrolled":
      let details = try PBStudentEnrolled(serializedBytes: payload)
      return .enrolStudent(
        .with {
          $0.enrolment = stream
          $0.details = details
        })
    case "enrolment.grade-year-advanced":
      let details = try PBGradeYearAdvanced(serializedBytes: payload)
      return .advanceGradeYear(
        .with {
          $0.enrolment = stream
          $0.details = details
        })
    case "enrolment.graduated":
      let details = try PBStudentGraduated(serializedBytes: payload)
      return .graduateStudent(
        .with {
          $0.enrolment = stream
          $0.details = details
        })
    default:
      return try agreementCommand(recorded) ?? placementCommand(recorded)
        ?? outcomeCommand(recorded)
    }
  }

  private func agreementCommand(_ recorded: RecordedEvent) throws -> PBCommand.OneOf_Body? {
    let stream = recorded.stream.text
    let payload = recorded.event.payload
    switch recorded.event.type.text {
    case "internship-agreement.prepared":
      let details = try PBInternshipAgreementDrawnUp(serializedBytes: payload)
      return .prepareInternshipAgreement(
        .with {
          $0.internshipAgreement = stream
          $0.details = details
        })
    case "internship-agreement.consent-given":
      return .giveInformedConsent(
        .with {
          $0.internshipAgreement = stream
          $0.details = PBInformedConsentGiven()
        })
    case "internship-agreement.signed":
      let details = try PBInternshipAgreementSigned(serializedBytes: payload)
      return .signInternshipAgreement(
        .with {
          $0.internshipAgreement = stream
          $0.details = details
        })
    case "internship-agreement.insurance-attached":
      let details = try PBInsuranceAttached(serializedBytes: payload)
      return .attachInsurance(
        .with {
          $0.internshipAgreement = stream
          $0.details = details
        })
    case "internship-agreement.filed":
      let details = try PBInternshipAgreementFiled(serializedBytes: payload)
      return .fileInternshipAgreement(
        .with {
          $0.internshipAgreement = stream
          $0.details = details
        })
    default: return nil
    }
  }

  private func placementCommand(_ recorded: RecordedEvent) throws -> PBCommand.OneOf_Body? {
    let stream = recorded.stream.text
    let payload = recorded.event.payload
    switch recorded.event.type.text {
    case "placement.arranged":
      let details = try PBPlacementArranged(serializedBytes: payload)
      return .arrangePlacement(
        .with {
          $0.placement = stream
          $0.details = details
        })
    case "placement.started":
      var details = try PBPlacementStarted(serializedBytes: payload)
      // These are worked out.
      details.clearGradeYear()
      details.clearSchoolLevel()
      return .startPlacement(
        .with {
          $0.placement = stream
          $0.details = details
        })
    case "placement.payment-recorded":
      let details = try PBPaymentRecorded(serializedBytes: payload)
      return .recordPayment(
        .with {
          $0.placement = stream
          $0.details = details
        })
    case "placement.school-visit-made":
      let details = try PBSchoolVisitMade(serializedBytes: payload)
      return .recordSchoolVisit(
        .with {
          $0.placement = stream
          $0.details = details
        })
    case "placement.completed":
      return .completePlacement(
        .with {
          $0.placement = stream
          $0.details = PBPlacementCompleted()
        })
    default: return nil
    }
  }

  private func outcomeCommand(_ recorded: RecordedEvent) throws -> PBCommand.OneOf_Body? {
    let stream = recorded.stream.text
    let payload = recorded.event.payload
    switch recorded.event.type.text {
    case "outcome.declared":
      let details = try PBOutcomeDeclared(serializedBytes: payload)
      return .declareOutcome(
        .with {
          $0.outcome = stream
          $0.details = details
        })
    case "outcome.evidence-attached":
      let details = try PBOutcomeEvidenceAttached(serializedBytes: payload)
      return .attachOutcomeEvidence(
        .with {
          $0.outcome = stream
          $0.details = details
        })
    case "outcome.employer-cross-checked":
      let details = try PBOutcomeEmployerCrossChecked(serializedBytes: payload)
      return .crossCheckEmployer(
        .with {
          $0.outcome = stream
          $0.details = details
        })
    case "outcome.graduate-contested":
      let details = try PBOutcomeGraduateContested(serializedBytes: payload)
      return .contestOutcome(
        .with {
          $0.outcome = stream
          $0.details = details
        })
    case "outcome.revised":
      let details = try PBOutcomeRevised(serializedBytes: payload)
      return .reviseOutcome(
        .with {
          $0.outcome = stream
          $0.details = details
        })
    case "outcome.graduate-confirmed":
      let details = try PBOutcomeGraduateConfirmed(serializedBytes: payload)
      return .confirmOutcome(
        .with {
          $0.outcome = stream
          $0.details = details
        })
    case "outcome.school-reviewed":
      let details = try PBOutcomeReviewed(serializedBytes: payload)
      return .reviewOutcomeAsSchool(
        .with {
          $0.outcome = stream
          $0.details = details
        })
    case "outcome.bureau-reviewed":
      let details = try PBOutcomeReviewed(serializedBytes: payload)
      return .reviewOutcomeAsBureau(
        .with {
          $0.outcome = stream
          $0.details = details
        })
    default: return nil
    }
  }
}
