import Cooperation
import EventModel
import SwiftProtobuf

// Alliances and their members, agreements, internships, studies, claims and findings, with what the
// read models remember of each.

extension RandomFacts {
  static func cooperation(_ number: Int, _ choice: Int) -> [Fact] {
    alliances(number, choice) + agreements(number, choice) + internships(number, choice)
      + placements(number, choice) + studies(number, choice) + claims(number, choice)
      + findings(number, choice)
  }

  private static func alliances(_ number: Int, _ choice: Int) -> [Fact] {
    let alliance = "alliance-\(number)"
    let profile = PBAllianceProfile.with {
      $0.name = "A\(choice)"
      $0.region = "33020\(choice)"
    }
    let organisation = "organisation-\(choice)"
    let member = "membership-\(number).\(choice)"
    return [
      (alliance, EventType("alliance.proposed"), profile),
      (alliance, EventType("alliance.founded"), profile),
      (alliance, EventType("alliance.suspended"), PBAllianceStatusChanged()),
      (alliance, EventType("alliance.resumed"), PBAllianceStatusChanged()),
      (alliance, EventType("alliance.dissolved"), PBAllianceStatusChanged()),
      (
        alliance, EventType("alliance.intern-batch-planned"),
        PBInternBatchPlanned.with {
          $0.batch = "b\(choice)"
          $0.plannedInterns = Int32(100 + choice)
        }
      ),
      fact(
        member,
        PBMembershipApplied.with {
          $0.alliance = alliance
          $0.organisation = organisation
        }),
      fact(
        member,
        PBMembershipAdmitted.with {
          $0.alliance = alliance
          $0.organisation = organisation
          $0.founding = choice == 0
        }),
      fact(member, PBMemberRoleChanged.with { $0.role = "r\(number)" }),
      (member, EventType("membership.withdrawn"), PBMemberLeft()),
      (member, EventType("membership.expelled"), PBMemberLeft()),
    ]
  }

  private static func agreements(_ number: Int, _ choice: Int) -> [Fact] {
    let stream = "agreement-\(number)"
    let terms = PBAgreementTerms.with {
      $0.parties = ["organisation-0", "organisation-\(1 + choice % 3)"]
      $0.kind = choice == 0 ? .schoolSchool : .schoolEnterprise
      $0.broughtAboutBy = "alliance-\(choice % 3)"
      $0.plannedInterns = Int32(choice)
      $0.to = "2022-1\(choice % 3)-01"
    }
    return [
      (stream, EventType("agreement.drafted"), terms),
      (stream, EventType("agreement.reported-signed"), terms),
      (stream, EventType("agreement.submitted"), PBAgreementAdvanced()),
      (stream, EventType("agreement.approved"), PBAgreementAdvanced()),
      (stream, EventType("agreement.rejected"), PBAgreementStopped()),
      (stream, EventType("agreement.annulled"), PBAgreementStopped()),
      fact(stream, PBAgreementPartySigned.with { $0.party = "organisation-\(choice)" }),
      (
        stream, EventType("agreement.amendment-proposed"),
        PBAgreementTerms.with {
          $0.amendment = "1"
          $0.plannedInterns = Int32(10 + choice)
        }
      ),
      fact(
        stream,
        PBAgreementAmendmentSigned.with {
          $0.amendment = "1"
          $0.party = "organisation-\(choice)"
        }),
      fact(stream, PBAgreementTerminated.with { $0.lastDay = "2022-0\(5 + choice)-01" }),
    ]
  }

  private static func internships(_ number: Int, _ choice: Int) -> [Fact] {
    let stream = "internship.agreement-\(number)"
    let text = PBInternshipAgreementDrawnUp.with {
      $0.kind = choice == 0 ? .cognition : .post
      $0.student = "person-\(choice)"
      $0.enrolment = "enrolment-\(number)"
      $0.school = "organisation-0"
      $0.host = "organisation-\(choice)"
      $0.agreement = "agreement-\(choice % 3)"
      $0.terms.from = "2022-07-0\(1 + choice)"
    }
    let parties: [PBInternshipParty] = [.student, .schoolSide, .hostSide, .student]
    return [
      (stream, EventType("internship-agreement.prepared"), text),
      (stream, EventType("internship-agreement.reported-signed"), text),
      fact(stream, PBInformedConsentGiven()), fact(stream, PBGuardianConsented()),
      fact(stream, PBInternshipAgreementSigned.with { $0.party = parties[choice] }),
      fact(stream, PBInternshipAgreementFiled.with { $0.bureau = "organisation-\(choice)" }),
      fact(
        stream, PBInternshipAgreementAmended.with { $0.terms.to = "2022-12-0\(1 + choice)" }),
      fact(stream, PBInternshipAgreementAnnulled()),
      fact(
        stream,
        PBInternshipAgreementSuperseded.with {
          $0.successor = "internship.agreement-\((number + 1) % 3)"
        }),
    ]
  }

  private static func placements(_ number: Int, _ choice: Int) -> [Fact] {
    let stream = "placement-\(number)"
    let parties = PBPlacementParties.with {
      $0.kind = choice == 0 ? .cognition : .post
      $0.student = "person-\(choice)"
      $0.host = "organisation-\(choice)"
      $0.school = "organisation-0"
      $0.internshipAgreement = "internship.agreement-\(number)"
    }
    return [
      fact(stream, PBPlacementArranged.with { $0.parties = parties }),
      fact(stream, PBPlacementStarted.with { $0.parties = parties }),
      fact(stream, PBPaymentRecorded.with { $0.method = choice == 0 ? .goods : .bank }),
      fact(stream, PBPlacementMoved.with { $0.post = "p\(choice)" }),
      (stream, EventType("placement.paused"), PBPlacementInterrupted()),
      (stream, EventType("placement.resumed"), PBPlacementInterrupted()),
      fact(stream, PBIncidentReported()), fact(stream, PBStudentComplained()),
      fact(stream, PBPlacementCompleted()), fact(stream, PBPlacementEndedEarly()),
      fact(stream, PBPlacementNoShow()),
      fact(stream, PBPlacementConverted.with { $0.employer = "organisation-\(choice)" }),
    ]
  }

  private static func studies(_ number: Int, _ choice: Int) -> [Fact] {
    let stream = "enrolment-\(number)"
    return [
      fact(
        stream,
        PBStudentEnrolled.with {
          $0.person = "person-\(choice)"
          $0.school = "organisation-\(choice)"
          $0.major = "46070\(choice)"
          $0.classYear = Int32(2022 + choice % 2)
        }),
      fact(stream, PBGradeYearAdvanced.with { $0.gradeYear = Int32(1 + choice) }),
      fact(stream, PBStudyInterrupted()), fact(stream, PBStudyResumed()),
      fact(stream, PBStudentTransferred.with { $0.school = "organisation-\(choice)" }),
      fact(stream, PBStudentGraduated()), fact(stream, PBStudentWithdrawn()),
      fact(stream, PBKeyGroupConfirmed.with { $0.confirmedBy = "organisation-\(choice)" }),
      fact(stream, PBKeyGroupEnded()),
    ]
  }

  private static func claims(_ number: Int, _ choice: Int) -> [Fact] {
    let stream = "claim-\(number)"
    return [
      fact(
        stream,
        PBClaimPublished.with {
          $0.text = "c\(choice)"
          $0.figure = "\(choice)"
          $0.bound = choice == 0 ? .exact : .moreThan
          $0.nature = choice == 1 ? .planned : .actual
          $0.measure.name = "organisations.registered"
        }),
      fact(stream, PBClaimExplained.with { $0.explanation = "e\(choice)" }),
      fact(stream, PBClaimRetracted()),
    ]
  }

  private static func findings(_ number: Int, _ choice: Int) -> [Fact] {
    let stream = "finding-\(number)"
    return [
      fact(
        stream,
        PBFindingOpened.with {
          $0.rule = choice == 0 ? "R01" : "ORDER"
          $0.subjects = ["placement-\(choice % 3)"]
          $0.severity = choice == 1 ? .critical : .advisory
          $0.reason = "because"
        }),
      fact(stream, PBFindingWithdrawn()),
      fact(stream, PBFindingNotified.with { $0.organisation = "organisation-\(choice)" }),
      fact(stream, PBFindingAnswered()), fact(stream, PBFindingRectified()),
      fact(stream, PBFindingUpheld()), fact(stream, PBFindingSanctioned()),
      fact(stream, PBFindingDismissed()), fact(stream, PBFindingReopened()),
    ]
  }
}
