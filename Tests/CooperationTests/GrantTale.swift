@testable import Cooperation
import Deciding
import EventModel
import Testing

/// A fund, an agreement, a grant that is applied for.
struct GrantTale {
  var story: Story
  static let application =
    #""fund":"fund-f","agreement":"agreement-a","applicant":"organisation-school","purpose":"FACILITIES","year":2022,"amountFen":"500""#

  init(territory: String? = "3302", budget: Int? = 1000, days: Int = 7) throws(Rejection) {
    story = try Story.world()
    try story.agreement()
    let place = territory.map { #""territory":"\#($0)","# } ?? ""
    try story.act(
      "establishFund", "fund", "fund-f",
      #""name":"F",\#(place)"publicationDays":\#(days)"#, on: "2022-01-01")
    if let budget {
      try story.act(
        "setFundBudget", "fund", "fund-f", #""amountFen":"\#(budget)""#, on: "2022-01-02")
    }
  }

  @discardableResult
  mutating func act(
    _ name: String, _ details: String = "", on day: String = "2022-07-01",
    as standing: String = "DECIDED", _ id: String = "grant-g"
  ) throws(Rejection) -> Story.Outcome {
    try story.act(name, "grant", id, details, on: day, as: standing)
  }

  mutating func apply(_ id: String = "grant-g", year: Int = 2022) throws(Rejection) {
    try act("applyForGrant", Self.application.replacing("2022", with: "\(year)"), id)
    try act("confirmCoApplication", #""applicant":"organisation-host""#, id)
  }

  mutating func publish(_ id: String = "grant-g") throws(Rejection) {
    try apply(id)
    try act("publishGrantApplication", #""from":"2022-07-02","to":"2022-07-08""#, id)
  }

  mutating func approve(_ fen: Int = 500) throws(Rejection) {
    try publish()
    try act("approveGrant", #""amountFen":"\#(fen)""#, on: "2022-07-09")
  }

  func grant(_ id: String = "grant-g") throws -> Grant {
    try #require(try story.state(Grant.self, id))
  }

  func fund() throws -> Fund { try #require(try story.state(Fund.self, "fund-f")) }
}
