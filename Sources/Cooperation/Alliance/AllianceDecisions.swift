internal import Deciding
internal import EventModel
internal import SwiftProtobuf

/// A command on one alliance.
protocol AllianceCommand: DomainCommand {
  var alliance: String { get }
}

extension AllianceCommand {
  /// An organisation's own affair.
  static var duty: Duty { .ownAffairs }
  /// Most of what an alliance does is reported; a bureau may decide it.
  static var standings: StandingPolicy { .either(default: .reported) }

  /// The alliance's stream.
  func target() throws(Rejection) -> StreamName {
    try Check.present(!alliance.isEmpty, "alliance", "a stream name, as alliance-…")
    let stream = try Check.stream(alliance, "alliance", [Alliance.category])
    // A dot separates the two ids in a membership's name.
    try Check.that(
      !stream.id.utf8.contains(UInt8(ascii: ".")), "alliance", "an alliance's id has no dot")
    return stream
  }

  /// Records what a working alliance does.
  fileprivate func conduct(
    _ event: DecidedEvent, _ act: String, _ context: DecisionContext
  ) throws(Rejection) -> Decision {
    try context.step(Alliance.Step.conduct.called(act), event)
    return context.record(event)
  }
}

extension PBProposeAlliance: AllianceCommand {
  /// It brings the alliance into being.
  static let creates = true
  /// The guiding bureau.
  var references: [Reference] { details.references }
  /// The region.
  var codes: [CodeUse] { details.codes }

  /// One `alliance.proposed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.text(details.name, "details.name")
    try details.check()
    return Decision(events: [DecidedEvent(Alliance.Types.proposed, details, to: try target())])
  }
}

extension PBFoundAlliance: AllianceCommand {
  /// A founding may be the first that is known of an alliance.
  static let mayCreate = true
  /// The guiding bureau.
  var references: [Reference] { details.references }
  /// The region.
  var codes: [CodeUse] { details.codes }

  /// One `alliance.founded`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let stream = try target()
    try details.check()
    let event = DecidedEvent(Alliance.Types.founded, details, to: stream)
    if try context.state(Alliance.self, stream) == nil {
      try Check.text(details.name, "details.name")
      return Decision(events: [event])
    }
    if context.isRecorded(event) { return .alreadySo }
    try context.step(Alliance.Step.found, event)
    return Decision(events: [event])
  }
}

extension PBAllianceProfile {
  fileprivate var references: [Reference] {
    [.optional("guide", "details.guidedBy", guidedBy, Organisation.category)]
  }

  fileprivate func check() throws(Rejection) {
    if hasRegion { try Check.region(region, "details.region") }
  }
}

extension PBAdoptCharter: AllianceCommand {
  /// The meeting that decided it.
  var references: [Reference] { details.decidedBy.references }

  /// One `alliance.charter-adopted`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try details.check()
    let event = DecidedEvent(Alliance.Types.charterAdopted, details, to: try target())
    return try conduct(event, "adopting a charter", context)
  }
}

extension PBAmendCharter: AllianceCommand {
  /// The meeting that decided it.
  var references: [Reference] { details.decidedBy.references }

  /// One `alliance.charter-amended`; what is amended was adopted before.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try details.check()
    let stream = try target()
    if context.standing == .decided, try !context.target(Alliance.self, stream).hasCharter {
      throw .wrongState(stream, "\(stream) has no charter to amend: adoptCharter gives it one")
    }
    let event = DecidedEvent(Alliance.Types.charterAmended, details, to: stream)
    return try conduct(event, "amending the charter", context)
  }
}

extension PBCharter {
  fileprivate func check() throws(Rejection) {
    if hasDocumentSha256 { try Check.digest(documentSha256, "details.documentSha256") }
    if hasVote { try vote.check() }
    try Check.that(
      !(hasVote && hasDecidedBy), "details.vote",
      "the numbers stand with the meeting that decidedBy names, or here")
    if hasDecidedBy { try decidedBy.check() }
  }
}

extension PBDecidingMotion {
  fileprivate var references: [Reference] {
    [.optional("meeting", "details.decidedBy.meeting", meeting, Meeting.category)]
  }

  fileprivate func check() throws(Rejection) {
    try Check.present(hasMeeting, "details.decidedBy.meeting", "a stream name, as meeting-…")
    try Check.key(motion, "details.decidedBy.motion")
  }
}

extension PBVote {
  fileprivate func check() throws(Rejection) {
    try Check.count(eligible, "details.vote.eligible")
    try Check.count(present, "details.vote.present")
    try Check.count(inFavour, "details.vote.inFavour")
    try Check.count(against, "details.vote.against")
    try Check.count(abstained, "details.vote.abstained")
  }
}

extension PBElectGoverningUnits: AllianceCommand {
  /// The units, and the meeting that decided it.
  var references: [Reference] {
    details.decidedBy.references
      + details.units.enumerated().map { index, unit in
        .required(
          "governing unit", "details.units[\(index)].organisation", unit.organisation,
          Organisation.category)
      }
  }

  /// One `alliance.governing-units-elected`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided {
      try Check.present(!details.units.isEmpty, "details.units", "the units that were elected")
    }
    try Check.that(
      Set(details.units.map(\.organisation)).count == details.units.count, "details.units",
      "an organisation is elected once")
    try Check.period(
      from: details.hasTermFrom ? details.termFrom : nil,
      to: details.hasTermTo ? details.termTo : nil, "details.termFrom", "details.termTo")
    if details.hasVote { try details.vote.check() }
    try Check.that(
      !(details.hasVote && details.hasDecidedBy), "details.vote",
      "the numbers stand with the meeting that decidedBy names, or here")
    if details.hasDecidedBy { try details.decidedBy.check() }
    return try conduct(
      DecidedEvent(details, to: try target()), "electing governing units", context)
  }
}

extension PBReleaseWorkPlan: AllianceCommand {
  /// One `alliance.work-plan-released`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try Check.present(details.hasYear, "details.year", "the year that is planned, as 2022")
    try Check.that(
      Limits.civilYears.contains(Int(details.year)), "details.year", "a year is written as 2022")
    return try conduct(
      DecidedEvent(details, to: try target()), "releasing a work plan", context)
  }
}

extension PBAppointOperator: AllianceCommand {
  /// The operator.
  var references: [Reference] {
    [.required("operator", "details.operator", details.operator, Organisation.category)]
  }

  /// One `alliance.operator-appointed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try conduct(DecidedEvent(details, to: try target()), "appointing an operator", context)
  }
}

extension PBGrantAward: AllianceCommand {
  /// Who is honoured.
  var references: [Reference] {
    details.recipients.enumerated().map { index, recipient in
      .required("recipient", "details.recipients[\(index)]", recipient, Organisation.category)
    }
  }

  /// One `alliance.award-granted`; a report need not tell which.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    if context.standing == .decided { try Check.text(details.award, "details.award") }
    return try conduct(DecidedEvent(details, to: try target()), "granting an award", context)
  }
}

extension PBUnveilPlaque: AllianceCommand {
  /// One `alliance.plaque-unveiled`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    try conduct(DecidedEvent(details, to: try target()), "unveiling the plaque", context)
  }
}

extension PBSuspendAlliance: AllianceCommand {
  /// One `alliance.suspended`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let event = DecidedEvent(Alliance.Types.suspended, details, to: try target())
    return try context.recordOnce(Alliance.Step.suspend, event)
  }
}

extension PBResumeAlliance: AllianceCommand {
  /// One `alliance.resumed`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let event = DecidedEvent(Alliance.Types.resumed, details, to: try target())
    return try context.recordOnce(Alliance.Step.resume, event)
  }
}

extension PBDissolveAlliance: AllianceCommand {
  /// One `alliance.dissolved`.
  func decide(_ context: DecisionContext) throws(Rejection) -> Decision {
    let event = DecidedEvent(Alliance.Types.dissolved, details, to: try target())
    return try context.recordOnce(Alliance.Step.dissolve, event)
  }
}

extension PBAllianceProfile {
  fileprivate var codes: [CodeUse] {
    [.optional(.regions, "details.region", hasRegion ? region : nil)]
  }
}
