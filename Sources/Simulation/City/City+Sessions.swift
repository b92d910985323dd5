internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// Meetings at which companies and schools look for each other: twenty are asked, most come, and
// forty pairs talk.

extension City {
  /// A matchmaking session; enterprises come before schools among its parties.
  struct Session: Sendable {
    let day: Int16
    let enterprises: [UInt32]
    let schools: [UInt32]
    /// The first so many of both came.
    let enterprisesThere: Int
    let schoolsThere: Int
    /// How many pairs talked, and how many of them for nothing.
    let pairCount: Int
    let failureCount: Int
  }

  mutating func planSessions() {
    let popularity = Popularity(count: size.enterprises)
    for index in 0..<size.sessions {
      var dice = Dice(seed, .session, index)
      let session = session(popularity, &dice)
      sessions.append(session)
      let day = Int(session.day)
      var life = Life(index)
      life.step(.sessionScheduled, day - 30, in: &schedule)
      let parties = session.enterprises.count + session.schools.count
      for party in 0..<parties { life.step(.partyInvited, day - 20, party, in: &schedule) }
      for party in 0..<parties where isThere(party, at: session) {
        life.step(.partyArrived, day, party, in: &schedule)
      }
      for pair in 0..<session.pairCount {
        life.step(.pairMet, day, pair, in: &schedule)
      }
      for pair in 0..<session.failureCount {
        life.step(.matchFailed, day, pair, in: &schedule)
      }
      life.step(.sessionClosed, day, in: &schedule)
    }
  }

  private func session(_ popularity: Popularity, _ dice: inout Dice) -> Session {
    var enterprises: [UInt32] = []
    while enterprises.count < min(15, size.enterprises / 2) {
      let enterprise = UInt32(popularity.draw(&dice))
      if !enterprises.contains(enterprise) { enterprises.append(enterprise) }
    }
    let first = dice.below(size.schools)
    let schools = (0..<min(5, size.schools)).map {
      UInt32(size.firstSchool + (first + $0) % size.schools)
    }
    let enterprisesThere = enterprises.count - dice.below(4)
    let schoolsThere = schools.count - dice.below(2)
    let pairCount = min(30, enterprisesThere * schoolsThere)
    return Session(
      day: Int16(SchoolYear.day(SchoolYear.even, &dice)), enterprises: enterprises,
      schools: schools, enterprisesThere: enterprisesThere, schoolsThere: schoolsThere,
      pairCount: pairCount, failureCount: pairCount / 3)
  }

  private func isThere(_ party: Int, at session: Session) -> Bool {
    party < session.enterprises.count
      ? party < session.enterprisesThere
      : party - session.enterprises.count < session.schoolsThere
  }

  private func party(_ number: Int, of session: Session) -> Int {
    let enterprises = session.enterprises
    return Int(
      number < enterprises.count
        ? enterprises[number] : session.schools[number - enterprises.count])
  }

  /// An enterprise and a school that talked at a session; each pair once.
  func pair(_ number: Int, of session: Session) -> (enterprise: Int, school: Int) {
    (
      Int(session.enterprises[number % session.enterprisesThere]),
      Int(session.schools[number / session.enterprisesThere % session.schoolsThere])
    )
  }

  func sessionNaming(_ event: PlannedEvent) -> Naming {
    let session = sessions[event.index]
    switch event.fact {
    case .sessionScheduled:
      return Naming(after: [Named("organiser", .organisation, size.firstGovernmentBody)])
    case .partyInvited, .partyArrived:
      return Naming(after: [
        Named("party", .organisation, party(Int(event.ordinal), of: session))
      ])
    case .pairMet, .matchFailed:
      let pair = pair(Int(event.ordinal), of: session)
      return Naming(after: [
        Named("party", .organisation, pair.enterprise),
        Named("party", .organisation, pair.school),
      ])
    default: return Naming()
    }
  }

  func sessionPayload(_ event: PlannedEvent) -> [UInt8] {
    let session = sessions[event.index]
    let pair = pair(Int(event.ordinal), of: session)
    switch event.fact {
    case .sessionScheduled: return encoded(scheduled(event.index))
    case .partyInvited:
      return encoded(
        PBSessionPartyInvited.with {
          $0.organisation = organisation(party(Int(event.ordinal), of: session))
        })
    case .partyArrived:
      return encoded(
        PBSessionPartyArrived.with {
          $0.organisation = organisation(party(Int(event.ordinal), of: session))
        })
    case .pairMet:
      return encoded(
        PBSessionPairMet.with {
          $0.first = organisation(pair.enterprise)
          $0.second = organisation(pair.school)
          $0.topics = [City.topics[event.index % City.topics.count]]
        })
    case .matchFailed:
      return encoded(
        PBSessionNoMatchRecorded.with {
          $0.first = organisation(pair.enterprise)
          $0.second = organisation(pair.school)
          $0.reason = City.failures[Int(event.ordinal) % City.failures.count]
        })
    default:
      return encoded(
        PBSessionClosed.with {
          $0.announcedParties = Int32(session.enterprisesThere + session.schoolsThere)
        })
    }
  }

  private static let failures: [PBNeedMatchFailed.Reason] = [.noSuitable, .tooFar, .payGap]

  private func scheduled(_ index: Int) -> PBSessionScheduled {
    let day = Int(sessions[index].day)
    return PBSessionScheduled.with {
      $0.name = "Matchmaking session \(index)"
      $0.organisers = [organisation(size.firstGovernmentBody)]
      $0.mode = .onSite
      $0.from = date(day)
      $0.to = date(day)
      $0.region = region(index)
    }
  }
}
