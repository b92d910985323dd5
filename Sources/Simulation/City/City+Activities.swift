internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// Fairs and other activities, five times as many a day in the promotion week, and who comes.

extension City {
  /// The Monday of the promotion week, 2024-05-13.
  private static let promotionWeek = 19_856

  mutating func planActivities() {
    let popularity = Popularity(count: size.enterprises)
    for index in 0..<size.activities {
      var dice = Dice(seed, .activity, index)
      // Seven days of fivefold weight among 366.
      let day =
        dice.below(359 + 35) < 35
        ? City.promotionWeek + dice.below(7) : SchoolYear.day(SchoolYear.even, &dice)
      let organiser =
        dice.happens(5_000)
        ? size.firstGovernmentBody + dice.below(size.governmentBodies)
        : size.firstSchool + dice.below(size.schools)
      activities.append(Activity(organiser: UInt32(organiser), day: Int16(day)))
      var life = Life(index)
      life.step(.activityPlanned, day - 40, in: &schedule)
      life.step(.activityAnnounced, day - 20, in: &schedule)
      let announced = life.recorded
      life.step(.activityOpened, day, in: &schedule)
      life.step(.activityHeld, day, lag: dice.below(3), in: &schedule)
      life.note(.activityCounted, day, &dice, in: &schedule)
      life.step(.activityReported, day + 10, lag: Shapes.lag(&dice) % 60, in: &schedule)
      planExhibitors(index, day, after: announced, popularity, &dice)
    }
  }

  private mutating func planExhibitors(
    _ activity: Int, _ day: Int, after announced: Int, _ popularity: Popularity,
    _ dice: inout Dice
  ) {
    var taken: [Int] = []
    for _ in 0..<min(dice.within(20...60), size.enterprises / 2) {
      let organisation = popularity.draw(&dice)
      guard !taken.contains(organisation) else { continue }
      taken.append(organisation)
      exhibitors.append(
        Exhibitor(activity: UInt32(activity), organisation: UInt32(organisation)))
      var life = Life(exhibitors.count - 1, after: announced)
      life.step(.exhibitorRegistered, day - dice.within(3...15), in: &schedule)
      if dice.happens(9_200) {
        life.note(.exhibitorAttended, day, &dice, in: &schedule)
      } else {
        life.step(.exhibitorWithdrawn, day - 1, in: &schedule)
      }
    }
  }

  func activityNaming(_ event: PlannedEvent) -> Naming {
    guard event.fact == .activityPlanned else { return Naming() }
    return Naming(
      after: [Named("organiser", .organisation, Int(activities[event.index].organiser))])
  }

  func activityPayload(_ event: PlannedEvent) -> [UInt8] {
    let index = event.index
    switch event.fact {
    case .activityPlanned: return encoded(PBActivityPlanned.with { $0.plan = plan(index) })
    case .activityAnnounced: return encoded(PBActivityAnnounced())
    case .activityOpened: return encoded(PBActivityOpened())
    case .activityHeld: return encoded(PBActivityHeld())
    case .activityCounted:
      var dice = Dice(seed, .payload, index)
      return encoded(
        PBActivityCounted.with {
          $0.what = .visitors
          $0.count = Int32(dice.within(50...900))
          $0.method = .tickets
        })
    default:
      return encoded(
        PBActivityReported.with {
          $0.document = "report \(index)"
          $0.sha256 = documentDigest(.activity, index)
        })
    }
  }

  private func plan(_ index: Int) -> PBActivityPlan {
    let activity = activities[index]
    return PBActivityPlan.with {
      $0.name = "Job fair \(index)"
      $0.purpose = .recruitment
      $0.mode = index % 4 == 0 ? .online : .onSite
      $0.type = .comprehensive
      $0.organisers = [organisation(Int(activity.organiser))]
      $0.from = date(Int(activity.day))
      $0.to = date(Int(activity.day))
      $0.region = region(index)
    }
  }

  func exhibitorNaming(_ event: PlannedEvent) -> Naming {
    let exhibitor = exhibitors[event.index]
    return Naming(after: [
      Named("activity", .activity, Int(exhibitor.activity)),
      Named("exhibitor", .organisation, Int(exhibitor.organisation)),
    ])
  }

  func exhibitorPayload(_ event: PlannedEvent) -> [UInt8] {
    let exhibitor = exhibitors[event.index]
    var dice = Dice(seed, .payload, event.index)
    let posts = Int32(dice.within(5...45))
    switch event.fact {
    case .exhibitorRegistered:
      return encoded(
        PBExhibitorRegistered.with {
          $0.activity = text(StreamKey(.activity, Int(exhibitor.activity)))
          $0.organisation = organisation(Int(exhibitor.organisation))
          $0.posts = posts
        })
    case .exhibitorAttended:
      return encoded(
        PBExhibitorAttended.with {
          $0.activity = text(StreamKey(.activity, Int(exhibitor.activity)))
          $0.organisation = organisation(Int(exhibitor.organisation))
          $0.posts = event.isCorrection ? posts - 1 : posts
        })
    default: return encoded(PBExhibitorWithdrawn())
    }
  }
}
