internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Intentions to cooperate, and what became of them.
struct Intentions: StateProjection {
  typealias Folded = CooperationIntention
  /// Why it ended, if somebody said so.
  typealias Memory = String?

  let name = "Intentions"
  let version = 3
  let initialMemory: String? = nil
  static let intention = TableDeclaration(
    "intention", "An intention as it stands now.",
    [
      .text(
        "phase", title: "Phase", "recorded, negotiating, converted, lapsed or withdrawn.",
        of: CooperationIntention.Phase.self),
      .text("parties", nullable: true, title: "Parties", "The organisations' streams."),
      .text("topics", nullable: true, title: "Topics", "Codes of cooperation topics."),
      .text(
        "venue", nullable: true, title: "Venue", "MEETING, MATCHMAKING, VISIT and so on.",
        of: PBIntentionRecorded.Venue.self),
      .text("session", nullable: true, title: "Session", "The session at which it came up."),
      .text("meeting", nullable: true, title: "Meeting", "The meeting at which it came up."),
      .text("alliance", nullable: true, title: "Alliance", "The alliance that brought it about."),
      .integer(
        "planned_headcount", nullable: true, title: "Planned headcount", unit: "people",
        "The interns, trainees or hires it speaks of."),
      .day("recorded_on", title: "Recorded", "When it was reached."),
      .day("ended_on", title: "Ended", "When it was converted, lapsed or was withdrawn."),
      .text("reason", nullable: true, title: "Reason", "Why it lapsed or was withdrawn."),
      .text("agreement", nullable: true, title: "Agreement", "The agreement it led to."),
      .evidence, .confirmed,
    ], indexes: [["session"], ["agreement"]])
  static let intentionParty = TableDeclaration(
    "intention_party", "A party to an intention.",
    key: [.text("organisation", title: "Organisation", "The party.")], [],
    indexes: [["organisation"]])
  static let intentionTopic = TableDeclaration(
    "intention_topic", "What an intention is about.",
    key: [.text("topic", title: "Topic", "A code of cooperation topics, or a word.")], [])
  let tables = [Self.intention, Self.intentionParty, Self.intentionTopic]

  func remember(
    _ payload: CooperationIntention.Event, _: EffectiveEvent, in memory: inout String?
  ) {
    switch payload {
    case .lapsed(let fact): memory = fact.hasReason ? fact.reason : nil
    case .withdrawn(let fact): memory = fact.hasReason ? fact.reason : nil
    default: break
    }
  }

  func addRows(
    of state: CooperationIntention?, _ facts: StreamFacts, _ reason: String?,
    to rows: inout RowSink
  ) {
    guard let intention = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    rows.add(
      [
        stream, .text(intention.phase.rawValue), intention.parties.words, intention.topics.words,
        SQLValue(intention.venue?.word), SQLValue(intention.session), SQLValue(intention.meeting),
        SQLValue(intention.broughtAboutBy), SQLValue(intention.plannedHeadcount),
        facts.day(intention.recorded), facts.day(intention.ended), SQLValue(reason),
        SQLValue(intention.agreement), facts.evidence(PBIntentionRecorded.eventType),
        facts.confirmed,
      ], to: Self.intention)
    for party in intention.parties {
      rows.add([stream, .text(party.text)], to: Self.intentionParty)
    }
    for topic in intention.topics { rows.add([stream, .text(topic)], to: Self.intentionTopic) }
  }
}
