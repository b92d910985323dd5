internal import Deciding
internal import EventModel

/// A command on one meeting.
protocol MeetingCommand: DomainCommand {
  var meeting: String { get }
}

extension MeetingCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// Most of what happens at a meeting is reported; who holds it decides it.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The meeting's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.target(meeting, "meeting", Meeting.category)
  }
}

extension PBConveneMeeting: MeetingCommand {
  /// It brings the meeting into being.
  static let creates = true
  /// Whose meeting it is, and who calls it.
  var references: [Reference] {
    [
      .optional("alliance", "details.alliance", details.alliance, Alliance.category),
      .optional("organiser", "details.organiser", details.organiser, Organisation.category),
    ]
  }

  /// One `meeting.convened`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(
      details.hasAlliance || details.hasOrganiser, "details", "an alliance or an organiser")
    if details.hasTitle { try Check.text(details.title, "details.title") }
    if details.hasPlannedOn { _ = try Check.date(details.plannedOn, "details.plannedOn") }
    return Decision(events: [DecidedEvent(details, to: try target())])
  }
}

extension PBRecordQuorum: MeetingCommand {
  /// One `meeting.quorum-recorded`; our own count names both numbers.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.count(details.members, "details.members")
    try Check.count(details.present, "details.present")
    if context.standing == .decided {
      try Check.present(details.hasMembers, "details.members", "how many may vote")
      try Check.present(details.hasPresent, "details.present", "how many are present")
    }
    let event = DecidedEvent(details, to: try target())
    try context.step(Meeting.Step.count, event)
    return context.record(event)
  }
}

extension PBPutMotion: MeetingCommand {
  /// Who puts it.
  var references: [Reference] {
    [.optional("mover", "details.mover", details.mover, Organisation.category)]
  }

  /// One `meeting.motion-put`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.key(details.motion, "details.motion")
    if details.hasText { try Check.text(details.text, "details.text") }
    let event = DecidedEvent(details, to: stream)
    if context.isRecorded(event) { return .alreadySo }
    guard try context.target(Meeting.self, stream).motions[details.motion]?.isPut != true else {
      throw Rejection(
        .alreadyExists, "\(stream) has a motion \(details.motion) already",
        field: "details.motion", stream: stream)
    }
    try context.step(Meeting.Step.put, event)
    return Decision(events: [event])
  }
}

extension Meeting.Motion {
  /// Whether more is known of it than a vote.
  fileprivate var isPut: Bool { subject != nil || text != nil || mover != nil || ballot == nil }
}

extension PBRecordVote: MeetingCommand {
  /// Who voted.
  var references: [Reference] {
    details.rollCall.enumerated().map { index, vote in
      .required(
        "voter", "details.rollCall[\(index)].member", vote.member, Organisation.category)
    }
  }

  /// One `meeting.motion-voted`; a report need not tell the numbers.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try Check.key(details.motion, "details.motion")
    try details.check()
    let event = DecidedEvent(details, to: stream)
    if context.isRecorded(event) { return .alreadySo }
    if context.standing == .decided {
      let motion = try context.target(Meeting.self, stream).motions[details.motion]
      guard let motion else {
        throw .wrongState(
          stream, "\(stream) has no motion \(details.motion) to vote on: putMotion comes first")
      }
      guard motion.ballot == nil else {
        throw .wrongState(stream, "the motion \(details.motion) was voted on already")
      }
    }
    try context.step(Meeting.Step.vote, event)
    return Decision(events: [event])
  }
}

extension PBMotionVoted {
  fileprivate func check() throws(Rejection) {
    try Check.count(inFavour, "details.inFavour")
    try Check.count(against, "details.against")
    try Check.count(abstained, "details.abstained")
    for (index, vote) in rollCall.enumerated() {
      try Check.present(
        vote.hasChoice, "details.rollCall[\(index)].choice", "IN_FAVOUR, AGAINST or ABSTAINED")
    }
    try Check.that(
      Set(rollCall.map(\.member)).count == rollCall.count, "details.rollCall",
      "a member votes once")
  }
}

extension PBCloseMeeting: MeetingCommand {
  /// One `meeting.closed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try context.recordOnce(Meeting.Step.close, DecidedEvent(details, to: try target()))
  }
}

extension PBCancelMeeting: MeetingCommand {
  /// One `meeting.cancelled`; our own act gives its reason.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided { try Check.text(details.reason, "details.reason") }
    return try context.recordOnce(Meeting.Step.cancel, DecidedEvent(details, to: try target()))
  }
}
