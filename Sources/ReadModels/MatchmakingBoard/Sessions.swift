internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Matchmaking sessions: who came, who met, what came of it.
struct Sessions: StateProjection {
  typealias Folded = MatchmakingSession
  typealias Memory = Course

  /// What happened at a session, in order.
  struct Course: Sendable {
    /// By party, every telling.
    fileprivate var arrivals: [String: [Arrival]] = [:]
    fileprivate var meetings: [[String]: Moment] = [:]
  }

  fileprivate struct Arrival: Sendable {
    let fact: PBSessionPartyArrived
    let occurred: Moment
    let evidence: Source.Evidence?
    let isConfirmed: Bool

    var strength: Int { evidence.strength(isConfirmed: isConfirmed) }
  }

  let name = "Sessions"
  let version = 5
  let initialMemory = Course()
  static let session = TableDeclaration(
    "session", "A matchmaking session as it stands now.",
    [
      .text("name", nullable: true, title: "Name", "Its name."),
      .text("activity", nullable: true, title: "Activity", "The activity it is part of."),
      .text("campaign", nullable: true, title: "Campaign", "The campaign it belongs to."),
      .text("organisers", nullable: true, title: "Organisers", "The organisations' streams."),
      .text("fields", nullable: true, title: "Fields", "Industries and fields it is for."),
      .text(
        "mode", nullable: true, title: "Mode", "ON_SITE, ONLINE or HYBRID.",
        of: PBActivityPlan.Mode.self),
      .date("from_day", nullable: true, title: "From", "Its first day."),
      .date("to_day", nullable: true, title: "Until", "Its last day."),
      .text("region", nullable: true, title: "Region", "GB/T 2260, 6 digits."),
      .text(
        "phase", title: "Phase", "scheduled, open or closed.", of: MatchmakingSession.Phase.self),
      .integer("invited", title: "Invited", unit: "organisations", "Who was invited."),
      .integer("pairs", title: "Pairs", unit: "pairs", "Distinct pairs that met."),
      .integer("failures", title: "Failures", unit: "failures", "Matches that were not found."),
      .integer(
        "arrived", title: "Arrived", unit: "parties",
        "Parties that came, each as it was told: what COUNTS compares with the announced."),
      .integer(
        "announced_parties", nullable: true, title: "Announced parties", unit: "parties",
        "As was announced at the end; never counted."),
      .text(
        "announced_parties_bound", nullable: true, title: "Parties, how exact",
        "The word they were announced with: EXACT, MORE_THAN, NEARLY, ORDER_OF_MAGNITUDE or "
          + "UNKNOWN.", of: PBClaimPublished.Bound.self),
      .flag(
        "parties_agree", nullable: true, title: "Parties agree",
        "1 when those that arrived bear the announced number out by its word, as COUNTS judges; "
          + "nothing when none was announced or the word says nothing."),
      .integer(
        "announced_intentions", nullable: true, title: "Announced intentions",
        unit: "intentions", "As was announced at the end; never counted."),
      .text(
        "announced_intentions_bound", nullable: true, title: "Intentions, how exact",
        "The word they were announced with.", of: PBClaimPublished.Bound.self),
      .evidence, .confirmed,
    ], indexes: [["campaign"]])
  static let sessionParty = TableDeclaration(
    "session_party", "Somebody who came to a session, for one field or, as told, for none.",
    key: [
      .text("party", title: "Party", "An organisation's stream, or a name that is none."),
      .integer("number", title: "Number", "Which of the party's fields, from 0."),
    ],
    [
      .organisation("organisation", title: "Organisation", "Nothing when it is not registered."),
      .text("industry", nullable: true, title: "Industry", "The field it stands for there."),
      .day("arrived_on", title: "Came", "When it came."),
      .evidence, .confirmed,
    ], indexes: [["organisation"]])
  static let sessionPair = TableDeclaration(
    "session_pair", "Two who met at a session.",
    key: [
      .text("first", title: "First", "An organisation."),
      .text("second", title: "Second", "Another."),
    ], [.day("met_on", title: "Met", "When they first met there.")])
  static let sessionFailure = TableDeclaration(
    "session_failure", "Why matches were not found at a session.",
    key: [
      .text(
        "reason", title: "Reason", "NO_SUITABLE, TOO_FAR, PAY_GAP and so on.",
        values: PBNeedMatchFailed.Reason.words + ["UNKNOWN"])
    ],
    [.integer("failures", title: "Failures", unit: "failures", "How many for that reason.")])
  let tables = [Self.session, Self.sessionParty, Self.sessionPair, Self.sessionFailure]

  func remember(
    _ payload: MatchmakingSession.Event, _ event: EffectiveEvent, in memory: inout Course
  ) {
    switch payload {
    case .partyArrived(let fact):
      let party = fact.hasOrganisation ? fact.organisation : fact.unregisteredName
      guard !party.isEmpty else { return }
      memory.arrivals[party, default: []].append(
        Arrival(
          fact: fact, occurred: event.occurred, evidence: event.source.evidence,
          isConfirmed: event.isConfirmed))
    case .pairMet(let fact):
      let pair = [fact.first, fact.second].sorted()
      memory.meetings[pair] = memory.meetings[pair] ?? event.occurred
    default: break
    }
  }

  func addRows(
    of state: MatchmakingSession?, _ facts: StreamFacts, _ memory: Course, to rows: inout RowSink
  ) {
    guard let session = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let details = session.details
    rows.add(
      [
        stream, SQLValue(field: details.name), SQLValue(field: details.activity),
        SQLValue(field: details.campaign), details.organisers.words, details.fields.words,
        SQLValue(details.mode.word), SQLValue(field: details.from), SQLValue(field: details.to),
        SQLValue(field: details.region), .text(session.phase.rawValue),
        SQLValue(session.invited.count), SQLValue(session.pairs.count),
        SQLValue(session.failures.count), SQLValue(session.partyCount),
        SQLValue(session.partiesAnnounced?.figure),
        SQLValue(session.partiesAnnounced?.bound.word),
        SQLValue(session.partiesAnnounced?.isBorneOut(by: session.partyCount)),
        SQLValue(session.intentionsAnnounced?.figure),
        SQLValue(session.intentionsAnnounced?.bound.word),
        facts.evidence(PBSessionScheduled.eventType), facts.confirmed,
      ], to: Self.session)
    for (party, tellings) in memory.arrivals {
      addRows(of: party, tellings, facts, to: &rows)
    }
    for (pair, met) in memory.meetings {
      rows.add(
        [stream, .text(pair[0]), .text(pair[1]), facts.day(met)], to: Self.sessionPair)
    }
    let reasons = Dictionary(grouping: session.failures) { $0.word ?? "UNKNOWN" }
    for (reason, failures) in reasons {
      rows.add([stream, .text(reason), SQLValue(failures.count)], to: Self.sessionFailure)
    }
  }

  /// A party's rows: one for each field it was told to stand for, by the tellings that rest on most.
  private func addRows(
    of party: String, _ tellings: [Arrival], _ facts: StreamFacts, to rows: inout RowSink
  ) {
    let fields = Dictionary(grouping: tellings, by: \.fact.industry).sorted { $0.key < $1.key }
    for (number, (industry, tellings)) in fields.enumerated() {
      let best = tellings.map(\.strength).max()
      let strongest = tellings.filter { $0.strength == best }
      guard let first = strongest.first else { continue }
      rows.add(
        [
          .text(facts.stream.text), .text(party), SQLValue(number),
          SQLValue(field: first.fact.organisation), SQLValue(field: industry),
          facts.earliestDay(strongest.map(\.occurred)), SQLValue(first.evidence?.word),
          SQLValue(first.isConfirmed),
        ], to: Self.sessionParty)
    }
  }
}
