internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// Alliances of fifty members, most of them founded before the year. Their meetings are in
// City+Meetings.

extension City {
  /// An alliance; the last of its members joined later.
  struct Alliance: Sendable {
    let founded: Int
    let firstMembership: Int
    let foundingCount: Int
    let memberCount: Int
  }

  /// One organisation in one alliance.
  struct Membership: Sendable {
    let alliance: UInt16
    let organisation: UInt32
  }

  mutating func planAlliances() {
    for index in 0..<size.alliances {
      var dice = Dice(seed, .alliance, index)
      let members = members(index, &dice)
      let founded =
        dice.happens(8_000)
        ? SchoolYear.first - 30 - dice.below(400) : SchoolYear.first + 60 + dice.below(120)
      alliances.append(
        Alliance(
          founded: founded, firstMembership: memberships.count,
          foundingCount: members.count * 4 / 5, memberCount: members.count))
      memberships += members.map {
        Membership(alliance: UInt16(index), organisation: UInt32($0))
      }
      planFounding(index, &dice)
      planYear(index, &dice)
      planMembers(index, &dice)
    }
  }

  /// Ten schools, thirty enterprises and ten training institutions, as far as the city has them.
  private func members(_ alliance: Int, _ dice: inout Dice) -> [Int] {
    func some(_ count: Int, from first: Int, of all: Int) -> [Int] {
      let start = dice.below(all)
      return (0..<min(count, all)).map { first + (start + $0) % all }
    }
    let schools = some(10, from: size.firstSchool, of: size.schools)
    let trainers = some(
      10, from: size.firstTrainingInstitution, of: size.trainingInstitutions)
    let enterprises = some(30, from: 0, of: size.enterprises)
    // Founders and later members are of every kind.
    return Array(schools.dropLast()) + enterprises + trainers + schools.suffix(1)
  }

  private mutating func planFounding(_ index: Int, _ dice: inout Dice) {
    let alliance = alliances[index]
    let day = alliance.founded
    var life = Life(index)
    life.step(.allianceProposed, day - 60, in: &schedule)
    let meeting = convene(index, day, motions: 2, isFounding: true)
    life.step(.allianceFounded, day, in: &schedule)
    for member in 0..<alliance.foundingCount {
      var membership = Life(alliance.firstMembership + member, after: day)
      membership.step(.memberAdmitted, day, 0, in: &schedule)
    }
    hold(meeting, day)
    life.step(.charterAdopted, day, in: &schedule)
    life.step(.unitsElected, day, in: &schedule)
    life.step(.plaqueUnveiled, day, in: &schedule)
    life.step(.operatorAppointed, day + 20, lag: dice.below(5), in: &schedule)
  }

  /// What an alliance does in the year, a meeting a month among it.
  private mutating func planYear(_ index: Int, _ dice: inout Dice) {
    let founded = alliances[index].founded
    let first = max(founded + 25, SchoolYear.first)
    for month in 0..<12 where first + month * 30 <= SchoolYear.last {
      let day = first + month * 30 + dice.below(20)
      let meeting = convene(index, day, motions: dice.within(7...10), isFounding: false)
      hold(meeting, day)
    }
    var life = Life(index, after: first)
    life.step(.workPlanReleased, first + 10, in: &schedule)
    for award in 0..<3 {
      life.note(
        .awardGranted, first + 40 + award * 60, ordinal: award, &dice, in: &schedule)
    }
  }

  private mutating func planMembers(_ index: Int, _ dice: inout Dice) {
    let alliance = alliances[index]
    for member in 0..<alliance.memberCount {
      let number = alliance.firstMembership + member
      var life = Life(number, after: alliance.founded)
      var day = alliance.founded
      if member >= alliance.foundingCount {
        day = max(day, SchoolYear.first) + 20 + dice.below(150)
        life.step(.memberApplied, day - 15, lag: dice.below(5), in: &schedule)
        life.step(.memberAdmitted, day, 1, lag: dice.below(5), in: &schedule)
      }
      let later = max(day, SchoolYear.first) + 10 + dice.below(120)
      if dice.happens(1_500) {
        life.step(.memberRoleChanged, later, lag: dice.below(20), in: &schedule)
      }
      // The governing units stay.
      if member >= City.unitCount, dice.happens(500) {
        life.step(.memberWithdrawn, later + 30, lag: dice.below(30), in: &schedule)
      }
    }
  }

  private static let unitCount = 5

  private func units(_ alliance: Alliance) -> Range<Int> {
    alliance.firstMembership..<alliance.firstMembership
      + min(City.unitCount, alliance.foundingCount)
  }

  /// The founding meeting of an alliance.
  private func foundingMeeting(_ alliance: Int) -> Int {
    // Meetings are planned alliance by alliance, the founding one first.
    meetings.firstIndex { $0.alliance == alliance } ?? 0
  }

  func allianceNaming(_ event: PlannedEvent) -> Naming {
    if event.fact.kind == .membership {
      let membership = memberships[event.index]
      return Naming(after: [
        Named("alliance", .alliance, Int(membership.alliance)),
        Named("member", .organisation, Int(membership.organisation)),
      ])
    }
    let alliance = alliances[event.index]
    switch event.fact {
    case .allianceProposed, .allianceFounded:
      return Naming(after: [Named("guide", .organisation, size.firstGovernmentBody)])
    case .charterAdopted:
      return Naming(after: [Named("meeting", .meeting, foundingMeeting(event.index))])
    case .unitsElected:
      let units = units(alliance)
      return Naming(
        after: [Named("meeting", .meeting, foundingMeeting(event.index))]
          + units.map {
            Named("governing unit", .organisation, Int(memberships[$0].organisation))
          },
        read: units.map { StreamKey(.membership, $0) })
    case .operatorAppointed:
      return Naming(after: [Named("operator", .organisation, member(0, of: alliance))])
    case .awardGranted:
      return Naming(after: [
        Named("recipient", .organisation, member(Int(event.ordinal), of: alliance))
      ])
    default: return Naming()
    }
  }

  private func member(_ number: Int, of alliance: Alliance) -> Int {
    Int(memberships[alliance.firstMembership + number % alliance.foundingCount].organisation)
  }

  func alliancePayload(_ event: PlannedEvent) -> [UInt8] {
    if event.fact.kind == .membership { return membershipPayload(event) }
    let index = event.index
    let alliance = alliances[index]
    switch event.fact {
    case .allianceProposed, .allianceFounded:
      return encoded(
        PBAllianceProfile.with {
          $0.name = "Alliance of zone \(index)"
          $0.zone = "Zone \(index)"
          $0.region = region(index)
          $0.focus = "manufacturing"
          $0.guidedBy = organisation(size.firstGovernmentBody)
        })
    case .charterAdopted:
      return encoded(
        PBCharter.with {
          $0.version = "1"
          $0.documentSha256 = documentDigest(.alliance, index)
          $0.decidedBy = motion(0, ofFounding: index)
        })
    case .unitsElected:
      return encoded(
        PBGoverningUnitsElected.with {
          $0.units = units(alliance).map { number in
            .with {
              $0.organisation = organisation(Int(memberships[number].organisation))
              $0.office = number == alliance.firstMembership ? "chair" : "vice chair"
            }
          }
          $0.decidedBy = motion(1, ofFounding: index)
        })
    case .operatorAppointed:
      return encoded(
        PBOperatorAppointed.with { $0.operator = organisation(member(0, of: alliance)) })
    case .plaqueUnveiled: return encoded(PBPlaqueUnveiled.with { $0.place = "Zone \(index)" })
    case .workPlanReleased:
      return encoded(
        PBWorkPlanReleased.with {
          $0.year = 2_024
          $0.items = ["joint training", "order classes", "shared facilities"]
        })
    default:
      return encoded(
        PBAwardGranted.with {
          $0.award = "Partner of the quarter \(event.ordinal + 1)"
          $0.recipients = [organisation(member(Int(event.ordinal), of: alliance))]
        })
    }
  }

  private func motion(_ number: Int, ofFounding alliance: Int) -> PBDecidingMotion {
    PBDecidingMotion.with {
      $0.meeting = text(StreamKey(.meeting, foundingMeeting(alliance)))
      $0.motion = motionKey(number)
    }
  }

  private func membershipPayload(_ event: PlannedEvent) -> [UInt8] {
    let membership = memberships[event.index]
    let alliance = text(StreamKey(.alliance, Int(membership.alliance)))
    let member = organisation(Int(membership.organisation))
    switch event.fact {
    case .memberApplied:
      return encoded(
        PBMembershipApplied.with {
          $0.alliance = alliance
          $0.organisation = member
        })
    case .memberAdmitted:
      return encoded(
        PBMembershipAdmitted.with {
          $0.alliance = alliance
          $0.organisation = member
          if event.ordinal == 0 { $0.founding = true }
        })
    case .memberRoleChanged: return encoded(PBMemberRoleChanged.with { $0.role = "contact" })
    default: return encoded(PBMemberLeft.with { $0.reason = "moved away" })
    }
  }
}
