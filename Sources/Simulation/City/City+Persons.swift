internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// Graduates and the other students, without anything personal; those who were registered twice.

extension City {
  mutating func planPersons() {
    schools.reserveCapacity(size.persons)
    for index in 0..<size.persons {
      var dice = Dice(seed, .person, index)
      schools.append(UInt16(dice.below(size.schools)))
      let isGraduate = index < size.graduates
      // Those who graduate are handed in at the beginning of the year, the others lie there.
      let day = isGraduate ? SchoolYear.first - 3 : SchoolYear.first - 366
      let recorded = isGraduate ? SchoolYear.first : SchoolYear.first - 30
      var life = Life(index, after: recorded)
      life.step(.personRegistered, day, in: &schedule)
      life.step(.enrolled, day, in: &schedule)
      life.join(.enrolmentClaimed, day, in: &schedule)
      if isGraduate {
        if dice.happens(9_800) {
          life.step(
            .graduated, SchoolYear.graduation, lag: Shapes.lag(&dice) % 60, in: &schedule)
          life.join(.enrolmentReleased, SchoolYear.graduation, in: &schedule)
        }
      } else if goesUp(index) {
        life.step(
          .gradeYearAdvanced, SchoolYear.first, lag: Shapes.lag(&dice) % 60, in: &schedule)
      }
    }
    for index in 0..<size.persons * 5 / 1_000 {
      var dice = Dice(seed, .person, size.persons + index)
      personOriginals.append(UInt32(dice.below(size.persons)))
      var life = Life(size.persons + index)
      let day = SchoolYear.day(SchoolYear.even, &dice)
      life.step(.personRegistered, day, lag: Shapes.lag(&dice), in: &schedule)
      life.step(.personMerged, day + dice.within(10...90), in: &schedule)
    }
  }

  /// One person in a thousand asks to be forgotten in the year's last weeks. The log keeps the
  /// tombstone alone; here nothing personal was there before.
  mutating func planErasures() {
    let absorbing = Set(personOriginals)
    for index in 0..<max(1, size.persons / 1_000) {
      var dice = Dice(seed, .erasure, index)
      // Each from a stretch of its own, so that nobody asks twice.
      let person = size.graduates + index * size.stock / max(1, size.persons / 1_000)
      guard !absorbing.contains(UInt32(person)) else { continue }
      var life = Life(person, after: SchoolYear.first)
      life.step(.personErased, SchoolYear.last - dice.below(60), in: &schedule)
    }
  }

  func personNaming(_ event: PlannedEvent) -> Naming {
    let index = event.index
    switch event.fact {
    case .personMerged:
      return Naming(after: [Named("survivor", .person, Int(personOriginals[index - size.persons]))])
    case .enrolled:
      return Naming(
        after: studentAndSchool(index), read: [StreamKey(.enrolmentCode, index)])
    case .gradeYearAdvanced: return Naming(before: studentAndSchool(index))
    case .keyGroupConfirmed:
      return Naming(
        before: studentAndSchool(index),
        after: [Named("confirmedBy", .organisation, size.firstGovernmentBody)])
    case .graduated:
      return Naming(
        before: studentAndSchool(index), read: [StreamKey(.enrolmentCode, index)])
    case .enrolmentClaimed, .enrolmentReleased:
      return holder(.enrolment, index)
    default: return Naming()
    }
  }

  /// A person of the stock, who stands for those whom the city knows besides its graduates: workers,
  /// teachers, masters of a trade.
  func other(_ number: Int) -> Int { size.graduates + number % size.stock }

  private func studentAndSchool(_ index: Int) -> [Named] {
    [
      Named("student", .person, index),
      Named("school", .organisation, school(ofPerson: index)),
    ]
  }

  func personPayload(_ event: PlannedEvent) -> [UInt8] {
    let index = event.index
    switch event.fact {
    case .personRegistered:
      return encoded(
        PBPersonRegistered.with {
          $0.hasIDNumber_p = false
          $0.legalBasis = .with {
            $0.purpose = "employment service"
            $0.ground = .statutoryDuty
          }
        })
    case .personMerged:
      return encoded(
        PBPersonMerged.with { $0.into = person(Int(personOriginals[index - size.persons])) })
    case .enrolled:
      return encoded(enrolment(index))
    case .enrolmentClaimed:
      return claim(by: .enrolment, index)
    case .enrolmentReleased: return release(by: .enrolment, index)
    case .keyGroupConfirmed:
      return encoded(
        PBKeyGroupConfirmed.with {
          $0.confirmedBy = organisation(size.firstGovernmentBody)
          $0.document = "list of \(date(event.day))"
        })
    case .personErased:
      return encoded(PBPersonalDataErased.with { $0.ground = .subjectRequest })
    case .gradeYearAdvanced:
      return encoded(PBGradeYearAdvanced.with { $0.gradeYear = 2 })
    default:
      return encoded(
        PBStudentGraduated.with {
          $0.qualification =
            schoolLevel(Int(schools[index])) == .secondaryVocational
            ? .secondary : .juniorCollege
        })
    }
  }

  private func enrolment(_ index: Int) -> PBStudentEnrolled {
    let isGraduate = index < size.graduates
    return PBStudentEnrolled.with {
      $0.person = person(index)
      $0.school = organisation(school(ofPerson: index))
      $0.major = City.majors[majorPlace(index)]
      $0.classYear = isGraduate ? 2_024 : 2_025
      $0.gradeYear = gradeYear(index, atEnrolment: true)
      $0.mode = .fullTime
    }
  }

  static let majors = ["460103", "510203", "530701"]

  /// Whether a school tells of this student again when the new year begins.
  private func goesUp(_ person: Int) -> Bool { person % 2 == 0 }

  /// A graduate is in the third year, the others in the second since the year began.
  func gradeYear(_ person: Int, atEnrolment: Bool) -> Int32 {
    if person < size.graduates { return 3 }
    return atEnrolment && goesUp(person) ? 1 : 2
  }
}
