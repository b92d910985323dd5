internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Classes that schools train to an enterprise's order.
struct OrderClasses: StateProjection {
  typealias Folded = OrderClass

  let name = "OrderClasses"
  let version = 1
  let tables = [
    TableDeclaration(
      "order_class", "A planned order class.",
      [
        .text("name", nullable: true, title: "Name", "Its name."),
        .text("kind", nullable: true, title: "Kind", "ORDER, MODERN_APPRENTICESHIP and so on."),
        .text("alliance", nullable: true, title: "Alliance", "The alliance that plans it."),
        .text("agreement", nullable: true, title: "Agreement", "The agreement it rests on."),
        .organisation("school", title: "School", "Who teaches it."),
        .organisation("enterprise", title: "Enterprise", "Who ordered it."),
        .text("major", nullable: true, title: "Major", "The catalogue's 6 digits."),
        .integer(
          "planned_size", nullable: true, title: "Planned size", unit: "students",
          "How many students are planned."),
        .text("from_day", nullable: true, title: "From", "Its first day."),
        .day("planned_on", title: "Planned on", "When it was planned."),
        .evidence, .confirmed,
      ], indexes: [["alliance"]])
  ]

  func addRows(
    of state: OrderClass?, _ facts: StreamFacts, _: Nothing, to rows: inout RowSink
  ) {
    guard let orderClass = state else { return }
    rows.add([
      .text(facts.stream.text), SQLValue(orderClass.name), SQLValue(orderClass.kind?.word),
      SQLValue(orderClass.alliance), SQLValue(orderClass.agreement), SQLValue(orderClass.school),
      SQLValue(orderClass.enterprise), SQLValue(orderClass.major),
      SQLValue(orderClass.plannedSize), SQLValue(orderClass.from),
      facts.day(orderClass.planned), facts.first?.evidence ?? .null, facts.confirmed,
    ])
  }

  static let view = ViewDeclaration(
    "OrderClassBoard", title: "Order classes", of: OrderClasses().tables[0])
}
