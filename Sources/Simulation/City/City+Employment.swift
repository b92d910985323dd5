internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// What binds half of the graduates to an employer before the labour contract. The employer was
// found in a register before: one that wasn't is for a steward, who is not simulated.

extension City {
  /// One graduate and the employer.
  struct Employment: Sendable {
    let person: UInt32
    let employer: UInt32
  }

  mutating func planEmployments() {
    let popularity = Popularity(count: size.enterprises)
    agreedEmployers = Array(repeating: .max, count: size.graduates)
    for person in 0..<size.graduates {
      var dice = Dice(seed, .employment, person)
      guard dice.happens(5_050) else { continue }
      let day = SchoolYear.day(SchoolYear.inviting, &dice)
      guard let employer = verifiedEmployer(popularity, by: day, &dice) else { continue }
      employments.append(Employment(person: UInt32(person), employer: UInt32(employer)))
      agreedEmployers[person] = UInt32(employer)
      planEmployment(employments.count - 1, day, after: Int(verified[employer]), &dice)
    }
  }

  /// A popular employer of whom it is known by then that a register has it.
  private func verifiedEmployer(
    _ popularity: Popularity, by day: Int, _ dice: inout Dice
  ) -> Int? {
    for _ in 0..<30 {
      let employer = popularity.draw(&dice)
      if verified[employer] <= day { return employer }
    }
    return (0..<size.enterprises).first { verified[$0] <= day }
  }

  private mutating func planEmployment(
    _ index: Int, _ day: Int, after verified: Int, _ dice: inout Dice
  ) {
    var life = Life(index, after: max(SchoolYear.first, verified))
    life.step(.graduateInvited, day, lag: Shapes.lag(&dice) % 60, in: &schedule)
    guard dice.happens(9_500) else { return }
    let agreed = day + dice.within(1...10)
    life.step(.graduateAgreed, agreed, lag: Shapes.lag(&dice) % 30, in: &schedule)
    life.join(.graduateBound, agreed, in: &schedule)
    guard dice.happens(9_800) else { return }
    life.step(.employmentApproved, agreed + dice.within(2...10), in: &schedule)
    guard dice.happens(9_900) else { return }
    let inForce = agreed + dice.within(11...25)
    life.step(.employmentInForce, inForce, lag: Shapes.lag(&dice) % 30, in: &schedule)
    if dice.happens(600) {
      let ended = inForce + dice.within(5...60)
      life.step(.employmentTerminated, ended, in: &schedule)
      life.join(.graduateFreed, ended, in: &schedule)
    }
  }

  func employmentNaming(_ event: PlannedEvent) -> Naming {
    let employment = employments[event.index]
    let person = Int(employment.person)
    let both = [
      Named("graduate", .person, person),
      Named("employer", .organisation, Int(employment.employer)),
    ]
    let code = StreamKey(.employmentCode, event.index)
    switch event.fact {
    case .graduateBound, .graduateFreed: return holder(.employment, event.index)
    case .graduateInvited, .employmentInForce:
      return Naming(
        after: both + [
          Named("school", .organisation, school(ofPerson: person)),
          Named("enrolment", .enrolment, person),
        ])
    case .employmentApproved: return Naming(before: both)
    default: return Naming(before: both, read: [code])
    }
  }

  func employmentPayload(_ event: PlannedEvent) -> [UInt8] {
    let index = event.index
    switch event.fact {
    case .graduateInvited:
      return encoded(PBGraduateInvited.with { $0.terms = employmentTerms(index) })
    case .graduateAgreed: return encoded(PBGraduateAgreed())
    case .graduateBound: return claim(by: .employment, index)
    case .graduateFreed: return release(by: .employment, index)
    case .employmentApproved: return encoded(PBEmploymentSchoolApproved())
    case .employmentInForce:
      return encoded(
        PBEmploymentEnteredIntoForce.with {
          $0.terms = employmentTerms(index)
          $0.documentSha256 = documentDigest(.employment, index)
        })
    default:
      return encoded(
        PBEmploymentTerminated.with {
          $0.by = index % 3 == 0 ? .employer : .graduate
          $0.reason = index % 3 == 0 ? .employerWithdrew : .otherEmployer
        })
    }
  }

  private func employmentTerms(_ index: Int) -> PBEmploymentTerms {
    let employment = employments[index]
    let person = Int(employment.person)
    return PBEmploymentTerms.with {
      $0.path = .online
      $0.graduate = self.person(person)
      $0.employer = organisation(Int(employment.employer))
      $0.school = organisation(school(ofPerson: person))
      $0.enrolment = text(StreamKey(.enrolment, person))
      $0.occupation = post(index)
      $0.region = region(Int(employment.employer))
      $0.from = date(SchoolYear.graduation + 7)
    }
  }
}
