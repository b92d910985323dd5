internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// Where each graduate went: declared, proved, checked, reviewed, confirmed; 0.4 % contest it.

extension City {
  mutating func planOutcomes() {
    let popularity = Popularity(count: size.enterprises)
    for index in 0..<size.graduates {
      var dice = Dice(seed, .outcome, index)
      let employer = UInt32(popularity.draw(&dice))
      // Who is bound by an agreement goes there.
      outcomeEmployers.append(agreedEmployers[index] == .max ? employer : agreedEmployers[index])
      let day = SchoolYear.day(SchoolYear.outcomes, &dice)
      var life = Life(index, after: SchoolYear.first)
      life.step(.outcomeDeclared, day, lag: Shapes.lag(&dice) % 60, in: &schedule)
      life.join(.outcomeClaimed, day, in: &schedule)
      outcomeDays.append((Int16(day), Int16(life.recorded)))
      let destination = destination(index)
      if destination.evidence != nil { life.note(.outcomeProved, day, &dice, in: &schedule) }
      if destination.hasEmployer, dice.happens(8_000) {
        life.note(.employerChecked, day + dice.within(3...20), &dice, in: &schedule)
      }
      let asked = day + dice.within(1...15)
      let isContested = dice.happens(40)
      if isContested {
        life.step(.outcomeContested, asked, in: &schedule)
        life.step(.outcomeRevised, asked + dice.within(3...25), in: &schedule)
        life.step(.outcomeConfirmed, asked + 30, in: &schedule)
      } else if dice.happens(9_500) {
        life.note(.outcomeConfirmed, asked, &dice, in: &schedule)
      }
      let reviewed = asked + (isContested ? 31 : dice.within(1...6))
      life.note(.outcomeSchoolReviewed, reviewed, &dice, in: &schedule)
      life.note(.outcomeBureauReviewed, reviewed + dice.within(1...3), &dice, in: &schedule)
    }
  }

  func outcomeNaming(_ event: PlannedEvent) -> Naming {
    let index = event.index
    let graduate = Named("graduate", .person, index)
    let employer =
      destination(index).hasEmployer
      ? [Named("employer", .organisation, Int(outcomeEmployers[index]))] : []
    switch event.fact {
    case .outcomeClaimed:
      return holder(.outcome, index)
    case .outcomeDeclared:
      return Naming(
        after: [
          graduate, Named("enrolment", .enrolment, index),
          Named("school", .organisation, school(ofPerson: index)),
        ] + employer, read: [StreamKey(.outcomeCode, index)])
    case .outcomeRevised: return Naming(before: [graduate], after: employer)
    case .employerChecked, .outcomeBureauReviewed:
      let role = event.fact == .employerChecked ? "register" : "reviewer"
      return Naming(
        before: [graduate], after: [Named(role, .organisation, size.firstGovernmentBody)])
    case .outcomeSchoolReviewed:
      return Naming(
        before: [graduate],
        after: [Named("reviewer", .organisation, school(ofPerson: index))])
    default: return Naming(before: [graduate])
    }
  }

  func outcomePayload(_ event: PlannedEvent) -> [UInt8] {
    let index = event.index
    switch event.fact {
    case .outcomeDeclared:
      return encoded(
        PBOutcomeDeclared.with {
          $0.graduate = person(index)
          $0.enrolment = text(StreamKey(.enrolment, index))
          $0.school = organisation(school(ofPerson: index))
          $0.classYear = 2_024
          $0.facts = outcomeFacts(index)
        })
    case .outcomeClaimed:
      return claim(by: .outcome, index)
    case .outcomeProved:
      return encoded(
        PBOutcomeEvidenceAttached.with {
          $0.kind = destination(index).evidence ?? .other
          $0.sha256 = documentDigest(.outcome, index)
        })
    case .employerChecked:
      return encoded(
        PBOutcomeEmployerCrossChecked.with {
          $0.result = .matches
          $0.checkedWith = organisation(size.firstGovernmentBody)
        })
    case .outcomeContested:
      return encoded(PBOutcomeGraduateContested.with { $0.ground = .wrongFacts })
    case .outcomeRevised:
      return encoded(
        PBOutcomeRevised.with {
          $0.facts = outcomeFacts(index)
          $0.facts.startedOn = date(SchoolYear.last)
          $0.reason = .contestUpheld
        })
    case .outcomeConfirmed: return encoded(PBOutcomeGraduateConfirmed())
    default:
      let reviewer =
        event.fact == .outcomeSchoolReviewed
        ? school(ofPerson: index) : size.firstGovernmentBody
      return encoded(
        PBOutcomeReviewed.with {
          $0.reviewer = organisation(reviewer)
          $0.passed = true
        })
    }
  }

  private func outcomeFacts(_ index: Int) -> PBOutcomeFacts {
    let employer = Int(outcomeEmployers[index])
    let destination = destination(index)
    return PBOutcomeFacts.with {
      $0.category = destination.code
      guard destination.hasEmployer else { return }
      $0.employer = organisation(employer)
      $0.region = region(employer)
    }
  }
}
