internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Training bases, laboratories and centres, and with whom they are shared.
struct Facilities: StateProjection {
  typealias Folded = Facility

  let name = "Facilities"
  let version = 3
  static let facility = TableDeclaration(
    "facility", "A facility as it stands now.",
    [
      .text("name", nullable: true, title: "Name", "Its name."),
      .text(
        "kind", nullable: true, title: "Kind", "TRAINING_BASE, LABORATORY and so on.",
        of: PBFacilityRegistered.Kind.self),
      .organisation("owner", title: "Owner", "Whose it is."),
      .text("region", nullable: true, title: "Region", "GB/T 2260, 6 digits."),
      .integer(
        "places", nullable: true, title: "Places", unit: "people", "Who can be trained at once."),
      .text("majors", nullable: true, title: "Majors", "6 digits each."),
      .text("phase", title: "Phase", "inUse or retired.", of: Facility.Phase.self),
      .integer("partners", title: "Partners", unit: "organisations", "With whom it is shared."),
      .integer("visits", title: "Visits", unit: "visits", "How often somebody came to see it."),
      .day("retired_on", title: "Retired", "When it was retired."),
      .evidence, .confirmed,
    ])
  static let facilityShare = TableDeclaration(
    "facility_share", "That a partner may use a facility.",
    key: [.integer("number", title: "Number", "Which one, from 0.")],
    [
      .text("partner", title: "Partner", "The organisation's stream."),
      .text("agreement", nullable: true, title: "Agreement", "The agreement that says so."),
      .date("from_day", nullable: true, title: "From", "Its first day."),
      .date("to_day", nullable: true, title: "Until", "Its last day."),
    ], indexes: [["partner"]])
  let tables = [Self.facility, Self.facilityShare]

  func addRows(of state: Facility?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink) {
    guard let facility = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    rows.add(
      [
        stream, SQLValue(facility.name), SQLValue(facility.kind?.word), SQLValue(facility.owner),
        SQLValue(facility.region), SQLValue(facility.places), facility.majors.words,
        .text(facility.phase.rawValue), SQLValue(Set(facility.shares.map(\.partner)).count),
        SQLValue(facility.visitCount), facts.day(facility.retired),
        facts.evidence(PBFacilityRegistered.eventType), facts.confirmed,
      ], to: Self.facility)
    for (number, share) in facility.shares.enumerated() {
      rows.add(
        [
          stream, SQLValue(number), .text(share.partner.text), SQLValue(share.agreement),
          SQLValue(share.from), SQLValue(share.to),
        ], to: Self.facilityShare)
    }
  }

  static let view = ViewDeclaration("Facilities", title: "Facilities", of: Facilities.facility)
}
