import Cooperation
import EventLog
import EventModel

/// A seeded mix of the domain's own events: the same for the same seed, on any machine.
///
/// Three kinds of streams in turn: organisations with staff counts, enrolments with grades,
/// placements with visits from their start to their end. Every event touches a read model; one
/// organisation's stream has 10,000 events.
struct Mix {
  let streamCount: Int
  let eventCount: Int
  private var random: SplitMix64
  private var made = 0
  private var longStreamEvents = 0
  private static let longStreamLength = 10_000
  private let digest: Digest

  init(eventCount: Int, streamCount: Int, seed: UInt64) throws {
    self.eventCount = eventCount
    self.streamCount = streamCount
    random = SplitMix64(seed: seed)
    digest = try Digest([UInt8](repeating: 7, count: 32))
  }

  /// The next append of so many events, over as many streams as the mix has them; `nil` at the end.
  mutating func next(events: Int) throws -> Append? {
    guard made < eventCount else { return nil }
    let command = CommandID.random(using: &random)
    var entries: [StreamName: [EncodedEvent]] = [:]
    var order: [StreamName] = []
    for _ in 0..<min(events, eventCount - made) {
      let (stream, event) = try nextEvent()
      let encoded = try EncodedEvent(
        event, stream: stream, commandID: command, commandDigest: digest)
      if entries[stream] == nil { order.append(stream) }
      entries[stream, default: []].append(encoded)
      made += 1
    }
    return try Append(
      order.map { Append.Entry(stream: $0, expected: .any, events: entries[$0] ?? []) },
      commandID: command, commandDigest: digest)
  }

  private mutating func nextEvent() throws -> (StreamName, ProposedEvent) {
    if longStreamEvents < Self.longStreamLength, made.isMultiple(of: 50) {
      longStreamEvents += 1
      return try event(
        "organisation-long", made == 0 ? registered(0) : staffCount(), day: made / 64)
    }
    // One event in a hundred: the type that the filter looks for.
    if made % 100 == 51 {
      return try event("organisation-o0", renamed(made), day: made / 64)
    }
    // Entities come in turn; each turn adds the next event of their lives.
    let perTurn = streamCount
    let entity = made % perTurn
    let turn = made / perTurn
    switch entity % 3 {
    case 0:
      return try event(
        "organisation-o\(entity)", turn == 0 ? registered(entity) : staffCount(), day: turn)
    case 1:
      return try event(
        "enrolment-e\(entity)", turn == 0 ? enrolled(entity) : grade(turn), day: turn)
    default:
      return try event("placement-p\(entity)", placement(entity, turn), day: turn)
    }
  }

  private typealias Body = (type: EventType, payload: [UInt8], about: [About])

  private mutating func event(
    _ stream: String, _ body: Body, day: Int
  ) throws -> (StreamName, ProposedEvent) {
    let name = try StreamName(validating: stream)
    var event = ProposedEvent(
      type: body.type, id: EventID.random(using: &random), standing: .reported,
      actor: Actor(
        organisation: try StreamName(validating: "organisation-bureau"), user: "u17", role: "clerk",
        assurance: .key),
      source: Source(
        channel: .api, evidence: .documented, document: "register 2026/17", sha256: digest),
      occurred: Moment(.day(CivilDate(dayNumber: 19_000 + day % 800))), payload: body.payload)
    event.rulesetVersion = 1
    event.about = body.about
    return (name, event)
  }

  private func registered(_ number: Int) throws -> Body {
    let message = PBOrganisationRegistered.with {
      $0.kind = number.isMultiple(of: 9) ? .school : .enterprise
      $0.name = "Company of the city number \(number)"
      $0.region = "330203"
      $0.industry = "C361"
      $0.sizeClass = .medium
    }
    return (PBOrganisationRegistered.eventType, try message.serializedBytes(), [])
  }

  private func renamed(_ number: Int) throws -> Body {
    let message = PBOrganisationNameChanged.with { $0.name = "Company renamed \(number)" }
    return (PBOrganisationNameChanged.eventType, try message.serializedBytes(), [])
  }

  private mutating func staffCount() throws -> Body {
    let message = PBStaffCountReported.with {
      $0.total = Int32(random.next() % 900)
      $0.countedOn = "2026-01-31"
    }
    return (PBStaffCountReported.eventType, try message.serializedBytes(), [])
  }

  private func enrolled(_ number: Int) throws -> Body {
    let person = "person-s\(number)"
    let school = "organisation-o0"
    let message = PBStudentEnrolled.with {
      $0.person = person
      $0.school = school
      $0.classYear = 2026
      $0.gradeYear = 1
      $0.mode = .fullTime
    }
    return (
      PBStudentEnrolled.eventType, try message.serializedBytes(),
      [
        About(role: "person", stream: try StreamName(validating: person)),
        About(role: "school", stream: try StreamName(validating: school)),
      ]
    )
  }

  private func grade(_ turn: Int) throws -> Body {
    let message = PBGradeYearAdvanced.with { $0.gradeYear = Int32(min(turn + 1, 6)) }
    return (PBGradeYearAdvanced.eventType, try message.serializedBytes(), [])
  }

  private func started(_ number: Int) throws -> Body {
    let host = "organisation-o\(number / 9 * 3)"
    let message = PBPlacementStarted.with {
      $0.parties = .with {
        $0.kind = .post
        $0.student = "person-s\(number - 1)"
        $0.enrolment = "enrolment-e\(number - 1)"
        $0.school = "organisation-o0"
        $0.host = host
        $0.region = "330203"
      }
      $0.ageBand = .adult
      $0.gradeYear = 3
    }
    return (
      PBPlacementStarted.eventType, try message.serializedBytes(),
      [
        About(role: "student", stream: try StreamName(validating: "person-s\(number - 1)")),
        About(role: "host", stream: try StreamName(validating: host)),
      ]
    )
  }

  private func placement(_ number: Int, _ turn: Int) throws -> Body {
    if turn == 0 { return try started(number) }
    // The last turn, which may not be whole.
    return turn < max(1, eventCount / streamCount - 1) ? try visited(number) : try completed()
  }

  private func visited(_ number: Int) throws -> Body {
    let visitor = "person-t\(number % 1_000)"
    let message = PBSchoolVisitMade.with {
      $0.visitor = visitor
      $0.mode = .onSite
    }
    return (
      PBSchoolVisitMade.eventType, try message.serializedBytes(),
      [About(role: "visitor", stream: try StreamName(validating: visitor))]
    )
  }

  private func completed() throws -> Body {
    (PBPlacementCompleted.eventType, try PBPlacementCompleted().serializedBytes(), [])
  }
}

/// A small seeded generator. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number
/// generators", 2014.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
