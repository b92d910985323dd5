/// One event of the plan, in twelve bytes: what is left is worked out when it is written.
struct PlannedEvent: Sendable {
  /// What happens.
  let fact: Fact
  /// Which of several such facts of the entity it is, from 0.
  let ordinal: UInt8
  /// Whether it corrects the fact of the same entity and ordinal.
  let isCorrection: Bool
  /// Whether it stands in the same append as the event before it.
  let isJoined: Bool
  /// When it happened, in days since 1970-01-01.
  let occurred: Int16
  /// The entity's number among its kind.
  let entity: UInt32

  /// The entity's number among its kind.
  var index: Int { Int(entity) }
  /// When it happened, in days since 1970-01-01.
  var day: Int { Int(occurred) }
}

/// All events by the day on which they are recorded.
struct Schedule {
  private(set) var days: [[PlannedEvent]]
  /// How many events are planned.
  private(set) var count = 0
  /// The day of the first bucket.
  static let first = 18_800
  /// The last day; what would be recorded later is recorded then.
  static let last = 20_499

  init() {
    days = Array(repeating: [], count: Schedule.last - Schedule.first + 1)
  }

  mutating func add(_ event: PlannedEvent, on day: Int) {
    days[min(max(day, Schedule.first), Schedule.last) - Schedule.first].append(event)
    count += 1
  }
}

/// One entity's events, on their way into the schedule.
///
/// Steps keep their order when they are recorded, as the entity's life needs it; what is only noted
/// may come late, and so out of order, but never before the entity is known: about a tenth does.
struct Life {
  private let entity: UInt32
  /// When its last step was recorded.
  private(set) var recorded: Int

  /// A life whose first event is recorded on that day or later.
  init(_ entity: Int, after recorded: Int = Schedule.first) {
    self.entity = UInt32(entity)
    self.recorded = recorded
  }

  /// A step, recorded when it happened or some days later.
  mutating func step(
    _ fact: Fact, _ day: Int, _ ordinal: Int = 0, lag: Int = 0, in schedule: inout Schedule
  ) {
    recorded = max(recorded, day + lag)
    schedule.add(event(fact, day, ordinal), on: recorded)
  }

  /// What follows from the step before it and stands in the same append.
  func join(_ fact: Fact, _ day: Int, _ ordinal: Int = 0, in schedule: inout Schedule) {
    schedule.add(event(fact, day, ordinal, isJoined: true), on: recorded)
  }

  /// A fact that may be recorded after later ones, and in one case of `correctedPer10000` is
  /// corrected.
  func note(
    _ fact: Fact, _ day: Int, ordinal: Int = 0, _ dice: inout Dice,
    in schedule: inout Schedule
  ) {
    let told = day + Shapes.lag(&dice)
    // What had to wait until its entity was known is handed in within days of that, in any order.
    let place = told >= recorded ? told : recorded + dice.below(4)
    schedule.add(event(fact, day, ordinal), on: place)
    guard fact.isCorrectable, dice.happens(Self.correctedPer10000) else { return }
    schedule.add(
      event(fact, day, ordinal, isCorrection: true), on: place + dice.within(1...30))
  }

  /// Chosen so that 0.5 % of all events are corrections, though only some facts are corrected.
  private static let correctedPer10000 = 270

  private func event(
    _ fact: Fact, _ day: Int, _ ordinal: Int, isCorrection: Bool = false, isJoined: Bool = false
  ) -> PlannedEvent {
    PlannedEvent(
      fact: fact, ordinal: UInt8(truncatingIfNeeded: ordinal), isCorrection: isCorrection,
      isJoined: isJoined, occurred: Int16(truncatingIfNeeded: day), entity: entity)
  }
}
