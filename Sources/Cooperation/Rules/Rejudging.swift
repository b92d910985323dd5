public import EventModel

/// Which facts a rule asks to be judged again when something new is learnt in a stream that they were
/// decided on.
///
/// A correction, a void and a review that passes need no entry here: after one, every event whose
/// `decided_on` names its stream is judged again. This table is for plain events that come late, as the signature of an
/// internship agreement that is recorded after the start of the placement which rests on it. Each
/// entry stands in its rule's file.
///
/// `CooperationDecider.judgeAgain` says what that takes, and what the rules say then. It is pure: every
/// stream is folded up to the trigger's position, the fact's own up to its place, and a repeat gives
/// the same.
public struct Rejudging: Hashable, Sendable {
  /// The types of event that may change a judgement elsewhere.
  package let triggers: Set<EventType>
  /// The types of event that are judged again, where their `decided_on` names the trigger's stream.
  package let judgedAgain: Set<EventType>
  /// Whether those facts are judged by the trigger's stream as it was at their own moment alone, so
  /// that a trigger that happened later changes nothing of an entity that had begun by then.
  let judgesByMoment: Bool

  init(_ triggers: [EventType], judgeAgain: [EventType], byMoment: Bool = false) {
    self.triggers = Set(triggers)
    self.judgedAgain = Set(judgeAgain)
    judgesByMoment = byMoment
  }

  /// All of them, as the rule book has their rules.
  package static let all: [Rejudging] =
    [
      tripartiteAgreement, firstYear, noIntermediary, writtenAgreement, hostPost, twoMentors,
      brokingLicence, barredApplicant, branchesFirst, restrictedProcessing, hostRegion,
      livingOrganisation, carriedVote, onePerson, legalHold,
    ] + internRatio + consistency + peopleConsistency + marketConsistency

  /// The types of event that are judged again after an event of that type.
  ///
  /// - Returns: empty when such an event changes no judgement elsewhere.
  public static func judgedAgain(after trigger: EventType) -> Set<EventType> {
    byTrigger[trigger] ?? []
  }

  /// Those of them that a trigger doesn't touch which happened later than they, where its entity had
  /// begun by their moment.
  public static func judgedByMoment(after trigger: EventType) -> Set<EventType> {
    let entries = all.filter { $0.triggers.contains(trigger) }
    return entries.filter(\.judgesByMoment).reduce(into: Set<EventType>()) {
      $0.formUnion($1.judgedAgain)
    }
    .subtracting(entries.filter { !$0.judgesByMoment }.flatMap(\.judgedAgain))
  }

  private static let byTrigger: [EventType: Set<EventType>] = {
    var result: [EventType: Set<EventType>] = [:]
    for entry in all {
      for trigger in entry.triggers { result[trigger, default: []].formUnion(entry.judgedAgain) }
    }
    return result
  }()

  /// Whether an event of that type, when it comes late and so sorts before others of its stream,
  /// calls itself and those others into question: it may put right, or spoil, the order of steps.
  public static func judgesItsStreamWhenLate(_ type: EventType) -> Bool {
    orderedTypes.contains(type)
  }

  private static let orderedTypes = Set(
    CooperationModel.aggregates.filter(\.isOrdered).flatMap(\.eventTypes.keys))
}

extension Rejudging {
  /// What a fact demands of later ones: the other way round than an entry above.
  struct Demand: Sendable {
    /// The types of event that call others into question.
    let triggers: Set<EventType>
    /// Those others.
    let facts: NamedFacts

    init(_ triggers: [EventType], of category: StreamCategory, _ types: Set<EventType>) {
      self.triggers = Set(triggers)
      facts = NamedFacts(category: category, types: types)
    }

    /// All of them.
    static let all: [Demand] = [
      placementDays, agreedDays, insuredInternship, assistedGraduate, branchesFirst, actingParty,
      heldRecord,
    ]
  }

  /// Facts in streams that a trigger names.
  public struct NamedFacts: Hashable, Sendable {
    /// The category of those streams.
    public let category: StreamCategory
    /// The facts' types.
    public fileprivate(set) var types: Set<EventType>
  }

  /// The facts that an event of that type calls into question where they stand in its own stream, or
  /// in one that it was decided on; `nil` of most types.
  public static func judgedWhereNamed(by trigger: EventType) -> NamedFacts? { named[trigger] }

  private static let named: [EventType: NamedFacts] = {
    var result: [EventType: NamedFacts] = [:]
    for demand in Demand.all {
      for trigger in demand.triggers {
        guard let known = result[trigger] else {
          result[trigger] = demand.facts
          continue
        }
        precondition(known.category == demand.facts.category, "\(trigger) names one category")
        result[trigger]?.types.formUnion(demand.facts.types)
      }
    }
    return result
  }()
}
