internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// What happens at work: monthly pay, visits of the school, the end. No attendance is made up.

extension City {
  mutating func planPlacement(_ index: Int, after signed: Int, _ dice: inout Dice) {
    let first = Int(internships[index].first)
    var life = Life(index, after: signed)
    life.step(.placementArranged, first - 10, in: &schedule)
    life.join(.placementClaimed, first - 10, in: &schedule)
    life.step(.safetyTrained, first - 3, in: &schedule)
    life.step(.placementStarted, first, lag: Shapes.lag(&dice) % 40, in: &schedule)
    let isWhole = dice.happens(9_200)
    let last = isWhole ? lastDay(index) : first + dice.within(10...150)
    for month in 0..<6 where first + 30 * (month + 1) <= last + 15 {
      let day = first + 30 * (month + 1) - 1
      life.note(.paid, min(day, last), ordinal: month, &dice, in: &schedule)
    }
    for visit in 0..<2 {
      let day = first + dice.within(5...80) + visit * 80
      if day <= last { life.note(.visited, day, ordinal: visit, &dice, in: &schedule) }
    }
    if dice.happens(150) {
      let day = first + dice.below(last - first)
      life.note(.incidentReported, day, &dice, in: &schedule)
      disputes.append(
        Complaint(placement: UInt32(index), day: Int16(day), known: Int16(life.recorded)))
    }
    if dice.happens(900) {
      findings.append(
        Inspection(
          placement: UInt32(index), day: Int16(first + dice.below(last - first)),
          known: Int16(life.recorded)))
    }
    life.step(
      isWhole ? .placementCompleted : .placementEndedEarly, last, lag: Shapes.lag(&dice),
      in: &schedule)
    if isWhole || dice.happens(5_000) {
      for assessor in 0..<2 {
        life.note(.assessed, last, ordinal: assessor, &dice, in: &schedule)
      }
    }
    if isWhole, dice.happens(2_000) {
      life.note(.converted, last + dice.within(1...40), &dice, in: &schedule)
    }
  }

  private static let earlyEnds: [PBPlacementEndedEarly.Reason] = [
    .unsuited, .conditions, .pay, .study, .other,
  ]

  func placementNaming(_ event: PlannedEvent) -> Naming {
    switch event.fact {
    case .placementArranged, .placementStarted:
      Naming(
        after: parties(event.index) + [
          Named("internship agreement", .internshipAgreement, event.index)
        ], read: [internshipCode(event.index)])
    default: Naming()
    }
  }

  func placementPayload(_ event: PlannedEvent) -> [UInt8] {
    let index = event.index
    switch event.fact {
    case .placementArranged:
      return encoded(
        PBPlacementArranged.with {
          $0.parties = placementParties(index)
          $0.plannedFrom = date(Int(internships[index].first))
          $0.plannedTo = date(lastDay(index))
        })
    case .safetyTrained:
      return encoded(PBSafetyTrainingCompleted.with { $0.hours = 8 })
    case .placementStarted: return encoded(start(index))
    case .paid:
      let first = Int(internships[index].first) + 30 * Int(event.ordinal)
      return encoded(
        PBPaymentRecorded.with {
          $0.periodFrom = date(first)
          // What a correction puts right is the month's last day.
          $0.periodTo = date(event.isCorrection ? first + 28 : first + 29)
          $0.method = .bank
        })
    case .visited:
      return encoded(PBSchoolVisitMade.with { $0.mode = event.isCorrection ? .online : .onSite })
    case .incidentReported:
      return encoded(PBIncidentReported.with { $0.reportedBy = .schoolSide })
    case .assessed: return encoded(assessment(event))
    case .placementCompleted: return encoded(PBPlacementCompleted())
    case .placementEndedEarly:
      return encoded(
        PBPlacementEndedEarly.with {
          $0.by = index % 3 == 0 ? .hostSide : .student
          $0.reason = City.earlyEnds[index % 5]
        })
    default: return encoded(PBPlacementConverted())
    }
  }

  private func assessment(_ event: PlannedEvent) -> PBAssessmentRecorded {
    var dice = Dice(seed, .payload, event.index * 2 + Int(event.ordinal))
    func grade() -> Int32 { Int32(1 + dice.choose([3, 12, 40, 35, 10])) }
    return PBAssessmentRecorded.with {
      $0.assessor = event.ordinal == 0 ? .schoolSide : .hostSide
      $0.practical = grade()
      $0.analytical = grade()
      $0.independentWork = grade()
      let emergencies = grade()
      $0.emergencies = event.isCorrection ? emergencies % 5 + 1 : emergencies
    }
  }

  private func start(_ index: Int) -> PBPlacementStarted {
    let person = Int(internships[index].person)
    return PBPlacementStarted.with {
      $0.parties = placementParties(index)
      $0.gradeYear = gradeYear(person, atEnrolment: false)
      $0.schoolLevel = schoolLevel(Int(schools[person]))
    }
  }

  private func placementParties(_ index: Int) -> PBPlacementParties {
    let person = Int(internships[index].person)
    return PBPlacementParties.with {
      $0.kind = .post
      $0.student = self.person(person)
      $0.enrolment = text(StreamKey(.enrolment, person))
      $0.school = organisation(school(ofPerson: person))
      $0.host = organisation(Int(internships[index].host))
      $0.internshipAgreement = text(StreamKey(.internshipAgreement, index))
      $0.post = post(index)
      $0.region = region(Int(internships[index].host))
    }
  }
}
