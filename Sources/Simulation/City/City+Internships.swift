internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// Who goes where, and the agreement of the three. What happens at work is in City+Placements.

extension City {
  mutating func planInternships() {
    let popularity = Popularity(count: size.enterprises)
    var places = [Int32](repeating: 0, count: size.enterprises)
    var nextGraduate = 0
    var nextOther = size.graduates
    internships.reserveCapacity(size.interns)
    for index in 0..<size.interns {
      var dice = Dice(seed, .internship, index)
      let first = SchoolYear.day(SchoolYear.starting, &dice)
      let person: Int
      // Who gets a diploma begins three months before it at the latest, and may end as long after
      // it. Later ones are the younger ones', and there are no more of a year than there are.
      if first + 180 < SchoolYear.graduation + 90, nextGraduate < size.graduates {
        person = nextGraduate
        nextGraduate += 1
      } else {
        person = nextOther
        nextOther = nextOther + 1 < size.persons ? nextOther + 1 : size.graduates
      }
      let host = host(popularity, &places, &dice)
      internships.append(
        Internship(
          person: UInt32(person), host: UInt32(host), first: Int16(first),
          dayCount: UInt8(dice.within(165...180))))
      let signed = planAgreement(index, first, &dice)
      planPlacement(index, after: signed, &dice)
    }
  }

  /// A host: over the year a fifth of its staff at most, as two turns of a tenth each, and none below
  /// ten but for 3 %.
  private func host(
    _ popularity: Popularity, _ places: inout [Int32], _ dice: inout Dice
  ) -> Int {
    for _ in 0..<20 {
      let host = popularity.draw(&dice)
      let isFree = staff[host] >= 10 ? places[host] * 10 < staff[host] * 2 : dice.happens(300)
      guard isFree else { continue }
      places[host] += 1
      return host
    }
    // The city is full: somewhere in the larger half, as a breach.
    return dice.below(max(1, size.enterprises / 2))
  }

  /// - Returns: the day on which the last signature is recorded.
  private mutating func planAgreement(_ index: Int, _ first: Int, _ dice: inout Dice) -> Int {
    // Its student was handed in at the beginning of the year.
    var life = Life(index, after: SchoolYear.first)
    let prepared = first - dice.within(20...45)
    life.step(.agreementPrepared, prepared, in: &schedule)
    life.join(.agreementClaimed, prepared, in: &schedule)
    life.step(.consentGiven, prepared + 1, in: &schedule)
    if isSecondary(Int(internships[index].person)), dice.happens(6_000) {
      life.step(.guardianConsented, prepared + 2, in: &schedule)
    }
    for party in 0..<3 {
      life.step(
        .agreementSigned, prepared + 3 + party * 2, party, lag: dice.below(3), in: &schedule)
    }
    life.step(.insuranceAttached, prepared + 9, 0, in: &schedule)
    life.note(.insuranceAttached, prepared + 9, ordinal: 1, &dice, in: &schedule)
    let signed = life.recorded
    if dice.happens(8_500) {
      life.step(
        .agreementFiled, prepared + 12, lag: Shapes.lag(&dice) % 90, in: &schedule)
    }
    if dice.happens(1_500) {
      life.step(
        .agreementAmended, first + dice.within(20...100), lag: Shapes.lag(&dice), in: &schedule)
    }
    return signed
  }

  private func isSecondary(_ person: Int) -> Bool {
    schoolLevel(Int(schools[person])) == .secondaryVocational
  }

  // MARK: - Events

  func agreementNaming(_ event: PlannedEvent) -> Naming {
    let internship = internships[event.index]
    let person = Int(internship.person)
    let school = school(ofPerson: person)
    switch event.fact {
    case .agreementPrepared:
      let (teacher, master) = mentors(event.index)
      return Naming(
        after: parties(event.index) + [
          Named("school mentor", .person, teacher), Named("host mentor", .person, master),
        ], read: [internshipCode(event.index)])
    case .agreementSigned where event.ordinal == 0:
      return Naming(
        read: [StreamKey(.organisation, school), StreamKey(.person, person)])
    case .agreementFiled:
      return Naming(
        after: [Named("bureau", .organisation, size.firstGovernmentBody)],
        read: [StreamKey(.organisation, school), StreamKey(.person, person)])
    case .agreementAmended:
      return Naming(read: [StreamKey(.organisation, school)])
    default: return Naming()
    }
  }

  /// Who is one of a student's internships.
  func internshipHolder(_ event: PlannedEvent) -> Naming {
    holder(event.fact == .agreementClaimed ? .internshipAgreement : .placement, event.index)
  }

  /// That it is one.
  func internshipClaim(_ event: PlannedEvent) -> [UInt8] {
    claim(by: event.fact == .agreementClaimed ? .internshipAgreement : .placement, event.index)
  }

  /// The claims that facts on a student's internships read.
  func internshipCode(_ index: Int) -> StreamKey {
    StreamKey(.internshipCode, Int(internships[index].person))
  }

  /// The student, the enrolment, the school and the host, as a fact names them.
  func parties(_ index: Int) -> [Named] {
    let person = Int(internships[index].person)
    return [
      Named("student", .person, person),
      Named("enrolment", .enrolment, person),
      Named("school", .organisation, school(ofPerson: person)),
      Named("host", .organisation, Int(internships[index].host)),
    ]
  }

  /// Who looks after an intern: a teacher, and somebody at the host.
  private func mentors(_ index: Int) -> (teacher: Int, master: Int) {
    (other(index / 30), other(size.stock / 2 + index / 4))
  }

  func agreementPayload(_ event: PlannedEvent) -> [UInt8] {
    let index = event.index
    switch event.fact {
    case .agreementPrepared: return encoded(drawnUp(index))
    case .consentGiven: return encoded(PBInformedConsentGiven())
    case .guardianConsented: return encoded(PBGuardianConsented())
    case .agreementSigned:
      return encoded(
        PBInternshipAgreementSigned.with {
          $0.party = City.signers[Int(event.ordinal)]
          $0.documentSha256 = documentDigest(.internshipAgreement, index)
        })
    case .insuranceAttached:
      return encoded(
        PBInsuranceAttached.with {
          $0.kind = event.ordinal == 0 ? .liability : .accident
          $0.insurer = "Insurer of the city"
          $0.from = date(Int(internships[index].first))
          $0.to = date(lastDay(index))
        })
    case .agreementFiled:
      return encoded(
        PBInternshipAgreementFiled.with { $0.bureau = organisation(size.firstGovernmentBody) })
    default:
      return encoded(
        PBInternshipAgreementAmended.with {
          $0.terms = .with { $0.monthlyPayFen = monthlyPay(index) + 20_000 }
          $0.signedBy = City.signers
        })
    }
  }

  private func drawnUp(_ index: Int) -> PBInternshipAgreementDrawnUp {
    let internship = internships[index]
    let person = Int(internship.person)
    return PBInternshipAgreementDrawnUp.with {
      $0.kind = .post
      $0.student = self.person(person)
      $0.enrolment = text(StreamKey(.enrolment, person))
      $0.school = organisation(school(ofPerson: person))
      $0.host = organisation(Int(internship.host))
      $0.terms = .with {
        $0.post = post(index)
        $0.region = region(Int(internship.host))
        $0.place = "at the host's"
        $0.protection = "shoes, gloves and goggles"
        $0.schoolMentor = self.person(mentors(index).teacher)
        $0.hostMentor = self.person(mentors(index).master)
        $0.from = date(Int(internship.first))
        $0.to = date(lastDay(index))
        $0.monthlyPayFen = monthlyPay(index)
        $0.payCycleDays = 30
        $0.weeklyHours = 40
        $0.dailyMinutes = 480
      }
      $0.documentSha256 = documentDigest(.internshipAgreement, index)
    }
  }

  /// The last day of an internship, in days since 1970-01-01.
  func lastDay(_ index: Int) -> Int {
    Int(internships[index].first) + Int(internships[index].dayCount)
  }

  /// The post of an intern.
  func post(_ index: Int) -> String {
    City.posts[index % City.posts.count]
  }

  private static let posts = ["assembly", "maintenance", "warehouse", "front desk", "testing"]
  private static let signers: [PBInternshipParty] = [.student, .schoolSide, .hostSide]

  private func monthlyPay(_ index: Int) -> Int64 { 240_000 + Int64(index % 20) * 5_000 }
}
