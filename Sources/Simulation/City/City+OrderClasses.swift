internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// Classes that schools train to an enterprise's order, 38 students each, none in two of them.

extension City {
  /// An order class.
  struct OrderClass: Sendable {
    let agreement: UInt32
    let opened: Int16
    let firstStudent: UInt32
    let studentCount: UInt8
    /// The last so many of its students left it.
    let leftCount: UInt8
    let isCompleted: Bool
  }

  mutating func planOrderClasses() {
    // Classes rest on agreements that hold all year, spread over all of them.
    let agreements = cooperations.indices.filter {
      cooperations[$0].kind == .schoolEnterprise && !cooperations[$0].isTerminated
        && cooperations[$0].signed < SchoolYear.first + 240
    }
    var waiting = studentsBySchool()
    let classes = min(size.orderClasses, agreements.count)
    for index in 0..<classes {
      var dice = Dice(seed, .orderClass, index)
      let agreement = agreements[index * agreements.count / classes]
      let school = Int(cooperations[agreement].first) - size.firstSchool
      let students = waiting[school].prefix(dice.within(31...45))
      waiting[school].removeFirst(students.count)
      let planned = max(Int(cooperations[agreement].signed), SchoolYear.first) + dice.below(60)
      orderClasses.append(
        OrderClass(
          agreement: UInt32(agreement), opened: Int16(planned + 20),
          firstStudent: UInt32(classStudents.count), studentCount: UInt8(students.count),
          leftCount: UInt8(min(students.count, dice.below(6))),
          isCompleted: dice.happens(2_000)))
      classStudents += students
      planOrderClass(index, planned, &dice)
    }
  }

  /// Those who don't graduate this year, who alone go to order classes.
  private func studentsBySchool() -> [ArraySlice<UInt32>] {
    var students = [[UInt32]](repeating: [], count: size.schools)
    for person in size.graduates..<size.persons {
      students[Int(schools[person])].append(UInt32(person))
    }
    return students.map { $0[...] }
  }

  private mutating func planOrderClass(_ index: Int, _ planned: Int, _ dice: inout Dice) {
    let orderClass = orderClasses[index]
    let agreement = cooperations[Int(orderClass.agreement)]
    let opened = Int(orderClass.opened)
    let stayed = Int(orderClass.studentCount - orderClass.leftCount)
    var life = Life(index, after: Int(agreement.recorded))
    life.step(.classPlanned, planned, lag: dice.below(5), in: &schedule)
    life.step(.curriculumAgreed, planned + 10, in: &schedule)
    life.step(.classOpened, opened, lag: dice.below(3), in: &schedule)
    for mentor in 0..<dice.within(2...4) {
      life.note(.mentorAssigned, opened + dice.below(20), ordinal: mentor, &dice, in: &schedule)
    }
    for student in 0..<Int(orderClass.studentCount) {
      life.step(.classEntered, opened + 1, student, in: &schedule)
      life.join(.classPlaceClaimed, opened + 1, student, in: &schedule)
    }
    for student in stayed..<Int(orderClass.studentCount) {
      let day = opened + 30 + 10 * (student - stayed) + dice.below(10)
      life.step(.classLeft, day, student, in: &schedule)
      life.join(.classPlaceReleased, day, student, in: &schedule)
    }
    guard orderClass.isCompleted else { return }
    let completed = max(SchoolYear.last - dice.below(60), opened + 120)
    life.step(.classCompleted, completed, in: &schedule)
    for student in 0..<stayed {
      life.join(.classPlaceReleased, completed, student, in: &schedule)
    }
  }

  /// A student of an order class.
  func student(_ orderClass: Int, _ number: Int) -> Int {
    Int(classStudents[Int(orderClasses[orderClass].firstStudent) + number])
  }

  private func mentor(_ orderClass: Int, _ number: Int) -> Int {
    other(orderClass * 7 + number)
  }

  func orderClassNaming(_ event: PlannedEvent) -> Naming {
    let orderClass = orderClasses[event.index]
    let agreement = cooperations[Int(orderClass.agreement)]
    let number = Int(event.ordinal)
    switch event.fact {
    case .classPlaceClaimed, .classPlaceReleased: return holder(.orderClass, event.index)
    case .classPlanned:
      return Naming(after: [
        Named("agreement", .cooperation, Int(orderClass.agreement)),
        Named("school", .organisation, Int(agreement.first)),
        Named("enterprise", .organisation, Int(agreement.second)),
      ])
    case .classOpened:
      return Naming(read: [StreamKey(.cooperation, Int(orderClass.agreement))])
    case .mentorAssigned:
      return Naming(after: [Named("mentor", .person, mentor(event.index, number))])
    case .classEntered, .classLeft:
      let person = student(event.index, number)
      var named = [Named("student", .person, person)]
      if event.fact == .classEntered { named.append(Named("enrolment", .enrolment, person)) }
      return Naming(after: named, read: [StreamKey(.classCode, person)])
    case .classCompleted:
      let stayed = Int(orderClass.studentCount - orderClass.leftCount)
      return Naming(
        read: (0..<stayed).map { StreamKey(.classCode, student(event.index, $0)) })
    default: return Naming()
    }
  }

  func orderClassPayload(_ event: PlannedEvent) -> [UInt8] {
    let index = event.index
    let number = Int(event.ordinal)
    switch event.fact {
    case .classPlanned: return encoded(planned(index))
    case .classPlaceClaimed: return claim(by: .orderClass, index)
    case .classPlaceReleased: return release(by: .orderClass, index)
    case .classOpened:
      let opened = Int(orderClasses[index].opened)
      return encoded(
        PBOrderClassOpened.with {
          $0.from = date(opened)
          $0.to = date(opened + 700)
        })
    case .curriculumAgreed:
      return encoded(
        PBCurriculumAgreed.with {
          $0.documentSha256 = documentDigest(.orderClass, index)
          $0.schoolHours = 640
          $0.enterpriseHours = 320
        })
    case .mentorAssigned:
      return encoded(
        PBClassMentorAssigned.with {
          $0.mentor = person(mentor(index, number))
          $0.side = number == 0 ? .school : .enterprise
        })
    case .classEntered:
      let student = student(index, number)
      return encoded(
        PBClassStudentEnrolled.with {
          $0.student = person(student)
          $0.enrolment = text(StreamKey(.enrolment, student))
        })
    case .classLeft:
      return encoded(
        PBClassStudentLeft.with {
          $0.student = person(student(index, number))
          $0.reason = number % 2 == 0 ? .otherEmployer : .studyEnded
        })
    default: return encoded(PBOrderClassCompleted())
    }
  }

  private func planned(_ index: Int) -> PBOrderClassPlanned {
    let orderClass = orderClasses[index]
    let agreement = cooperations[Int(orderClass.agreement)]
    return PBOrderClassPlanned.with {
      $0.kind = index % 5 == 0 ? .modernApprenticeship : .order
      $0.name = "Order class \(index)"
      $0.agreement = text(StreamKey(.cooperation, Int(orderClass.agreement)))
      $0.school = organisation(Int(agreement.first))
      $0.enterprise = organisation(Int(agreement.second))
      $0.major = City.majors[index % City.majors.count]
      $0.plannedSize = 40
      $0.from = date(Int(orderClass.opened))
    }
  }
}
