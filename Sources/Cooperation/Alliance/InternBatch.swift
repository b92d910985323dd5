public import EventModel

/// A planned batch of interns: so many people, from a day on. A plan, never a count of people.
public struct InternBatch: Hashable, Sendable {
  /// Its key in the planner's stream.
  public let key: String
  /// How many are planned; `nil` when the report doesn't say.
  public let planned: Int?
  /// The first day.
  public let from: CivilDate?
  /// The school that sends them.
  public let school: StreamName?
  /// The host that takes them.
  public let host: StreamName?

  init(_ fact: PBInternBatchPlanned) {
    key = fact.batch
    planned = fact.hasPlannedInterns ? Int(fact.plannedInterns) : nil
    from = CivilDate(field: fact.from)
    school = StreamName(field: fact.school)
    host = StreamName(field: fact.host)
  }
}
