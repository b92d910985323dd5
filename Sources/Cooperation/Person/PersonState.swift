public import Deciding
public import EventModel
internal import SwiftProtobuf

/// Someone: a student, a graduate, a teacher, an official.
///
/// The log knows that they are, not who.
public struct Person: TabledAggregate {
  /// Named `person`.
  public static let category = StreamCategory("person")

  /// The personal part that says who it is, with the look-up by ID number.
  static let identityPart = "person.personal"
  /// The personal part that says how to reach them.
  static let contactPart = "contact.personal"

  /// How old they were when they were registered.
  public var ageBand: PBAgeBand
  /// When they were registered.
  public var registered: Moment
  /// The part with name, ID number and day of birth; a decision reads it to know an age.
  public var identity: PersonalPartReference?
  /// Whether an ID number is kept.
  public var hasIDNumber: Bool
  /// Whether someone checked who it is.
  public var isVerified = false
  /// Why we may know them.
  var legalBases: [PBLegalBasisRecorded] = []
  /// What they agree to.
  var consents: Set<String> = []
  /// Who answers for them.
  var guardians: Set<String> = []
  /// Why their data are stored only; `nil` where they aren't.
  var restriction: PBProcessingRestricted?
  /// Whether their data are stored only.
  public var isRestricted: Bool { restriction != nil }
  /// Whether their data were erased.
  public var isErased = false
  /// The record that stands for the same person.
  public var mergedInto: StreamName?
  /// The event that says so.
  var mergeEvent: EventID?
  /// What forbids an erasure, by key.
  public var holds: [String: LegalHold] = [:]

  /// A demand that nothing be erased.
  public struct LegalHold: Hashable, Sendable {
    /// Its key, unique for the person.
    public let key: String
    /// Why.
    public let reason: PBLegalHoldPlaced.Reason
    /// Its last day; `nil` until it is lifted.
    public let until: CivilDate?
    /// Who demands it.
    public let owner: StreamName?

    /// Whether it holds on a day.
    public func isInForce(on day: CivilDate) -> Bool { until.map { day <= $0 } ?? true }

    /// Whether it holds up to a day; `nil` until it is lifted.
    func lasts(until day: CivilDate?) -> Bool { day.map(isInForce) ?? (until == nil) }
  }
  /// Whether they want no recommendations.
  public var hasRecommendationsOff = false

  /// Whether a tombstone was ever recorded; it stands for ever, whatever became of the registration.
  static func isErased(_ history: StreamHistory) -> Bool {
    history.recorded.contains { $0.event.type == PBPersonalDataErased.eventType }
  }

  /// Adds one event.
  public static func evolve(_ state: inout Self?, _ payload: Event, _ event: EffectiveEvent) {
    if case .registered(let registered) = payload {
      var person = Person(
        ageBand: registered.ageBand, registered: event.occurred,
        identity: event.personal.first { $0.part == identityPart },
        hasIDNumber: registered.hasIDNumber_p)
      if registered.hasGuardian { person.guardians.insert(registered.guardian) }
      if registered.hasLegalBasis { person.legalBases.append(registered.legalBasis) }
      state = person
      return
    }
    state?.apply(payload, event)
  }

  private mutating func apply(_ payload: Event, _ event: EffectiveEvent) {
    switch payload {
    case .registered, .contactChanged: break
    case .legalBasisRecorded(let basis): legalBases.append(basis)
    case .consentGiven(let consent): consents.insert(consent.scope)
    case .consentWithdrawn(let consent): consents.remove(consent.scope)
    case .identityVerified: isVerified = true
    case .guardianLinked(let link): guardians.insert(link.guardian)
    case .processingRestricted(let fact): restriction = fact
    case .personalDataErased:
      isErased = true
      identity = nil
    case .merged(let merge):
      mergedInto = StreamName(field: merge.into)
      mergeEvent = event.id
    case .unmerged:
      mergedInto = nil
      mergeEvent = nil
    case .legalHoldPlaced(let hold): holds[hold.hold] = LegalHold(hold)
    case .legalHoldLifted(let hold): holds[hold.hold] = nil
    case .recommendationsSwitchedOff: hasRecommendationsOff = true
    case .recommendationsSwitchedOn: hasRecommendationsOff = false
    }
  }
}

extension PBAgeBand {
  /// The band of someone of that many full years.
  public init(fullYears: Int) {
    switch fullYears {
    case ..<14: self = .under14
    case 14, 15: self = .from14To15
    case 16, 17: self = .from16To17
    default: self = .adult
    }
  }

  /// The band of someone born that day, at the last day on which a fact may have happened.
  public init(born: CivilDate, at moment: Moment, in zone: LogZone) {
    self.init(fullYears: born.fullYears(until: moment.lastDay(in: zone)))
  }
}

extension DecisionContext {
  /// The part that a person's age is computed from; a decision that needs an age names it in its
  /// reads.
  func identityPart(of person: StreamName) throws(Rejection) -> PersonalPartReference? {
    guard isLoaded(person) else { return nil }
    return try state(Person.self, person)?.identity
  }

  /// How old a person was at a moment, as a band; `nil` when the part was erased or is unknown.
  ///
  /// - Precondition: the person and its ``identityPart(of:)`` are loaded.
  public func ageBand(of person: StreamName, at moment: Moment) throws(Rejection) -> PBAgeBand? {
    guard let reference = try identityPart(of: person),
      case .known(let bytes)? = personal[reference]
    else { return nil }
    guard let part = try? PBPersonPersonal(serializedBytes: bytes),
      let born = CivilDate(recorded: part.birthDate)
    else { return nil }
    return PBAgeBand(born: born, at: moment, in: zone)
  }
}

extension Person.LegalHold {
  fileprivate init(_ fact: PBLegalHoldPlaced) {
    self.init(
      key: fact.hold, reason: fact.reason, until: CivilDate(field: fact.until),
      owner: StreamName(field: fact.owner))
  }
}
