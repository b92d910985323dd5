internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// What schools and enterprises mean to do together, a quarter of it reached at matchmaking
// sessions. A third leads to an agreement; see City+Cooperations.

extension City {
  /// One school and one enterprise.
  struct Intention: Sendable {
    let school: UInt32
    let enterprise: UInt32
    /// The session at which it was reached, or -1.
    let session: Int32
    let day: Int16
    /// When the last that is known of it was recorded.
    var recorded: Int16
    var isConverted = false

    /// What nobody reaches twice.
    fileprivate var key: UInt64 {
      UInt64(day) << 48 | UInt64(school) << 24 | UInt64(enterprise)
    }
  }

  mutating func planIntentions() {
    let popularity = Popularity(count: size.enterprises)
    var taken: Set<UInt64> = []
    for (index, session) in sessions.enumerated() {
      // Who failed at once means nothing; of the others most mean something.
      for number in session.failureCount..<session.pairCount {
        var dice = Dice(seed, .intention, -1 - index * 64 - number)
        let pair = pair(number, of: session)
        let intention = Intention(
          school: UInt32(pair.school), enterprise: UInt32(pair.enterprise),
          session: Int32(index), day: session.day, recorded: session.day)
        if dice.happens(9_500), taken.insert(intention.key).inserted {
          plan(intention, &dice)
        }
      }
    }
    for index in 0..<max(0, size.intentions - size.sessions * 19) {
      var dice = Dice(seed, .intention, index)
      let day = Int16(SchoolYear.day(SchoolYear.even, &dice))
      let intention = Intention(
        school: UInt32(size.firstSchool + dice.below(size.schools)),
        enterprise: UInt32(popularity.draw(&dice)), session: -1, day: day, recorded: day)
      if taken.insert(intention.key).inserted { plan(intention, &dice) }
    }
  }

  private mutating func plan(_ planned: Intention, _ dice: inout Dice) {
    var intention = planned
    let day = Int(intention.day)
    var life = Life(intentions.count)
    life.step(.intentionRecorded, day, lag: Shapes.lag(&dice) % 60, in: &schedule)
    life.join(.intentionClaimed, day, in: &schedule)
    let begun = day + dice.within(5...40)
    if dice.happens(5_000) { life.step(.negotiationBegun, begun, in: &schedule) }
    switch dice.choose([35, 25, 5, 35]) {
    case 0: intention.isConverted = true
    case 1: life.step(.intentionLapsed, begun + dice.within(30...150), in: &schedule)
    case 2: life.step(.intentionWithdrawn, begun + dice.within(5...60), in: &schedule)
    default: break
    }
    intention.recorded = Int16(life.recorded)
    intentions.append(intention)
  }

  func intentionNaming(_ event: PlannedEvent) -> Naming {
    let intention = intentions[event.index]
    switch event.fact {
    case .intentionClaimed: return holder(.intention, event.index)
    case .intentionRecorded:
      var named = [
        Named("party", .organisation, Int(intention.school)),
        Named("party", .organisation, Int(intention.enterprise)),
      ]
      if intention.session >= 0 {
        named.append(Named("session", .session, Int(intention.session)))
      }
      return Naming(after: named, read: [StreamKey(.intentionCode, event.index)])
    case .intentionConverted:
      return Naming(after: [Named("agreement", .cooperation, agreement(ofIntention: event))])
    case .intentionWithdrawn:
      return Naming(after: [Named("party", .organisation, Int(intention.enterprise))])
    default: return Naming()
    }
  }

  func intentionPayload(_ event: PlannedEvent) -> [UInt8] {
    let intention = intentions[event.index]
    switch event.fact {
    case .intentionRecorded:
      return encoded(
        PBIntentionRecorded.with {
          $0.parties = intentionParties(event.index)
          $0.topics = [intentionTopic(event.index)]
          $0.venue =
            intention.session >= 0 ? .matchmaking : event.index % 2 == 0 ? .visit : .meeting
          if intention.session >= 0 {
            $0.session = text(StreamKey(.session, Int(intention.session)))
          }
        })
    case .intentionClaimed: return claim(by: .intention, event.index)
    case .negotiationBegun: return encoded(PBIntentionNegotiationBegun())
    case .intentionConverted:
      return encoded(
        PBIntentionConverted.with {
          $0.agreement = text(StreamKey(.cooperation, agreement(ofIntention: event)))
        })
    case .intentionLapsed:
      return encoded(PBIntentionLapsed.with { $0.reason = "nothing was heard of it" })
    default:
      return encoded(
        PBIntentionWithdrawn.with {
          $0.party = organisation(Int(intention.enterprise))
          $0.reason = "other plans"
        })
    }
  }

  private func intentionParties(_ index: Int) -> [String] {
    let intention = intentions[index]
    return [organisation(Int(intention.school)), organisation(Int(intention.enterprise))]
  }

  private func intentionTopic(_ index: Int) -> String { City.topics[index % City.topics.count] }

  /// The agreements that come of intentions come first, in the intentions' order.
  private func agreement(ofIntention event: PlannedEvent) -> Int {
    var low = 0
    var high = cooperations.count - 1
    while low < high {
      let middle = (low + high) / 2
      let intention = cooperations[middle].intention
      if intention < 0 || intention >= Int32(event.index) {
        high = middle
      } else {
        low = middle + 1
      }
    }
    return low
  }

  /// The code that parties, topic and day make out.
  func intentionCode(_ index: Int) -> String {
    code(
      intentionParties(index).sorted() + [
        intentionTopic(index), date(Int(intentions[index].day)),
      ])
  }
}
