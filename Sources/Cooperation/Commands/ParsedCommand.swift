public import Deciding
public import EventModel
internal import SwiftProtobuf

/// A client's command, parsed once: what its type proves needs no second look.
public struct ParsedCommand: Sendable {
  /// What is to be done.
  enum Act: Sendable {
    /// A command of an aggregate.
    case domain(any DomainCommand)
    /// An event is taken out of effect.
    case void(event: EventID, stream: StreamName, reason: String)
    /// A review ends.
    case endReview(review: EventID, stream: StreamName, passed: Bool, reason: String)
    /// A two-person act is asked for, approved or refused.
    case approval(ApprovalAct, stream: StreamName)
  }

  /// What the client expects of a stream.
  public struct Expected: Hashable, Sendable {
    /// The stream.
    public let stream: StreamName
    /// Its last revision; `nil` when it must not exist.
    public let revision: Revision?
  }

  /// The most streams of which a client may expect something.
  static let expectedLimit = 64

  /// The client's id; `nil` when it leaves the choice to the server.
  public let id: CommandID?
  /// The command's name, as `registerOrganisation`.
  public let name: String
  /// What is to be done.
  let act: Act
  /// The stream it is about.
  public let target: StreamName
  /// When it happened; `nil` for a decided act that happens now.
  public let occurred: Moment?
  /// From when it holds, if not from when it happened.
  public let effectiveFrom: Moment?
  /// Until when it holds.
  public let effectiveTo: Moment?
  /// Our own act, or a report.
  public let standing: Standing
  /// How well it is known.
  public let evidence: Source.Evidence?
  /// The document it rests on.
  public let document: String?
  /// That document's digest.
  public let sha256: Digest?
  /// The day it was published.
  public let publishedOn: CivilDate?
  /// Who else it is recorded for: the stream of an organisation or a person.
  public let onBehalfOf: String?
  /// Why it is refused as it is written, unless it was recorded before: an earlier Concord took what
  /// is asked today. At most one.
  let faults: [Rejection]
  /// The original event that it corrects.
  public let corrects: EventID?
  /// What the client expects of streams.
  public let expected: [Expected]
  /// SHA-256 of the command without its id and without what is personal.
  public let digest: Digest
  /// Refuses the command by what its target is; `nil` where whoever gives it may do so anywhere.
  public var permission: (@Sendable (StreamHistory) throws(Rejection) -> Void)?
  /// Counts what its answer tells about persons; `nil` where nobody counts.
  public var lookUpCount: LookUpCount?
  /// Counts its repeats with other personal parts; `nil` where nobody counts.
  public var differingRepeatCount: LookUpCount?
  /// The event that led to it; `nil` of a client's command.
  public internal(set) var causation: EventID?
  /// The event with which all began that it follows from: what shares it happened together.
  public internal(set) var correlation: EventID?

  /// Parses a command.
  ///
  /// - Throws: ``Rejection`` that names the field and what would be right.
  public init(_ command: PBCommand) throws(Rejection) {
    let (command, fault) = try TextRules.checked(command)
    do throws(Rejection) {
      try self.init(normal: command, fault)
    } catch {
      throw fault ?? error
    }
  }

  /// Parses a command whose texts are in their form, or have a fault.
  private init(normal command: PBCommand, _ fault: Rejection?) throws(Rejection) {
    guard let body = command.body else {
      throw Rejection(
        .malformedValue, "the command is missing: one field names it, as registerOrganisation")
    }
    let act = try body.act()
    self.act = act
    self.name = body.name
    do throws(Rejection) {
      self.target = try act.target()
    } catch {
      throw error.located(in: body.name)
    }
    self.id = try optional(command.hasID, command.id, "id", CommandID.init(validating:))
    self.occurred = try optional(
      command.hasOccurred, command.occurred, "occurred", Moment.init(validating:))
    self.effectiveFrom = try optional(
      command.hasEffectiveFrom, command.effectiveFrom, "effectiveFrom", Moment.init(validating:))
    self.effectiveTo = try optional(
      command.hasEffectiveTo, command.effectiveTo, "effectiveTo", Moment.init(validating:))
    self.standing = try act.standings.standing(
      command.hasStanding ? Standing(rawValue: command.standing.rawValue) : nil, body.name)
    self.evidence =
      command.source.hasEvidence
      ? Source.Evidence(rawValue: command.source.evidence.rawValue) : nil
    self.document = command.source.hasDocument ? command.source.document : nil
    self.sha256 = try optional(
      command.source.hasSha256, command.source.sha256, "source.sha256", Digest.init(hex:)
    )
    self.publishedOn = try optional(
      command.source.hasPublishedOn, command.source.publishedOn, "source.publishedOn",
      CivilDate.init(validating:))
    self.onBehalfOf = command.hasOnBehalfOf ? command.onBehalfOf : nil
    self.faults = try Self.faults(of: command, body, fault)
    self.corrects = try optional(
      command.hasCorrects, command.corrects, "corrects", EventID.init(validating:))
    self.expected = try Self.expected(by: command)
    self.digest = command.digest(body)
    try checkTogether()
  }

  /// What refuses the command once it is known that it was not recorded before.
  ///
  /// - Throws: the fault, where the command can't be a repeat, or can't be compared with one: what is
  ///   personal is compared by deciding, which a fault prevents.
  private static func faults(
    of command: PBCommand, _ body: PBCommand.OneOf_Body, _ text: Rejection?
  ) throws(Rejection) -> [Rejection] {
    if let text {
      guard command.hasID, body.withoutPersonal() == nil else { throw text }
      return [text]
    }
    guard command.hasOnBehalfOf else { return [] }
    do throws(Rejection) {
      _ = try Check.stream(
        command.onBehalfOf, "onBehalfOf", [Organisation.category, Person.category])
    } catch {
      guard command.hasID, body.withoutPersonal() == nil else { throw error }
      return [error]
    }
    return []
  }

  /// What its fields ask of each other.
  private func checkTogether() throws(Rejection) {
    guard occurred != nil || standing == .decided else {
      throw .missing("occurred", "the moment a reported fact happened, as 2022-06-30 or <=2022")
    }
    if corrects != nil, case .domain = act {
    } else if corrects != nil {
      throw .malformed("corrects", "\(name) corrects nothing")
    }
  }

  /// The revisions that streams have to be at.
  private static func expected(by command: PBCommand) throws(Rejection) -> [Expected] {
    guard command.expected.count <= expectedLimit else {
      throw .malformed(
        "expected",
        "expected names \(command.expected.count) streams; at most \(expectedLimit) are taken")
    }
    var expected: [Expected] = []
    for (index, one) in command.expected.enumerated() {
      expected.append(
        Expected(
          stream: try Check.stream(one.stream, "expected[\(index)].stream", []),
          revision: one.hasRevision ? Revision(one.revision) : nil))
    }
    return expected
  }

  /// The context of its decision, with nothing loaded.
  ///
  /// - Parameters:
  ///   - actor: who asks, from the key; never from the command.
  ///   - channel: the door it came through.
  public func context(
    now: RecordedTime, zone: LogZone, actor: Actor, channel: Source.Channel
  ) -> DecisionContext {
    var actor = actor
    if let onBehalfOf { actor.onBehalfOf = onBehalfOf }
    var context = DecisionContext(
      now: now, zone: zone, occurred: occurred(now: now, zone: zone), actor: actor,
      standing: standing, source: source(channel))
    context.corrects = corrects
    context.effectiveFrom = effectiveFrom
    return context
  }

  /// When it happened: as the client said, else now.
  public func occurred(now: RecordedTime, zone: LogZone) -> Moment {
    occurred
      ?? Moment(
        .instant(microseconds: now.microseconds, utcOffsetMinutes: zone.utcOffsetMinutes))
  }

  /// What it rests on.
  public func source(_ channel: Source.Channel) -> Source {
    Source(
      channel: channel, evidence: evidence, document: document, sha256: sha256,
      publishedOn: publishedOn)
  }

  /// Whether it holds anything personal, which the digest doesn't cover.
  public var hasPersonalFields: Bool {
    if case .domain(let command) = act { command.withoutPersonal() != nil } else { false }
  }

  /// The registration of a person that it is; `nil` of any other command.
  public var personRegistration: PBRegisterPerson? {
    if case .domain(let command) = act { command as? PBRegisterPerson } else { nil }
  }

  /// The person whose personal data it erases.
  public var erases: StreamName? {
    if case .domain(let command) = act, command is PBErasePersonalData { target } else { nil }
  }
}

private func optional<Value>(
  _ isPresent: Bool, _ text: String, _ field: String,
  _ parse: (String) throws(EventModelError) -> Value
) throws(Rejection) -> Value? {
  guard isPresent else { return nil }
  do throws(EventModelError) {
    return try parse(text)
  } catch {
    throw .malformed(field, "\(field): \(error.reason)")
  }
}

extension StandingPolicy {
  /// The standing of a command that asks for one, or doesn't.
  func standing(_ asked: Standing?, _ name: String) throws(Rejection) -> Standing {
    switch (self, asked) {
    case (.either(let standing), nil), (.either, let standing?): standing
    case (.decidedOnly, .reported):
      throw .malformed("standing", "\(name) is our own act: its standing is DECIDED")
    case (.decidedOnly, _): .decided
    case (.reportedOnly, .decided):
      throw .malformed("standing", "\(name) is a fact from elsewhere: its standing is REPORTED")
    case (.reportedOnly, _): .reported
    }
  }
}

extension PBCommand {
  /// SHA-256 of the command as protobuf, without its id and without what is personal.
  ///
  /// The serialisation is one for one command: schemas hold no maps, fields go in order of number,
  /// and a command that came as JSON has no unknown fields.
  fileprivate func digest(_ body: OneOf_Body) -> Digest {
    var command = self
    command.clearID()
    if let public_ = body.withoutPersonal() { command.body = public_ }
    return Digest(sha256Of: encoded(command))
  }
}
