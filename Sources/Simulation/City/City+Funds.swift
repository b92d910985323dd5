internal import Cooperation
internal import EventModel
internal import SwiftProtobuf

// The city's fund and one of each district, and the two texts they rest on.

extension City {
  /// The funds: one of the city, six of districts.
  static let fundCount = 7
  static let policyTitles = ["Regulation on cooperation", "Measures for the special fund"]

  /// The policies are issued when the organisations are known, the funds a year before they give.
  private static let issued = Schedule.first + 40
  private static let established = SchoolYear.first - 240

  mutating func planFunds() {
    for index in City.policyTitles.indices {
      var life = Life(index)
      life.step(.policyIssued, City.issued + index, in: &schedule)
      life.join(.policyClaimed, City.issued + index, in: &schedule)
    }
    for index in 0..<City.fundCount {
      var life = Life(index)
      life.step(.fundEstablished, City.established, in: &schedule)
      life.step(.budgetSet, City.established + 20, in: &schedule)
    }
  }

  /// The fund to which a grant is applied for.
  func fund(ofGrant index: Int) -> Int { index % City.fundCount }

  /// The code that issuer and number make out.
  func policyCode(_ index: Int) -> String {
    code([organisation(size.firstGovernmentBody), City.number(ofPolicy: index)])
  }

  private static func number(ofPolicy index: Int) -> String { "City (2021) No. \(index + 7)" }

  func fundNaming(_ event: PlannedEvent) -> Naming {
    let bureau = size.firstGovernmentBody
    switch event.fact {
    case .policyClaimed: return holder(.policy, event.index)
    case .policyIssued:
      var named = [Named("issuer", .organisation, bureau)]
      if event.index > 0 { named.append(Named("implemented", .policy, 0)) }
      return Naming(after: named, read: [StreamKey(.policyCode, event.index)])
    case .fundEstablished:
      return Naming(after: [
        Named("manager", .organisation, bureau), Named("policy", .policy, 1),
      ])
    // The event's entity is the grant; it stands in the fund's stream.
    case .fundCommitted:
      return Naming(before: [Named("grant", .grant, event.index)], hasTarget: false)
    default: return Naming()
    }
  }

  func fundPayload(_ event: PlannedEvent) -> [UInt8] {
    let index = event.index
    switch event.fact {
    case .policyIssued: return encoded(policy(index))
    case .policyClaimed: return claim(by: .policy, index)
    case .fundEstablished:
      return encoded(
        PBFundEstablished.with {
          $0.name = index == 0 ? "Special fund of the city" : "Special fund of district \(index)"
          $0.manager = organisation(size.firstGovernmentBody)
          $0.policy = text(StreamKey(.policy, 1))
          $0.territory = index == 0 ? "3302" : region(index - 1)
          $0.year = 2_024
          $0.publicationDays = 7
        })
    // More than all applications of a city together.
    case .budgetSet: return encoded(PBFundBudgetSet.with { $0.amountFen = 50_000_000_000 })
    default:
      return encoded(
        PBFundCommitmentChanged.with {
          $0.grant = text(StreamKey(.grant, index))
          $0.byFen = approvedFen(index)
        })
    }
  }

  private func policy(_ index: Int) -> PBPolicyIssued {
    PBPolicyIssued.with {
      $0.kind = index == 0 ? .regulation : .measures
      $0.title = City.policyTitles[index]
      $0.documentNumber = City.number(ofPolicy: index)
      $0.issuer = organisation(size.firstGovernmentBody)
      $0.adoptedOn = date(City.issued - 10)
      $0.inForceFrom = date(City.issued + 30)
      $0.textSha256 = documentDigest(.policy, index)
      $0.territory = "3302"
      if index > 0 { $0.implements = text(StreamKey(.policy, 0)) }
    }
  }
}
