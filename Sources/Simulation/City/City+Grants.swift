internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// Money for what a school and an enterprise do together: both apply, the application is published
// for ten days, reviewed, approved or rejected, paid in two tranches.

extension City {
  mutating func planGrants() {
    let agreements = cooperations.indices.filter {
      cooperations[$0].kind == .schoolEnterprise && !cooperations[$0].isTerminated
        && cooperations[$0].signed < SchoolYear.first + 240
    }
    let count = min(size.grants, agreements.count)
    for index in 0..<count {
      var dice = Dice(seed, .grant, index)
      // No agreement twice: it has one live grant for one purpose in one year.
      let agreement = agreements[index * agreements.count / count]
      grants.append(UInt32(agreement))
      planGrant(index, cooperations[agreement], &dice)
    }
  }

  private mutating func planGrant(
    _ index: Int, _ agreement: Cooperation, _ dice: inout Dice
  ) {
    let applied = max(Int(agreement.signed) + 10, SchoolYear.first) + dice.below(100)
    var life = Life(index, after: Int(agreement.recorded))
    life.step(.grantApplied, applied, lag: dice.below(4), in: &schedule)
    life.join(.grantClaimed, applied, in: &schedule)
    life.step(.coApplicationConfirmed, applied + 3, lag: dice.below(4), in: &schedule)
    let published = applied + 12
    life.step(.grantPublished, published, in: &schedule)
    life.step(.grantReviewed, published + 15, in: &schedule)
    let decided = published + 20 + dice.below(20)
    guard dice.happens(8_000) else {
      life.step(.grantRejected, decided, in: &schedule)
      life.join(.grantReleased, decided, in: &schedule)
      return
    }
    life.step(.grantApproved, decided, in: &schedule)
    life.join(.fundCommitted, decided, in: &schedule)
    for tranche in 0..<2 {
      let day = decided + 20 + tranche * 70 + dice.below(20)
      life.step(.grantPaid, day, tranche, in: &schedule)
      life.step(.aimReached, day + 30, tranche, in: &schedule)
      life.note(
        .expenditureReported, day + 40, ordinal: tranche, &dice, in: &schedule)
    }
    if dice.happens(8_000) {
      life.step(.grantEvaluated, decided + 180 + dice.below(30), in: &schedule)
    }
  }

  /// The code that agreement, purpose and year make out.
  func grantCode(_ index: Int) -> String {
    code([
      text(StreamKey(.cooperation, Int(grants[index]))),
      String(City.purpose.rawValue), String(City.fundYear),
    ])
  }

  private static let purpose = PBGrantApplied.Purpose.facilities
  private static let fundYear: Int32 = 2_024

  private func appliedFen(_ index: Int) -> Int64 { Int64(20 + index % 60) * 1_000_000 }
  /// Nine tenths of what was applied for.
  func approvedFen(_ index: Int) -> Int64 { appliedFen(index) / 10 * 9 }

  func grantNaming(_ event: PlannedEvent) -> Naming {
    let index = event.index
    let agreement = Named("agreement", .cooperation, Int(grants[index]))
    let fund = Named("fund", .fund, fund(ofGrant: index))
    let cooperation = cooperations[Int(grants[index])]
    switch event.fact {
    case .grantClaimed, .grantReleased: return holder(.grant, index)
    case .grantApplied:
      return Naming(
        after: [fund, agreement, Named("applicant", .organisation, Int(cooperation.first))],
        read: [StreamKey(.grantCode, index)])
    case .coApplicationConfirmed:
      return Naming(
        after: [Named("applicant", .organisation, Int(cooperation.second))],
        read: [fund.stream, agreement.stream])
    case .grantPublished, .grantApproved:
      return Naming(read: [fund.stream, agreement.stream])
    case .grantRejected: return Naming(read: [StreamKey(.grantCode, index)])
    default: return Naming()
    }
  }

  func grantPayload(_ event: PlannedEvent) -> [UInt8] {
    let index = event.index
    let cooperation = cooperations[Int(grants[index])]
    let tranche = Int(event.ordinal)
    switch event.fact {
    case .grantApplied:
      return encoded(
        PBGrantApplied.with {
          $0.fund = text(StreamKey(.fund, fund(ofGrant: index)))
          $0.agreement = text(StreamKey(.cooperation, Int(grants[index])))
          $0.applicant = organisation(Int(cooperation.first))
          $0.purpose = City.purpose
          $0.year = City.fundYear
          $0.amountFen = appliedFen(index)
        })
    case .grantClaimed: return claim(by: .grant, index)
    case .grantReleased: return release(by: .grant, index)
    case .coApplicationConfirmed:
      return encoded(
        PBGrantCoApplicationConfirmed.with {
          $0.applicant = organisation(Int(cooperation.second))
        })
    case .grantPublished:
      return encoded(
        PBGrantApplicationPublished.with {
          $0.from = date(event.day)
          $0.to = date(event.day + 9)
        })
    case .grantReviewed:
      return encoded(
        PBGrantReviewed.with {
          $0.recommended = true
          $0.scores = [
            .with {
              $0.criterion = "use"
              $0.points = Int32(60 + index % 40)
            }
          ]
        })
    case .grantApproved: return encoded(PBGrantApproved.with { $0.amountFen = approvedFen(index) })
    case .grantRejected: return encoded(PBGrantStopped.with { $0.reason = "others were better" })
    case .grantPaid:
      return encoded(
        PBGrantPaid.with {
          $0.tranche = "t\(tranche + 1)"
          $0.amountFen = approvedFen(index) / 2
        })
    case .aimReached:
      return encoded(PBGrantMilestoneAccepted.with { $0.title = "Aim \(tranche + 1)" })
    case .expenditureReported:
      return encoded(
        PBGrantExpenditureReported.with { $0.amountFen = approvedFen(index) / 2 - 50_000 })
    default:
      return encoded(PBGrantEvaluated.with { $0.result = index % 4 == 0 ? .good : .sufficient })
    }
  }
}
