internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Meetings and what was voted on.
struct Meetings: StateProjection {
  typealias Folded = Meeting
  /// The votes, by motion, the first of each.
  typealias Memory = [String: Telling]

  let name = "Meetings"
  let version = 3
  let initialMemory: [String: Telling] = [:]
  static let meeting = TableDeclaration(
    "meeting", "A meeting as it stands now.",
    [
      .text(
        "kind", nullable: true, title: "Kind", "FOUNDING, GENERAL, COUNCIL and so on.",
        of: PBMeetingConvened.Kind.self),
      .text("title", nullable: true, title: "Title", "Its title."),
      .text("alliance", nullable: true, title: "Alliance", "Whose meeting it is."),
      .organisation("organiser", title: "Organiser", "Who called it."),
      .text(
        "phase", title: "Phase", "convened, inSession, closed or cancelled.",
        of: Meeting.Phase.self),
      .date("planned_on", nullable: true, title: "Called for", "The day it was called for."),
      .day("held_on", title: "Held", "When it was held."),
      .integer("members", nullable: true, title: "Members", unit: "members", "Who may vote."),
      .integer("present", nullable: true, title: "Present", unit: "members", "Who came."),
      .flag("is_quorate", nullable: true, title: "Quorate", "1 when more than half came."),
      .evidence, .confirmed,
    ], indexes: [["alliance"]])
  static let motion = TableDeclaration(
    "motion", "A motion that was put or voted on at a meeting.",
    key: [.text("motion", title: "Motion", "Its key in the meeting.")],
    [
      .text("alliance", nullable: true, title: "Alliance", "Whose meeting it is."),
      .text(
        "subject", nullable: true, title: "Subject", "CHARTER, GOVERNING_UNITS and so on.",
        of: PBMotionPut.Subject.self),
      .text("text", nullable: true, title: "Text", "What was put."),
      .organisation("mover", title: "Mover", "Who put it."),
      .integer("in_favour", nullable: true, title: "In favour", unit: "votes", "If known."),
      .integer("against", nullable: true, title: "Against", unit: "votes", "If known."),
      .integer("abstained", nullable: true, title: "Abstained", unit: "votes", "If known."),
      .flag("is_carried", nullable: true, title: "Carried", "1 when it was carried."),
      .day("voted_on", title: "Voted", "When it was first voted on; nothing before."),
      .day(
        "last_voted_on", title: "Last voted", "When the vote was held whose numbers are shown."),
      .evidence, .confirmed,
    ])
  let tables = [Self.meeting, Self.motion]

  func remember(
    _ payload: Meeting.Event, _ event: EffectiveEvent, in memory: inout [String: Telling]
  ) {
    guard case .motionVoted(let fact) = payload else { return }
    memory[fact.motion, default: Telling(event)].tell(event)
  }

  func addRows(
    of state: Meeting?, _ facts: StreamFacts, _ votes: [String: Telling], to rows: inout RowSink
  ) {
    guard let meeting = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    rows.add(
      [
        stream, SQLValue(meeting.kind?.word), SQLValue(meeting.title), SQLValue(meeting.alliance),
        SQLValue(meeting.organiser), .text(meeting.phase.rawValue), SQLValue(meeting.plannedOn),
        facts.day(meeting.held), SQLValue(meeting.members), SQLValue(meeting.present),
        SQLValue(meeting.isQuorate), facts.evidence(PBMeetingConvened.eventType), facts.confirmed,
      ], to: Self.meeting)
    for (key, motion) in meeting.motions {
      let ballot = motion.ballot
      rows.add(
        [
          stream, .text(key), SQLValue(meeting.alliance), SQLValue(motion.subject?.word),
          SQLValue(motion.text), SQLValue(motion.mover), SQLValue(ballot?.inFavour),
          SQLValue(ballot?.against), SQLValue(ballot?.abstained), SQLValue(ballot?.isCarried),
          facts.day(motion.voted), facts.day(ballot?.voted),
          votes[key].map { SQLValue($0.evidence?.word) } ?? facts.evidence(PBMotionPut.eventType),
          facts.confirmed,
        ], to: Self.motion)
    }
  }

  static let view = ViewDeclaration("Meetings", title: "Meetings", of: Meetings.meeting)
  static let motions = ViewDeclaration("Motions", title: "Motions", of: Meetings.motion)
}
