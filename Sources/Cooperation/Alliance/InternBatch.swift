internal import EventModel

/// A planned batch of interns: so many people, from a day on. A plan, never a count of people.
struct InternBatch: Hashable, Sendable {
  /// Its key in the planner's stream.
  let key: String
  /// How many are planned; `nil` when the report doesn't say.
  let planned: Int?
  /// The first day.
  let from: CivilDate?
  /// The school that sends them.
  let school: StreamName?
  /// The host that takes them.
  let host: StreamName?

  init(_ fact: PBInternBatchPlanned) {
    key = fact.batch
    planned = fact.hasPlannedInterns ? Int(fact.plannedInterns) : nil
    from = CivilDate(field: fact.from)
    school = StreamName(field: fact.school)
    host = StreamName(field: fact.host)
  }
}
