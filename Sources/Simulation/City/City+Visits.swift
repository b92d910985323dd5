internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// Five schools in eight send their leaders to employers, 150 visits each, every school in a campaign
// of its own.

extension City {
  /// A school's campaign of visits.
  struct Campaign: Sendable {
    let first: Int16
  }

  /// How long a campaign lasts, in days.
  private static let campaignDays = 290

  mutating func planVisits() {
    let popularity = Popularity(count: size.enterprises)
    let visiting = max(1, size.schools * 5 / 8)
    for index in 0..<visiting {
      var dice = Dice(seed, .visit, -1 - index)
      let first = SchoolYear.first + 10 + dice.below(20)
      campaigns.append(Campaign(first: Int16(first)))
      var life = Life(index)
      life.step(.campaignLaunched, first, in: &schedule)
      life.step(
        .campaignClosed, first + City.campaignDays + 1, lag: dice.below(20), in: &schedule)
    }
    for index in 0..<size.visits {
      var dice = Dice(seed, .visit, index)
      visitEmployers.append(UInt32(popularity.draw(&dice)))
      planVisit(index, of: Int(campaigns[index % visiting].first), &dice)
    }
  }

  private mutating func planVisit(_ index: Int, of campaign: Int, _ dice: inout Dice) {
    let day = campaign + 20 + dice.below(260)
    var life = Life(index, after: campaign)
    life.step(
      .visitPlanned, day - dice.within(3...15), lag: Shapes.lag(&dice) % 10, in: &schedule)
    guard dice.happens(9_200) else {
      life.step(.visitCancelled, day - 1, in: &schedule)
      return
    }
    life.step(.visitHeld, day, lag: Shapes.lag(&dice) % 60, in: &schedule)
    if dice.happens(8_000) {
      life.note(.visitOutcomeNoted, day + dice.below(10), &dice, in: &schedule)
    }
    guard dice.happens(7_500) else { return }
    let proposed = day + dice.below(6)
    life.note(.followUpProposed, proposed, &dice, in: &schedule)
    if dice.happens(7_500) {
      life.note(.followUpAgreed, proposed + dice.within(3...30), &dice, in: &schedule)
    }
  }

  func visitNaming(_ event: PlannedEvent) -> Naming {
    let campaign = event.index % campaigns.count
    let school = size.firstSchool + campaign
    switch event.fact {
    case .campaignLaunched: return Naming(after: [Named("organiser", .organisation, school)])
    case .visitPlanned, .visitHeld:
      return Naming(after: [
        Named("school", .organisation, school),
        Named("employer", .organisation, Int(visitEmployers[event.index])),
        Named("campaign", .campaign, campaign),
      ])
    default: return Naming()
    }
  }

  func visitPayload(_ event: PlannedEvent) -> [UInt8] {
    let index = event.index
    switch event.fact {
    case .campaignLaunched: return encoded(campaign(index))
    case .campaignClosed: return encoded(PBCampaignClosed.with { $0.reason = .ended })
    case .visitPlanned:
      return encoded(
        PBVisitPlanned.with {
          $0.parties = visitParties(index)
          $0.on = date(event.day + 7)
        })
    case .visitHeld:
      return encoded(
        PBVisitHeld.with {
          $0.parties = visitParties(index)
          $0.negotiated = index % 4 != 0
          $0.newlyDeveloped = index % 3 == 0
        })
    case .visitCancelled: return encoded(PBVisitCancelled.with { $0.reason = .byEmployer })
    case .visitOutcomeNoted:
      var dice = Dice(seed, .payload, index)
      return encoded(
        PBVisitOutcomeNoted.with {
          // What a correction puts right is the number of posts.
          $0.posts = Int32(dice.within(1...30) + (event.isCorrection ? 1 : 0))
          $0.internshipPlaces = Int32(dice.below(20))
        })
    default: return encoded(PBVisitFollowUp.with { $0.kind = .regularExchange })
    }
  }

  private func campaign(_ index: Int) -> PBCampaignLaunched {
    let first = Int(campaigns[index].first)
    return PBCampaignLaunched.with {
      $0.name = "Visits to employers, school \(index)"
      $0.kind = .schoolVisits
      $0.organisers = [organisation(size.firstSchool + index)]
      $0.from = date(first)
      $0.to = date(first + City.campaignDays)
      $0.targets = [
        .with {
          $0.metric = .employersVisited
          $0.value = 100
        }
      ]
    }
  }

  private func visitParties(_ index: Int) -> PBVisitParties {
    let campaign = index % campaigns.count
    return PBVisitParties.with {
      $0.school = organisation(size.firstSchool + campaign)
      $0.employer = organisation(Int(visitEmployers[index]))
      $0.direction = index % 5 == 0 ? .invitedIn : .goingOut
      $0.mode = .onSite
      $0.campaign = text(StreamKey(.campaign, campaign))
      $0.topics = [City.topics[index % City.topics.count]]
      $0.byTopLeaders = true
    }
  }

  /// Codes of the list of cooperation topics.
  static let topics = ["internship", "graduate-recruitment", "order-class", "joint-training"]
}
