internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// Enterprises, schools, associations, training institutions, government bodies; those that were
// registered twice, and merged.

extension City {
  mutating func planOrganisations() {
    var dice = Dice(seed, .organisation, -1)
    staff = (0..<size.enterprises).map { _ in Int32(Shapes.staff(&dice)) }.sorted(by: >)
    verified = Array(repeating: .max, count: size.organisations)
    for index in 0..<size.organisations {
      var dice = Dice(seed, .organisation, index)
      var life = Life(index)
      life.step(.organisationRegistered, Schedule.first, in: &schedule)
      life.join(.creditCodeClaimed, Schedule.first, in: &schedule)
      if dice.happens(4_000) {
        life.step(
          .organisationVerified, SchoolYear.first + dice.below(300), lag: dice.below(5),
          in: &schedule)
        verified[index] = Int16(life.recorded)
      }
      if index < size.enterprises {
        life.note(
          .staffCounted, SchoolYear.day(SchoolYear.even, &dice), &dice, in: &schedule)
      }
    }
    for index in 0..<size.organisations * 15 / 1_000 {
      var dice = Dice(seed, .organisation, size.organisations + index)
      organisationOriginals.append(UInt32(dice.below(size.enterprises)))
      var life = Life(size.organisations + index)
      let day = SchoolYear.day(SchoolYear.even, &dice)
      life.step(.organisationRegistered, day, lag: Shapes.lag(&dice), in: &schedule)
      life.step(.organisationMerged, day + dice.within(10...90), in: &schedule)
    }
  }

  /// The organisation that an index stands for: for one registered twice, the original.
  func original(ofOrganisation index: Int) -> Int {
    index < size.organisations ? index : Int(organisationOriginals[index - size.organisations])
  }

  func organisationNaming(_ event: PlannedEvent) -> Naming {
    switch event.fact {
    case .creditCodeClaimed:
      holder(.organisation, event.index)
    case .organisationMerged:
      Naming(after: [Named("survivor", .organisation, original(ofOrganisation: event.index))])
    case .organisationRegistered where event.index < size.organisations:
      Naming(read: [StreamKey(.creditCode, event.index)])
    default: Naming()
    }
  }

  func organisationPayload(_ event: PlannedEvent) -> [UInt8] {
    let index = event.index
    switch event.fact {
    case .organisationRegistered: return encoded(registration(index))
    case .creditCodeClaimed:
      return claim(by: .organisation, index)
    case .organisationVerified:
      return encoded(
        PBVerificationRecorded.with {
          $0.registry = "gsxt"
          $0.checkedOn = date(event.day)
        })
    case .staffCounted:
      // A correction says what was miscounted by a few.
      return encoded(
        PBStaffCountReported.with {
          $0.total = staff[index] + (event.isCorrection ? 3 : 0)
          $0.countedOn = date(event.day)
        })
    default:
      return encoded(
        PBOrganisationMerged.with {
          $0.into = organisation(original(ofOrganisation: index))
          $0.reason = .duplicate
        })
    }
  }

  private func registration(_ index: Int) -> PBOrganisationRegistered {
    let place = original(ofOrganisation: index)
    var dice = Dice(seed, .payload, place)
    return PBOrganisationRegistered.with {
      $0.kind = kind(place)
      $0.name = "\(word(place)) of the city, number \(place)"
      $0.region = region(dice.below(6))
      if index == place { $0.creditCode = creditCode(index) }
      switch $0.kind {
      case .enterprise:
        $0.industry = industry(&dice)
        $0.staffOnPost = staff[place]
        $0.sizeClass = sizeClass(Int(staff[place]))
        $0.ownership = .private
      case .school:
        $0.schoolLevel = schoolLevel(place - size.firstSchool)
      default: break
      }
    }
  }

  /// Four schools in seven teach those who come from the lower secondary school.
  func schoolLevel(_ school: Int) -> PBOrganisationRegistered.SchoolLevel {
    school % 7 < 4 ? .secondaryVocational : .higherVocational
  }

  private func kind(_ index: Int) -> PBOrganisationRegistered.Kind {
    let rest = index - size.enterprises
    if rest < 0 { return .enterprise }
    if rest < size.schools { return .school }
    if rest < size.schools + size.associations { return .industryAssociation }
    return index < size.firstGovernmentBody ? .trainingInstitution : .governmentBody
  }

  private func word(_ index: Int) -> String {
    switch kind(index) {
    case .enterprise: "Company"
    case .school: "Vocational school"
    case .industryAssociation: "Association"
    case .trainingInstitution: "Training institution"
    default: "Bureau"
    }
  }

  /// Manufacturing 55 %, services 14 %, trade 15 %, information technology and logistics 8 % each.
  private func industry(_ dice: inout Dice) -> String {
    City.industries[dice.choose([55, 15, 8, 8, 14])]
  }

  private static let industries = ["C3610", "F5100", "I6500", "G5500", "O8000"]

  private func sizeClass(_ staff: Int) -> PBOrganisationRegistered.SizeClass {
    switch staff {
    case ..<20: .micro
    case ..<300: .small
    case ..<1_000: .medium
    default: .large
    }
  }

  /// A code with valid check characters, which no other organisation of the city has.
  func creditCode(_ index: Int) -> String {
    let prefix =
      switch kind(original(ofOrganisation: index)) {
      case .enterprise: "91"
      case .school: "12"
      case .industryAssociation: "51"
      case .trainingInstitution: "52"
      default: "11"
      }
    let serial = String(index)
    let body = "MA" + String(repeating: "0", count: 6 - serial.count) + serial
    return CreditCode.completed(prefix + "330200" + body)
  }
}
