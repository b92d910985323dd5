internal import FoundationEssentials
internal import SwiftProtobuf

extension RecordedEvent {
  /// Decodes one record, which stands at `position`; ``RecordDecoder`` decodes many, twice as fast.
  ///
  /// - Throws: ``EventModelError`` with code `record`, naming the field, when the bytes are not a
  ///   whole record.
  /// - Complexity: O(record bytes); about a microsecond for 300 bytes.
  public init(decoding record: RawSpan, at position: Position) throws(EventModelError) {
    let message: PBRecordedEvent
    do {
      message = try PBRecordedEvent(serializedBytes: record)
    } catch {
      throw EventModelError(.record, "the record at \(position) is no RecordedEvent: \(error)")
    }
    try self.init(message, at: position)
  }

  init(_ message: PBRecordedEvent, at position: Position) throws(EventModelError) {
    guard message.hasAppendIndex, message.hasAppendCount, message.hasRevision,
      message.hasRecordedAt, message.hasStream, message.hasType, message.hasOccurred
    else {
      throw EventModelError(.record, "the record at \(position) lacks a field every record has")
    }
    guard let standing = Standing(rawValue: message.standing.rawValue) else {
      throw EventModelError(.record, "the record at \(position) has no known standing")
    }
    var event = ProposedEvent(
      type: EventType(recorded: message.type), schemaVersion: Int(message.schemaVersion),
      id: try EventID(message.eventID, "event_id"), standing: standing,
      actor: Actor(message.actor), source: try Source(message.source),
      occurred: try Moment(message.occurred), payload: Array(message.payload))
    if message.hasCausationID { event.causation = try EventID(message.causationID, "causation_id") }
    if message.hasCorrelationID {
      event.correlation = try EventID(message.correlationID, "correlation_id")
    }
    if message.hasCorrects { event.corrects = try EventID(message.corrects, "corrects") }
    if message.hasVoids { event.voids = try EventID(message.voids, "voids") }
    if message.hasEffectiveFrom { event.effectiveFrom = try Moment(message.effectiveFrom) }
    if message.hasEffectiveTo { event.effectiveTo = try Moment(message.effectiveTo) }
    if message.hasRulesetVersion { event.rulesetVersion = Int(message.rulesetVersion) }
    event.about = message.about.map {
      About(role: $0.role, stream: StreamName(recorded: $0.id))
    }
    event.decidedOn = message.decidedOn.map {
      DecidedOn(
        stream: StreamName(recorded: $0.stream),
        revision: $0.hasRevision ? Revision($0.revision) : nil)
    }
    for part in message.personal {
      event.personal.append(
        PersonalPartReference(
          subject: StreamName(recorded: part.subject), part: part.part,
          commitment: try Digest(part.commitment)))
    }
    self.init(
      event: event, stream: StreamName(recorded: message.stream),
      revision: Revision(message.revision), position: position,
      recordedAt: RecordedTime(microseconds: message.recordedAt),
      commandID: try CommandID(message.commandID, "command_id"),
      commandDigest: try Digest(message.commandDigest), appendIndex: Int(message.appendIndex),
      appendCount: Int(message.appendCount))
  }
}

extension Actor {
  init(_ message: PBActor) {
    self.init(
      organisation: message.hasOrg ? StreamName(recorded: message.org) : nil, user: message.user,
      role: message.role, onBehalfOf: message.hasOnBehalfOf ? message.onBehalfOf : nil,
      assurance: Assurance(rawValue: message.assurance.rawValue) ?? .none)
  }
}

extension Source {
  init(_ message: PBSource) throws(EventModelError) {
    guard let channel = Channel(rawValue: message.channel.rawValue) else {
      throw EventModelError(.record, "a source has an unknown channel")
    }
    self.init(
      channel: channel,
      evidence: message.hasEvidence ? Evidence(rawValue: message.evidence.rawValue) : nil,
      document: message.hasDocument ? message.document : nil,
      sha256: message.hasSha256 ? try Digest(message.sha256) : nil,
      publishedOn: message.hasPublishedOn ? try CivilDate(validating: message.publishedOn) : nil)
  }
}

extension Moment {
  init(_ message: PBMoment) throws(EventModelError) {
    let (year, month) = (Int(message.year), Int(message.month))
    let value: Value
    switch message.precision {
    case .year: value = .year(year)
    case .month where (1...12).contains(month): value = .month(year: year, month: month)
    case .day:
      value = .day(try CivilDate(year: year, month: month, day: Int(message.day)))
    case .instant:
      value = .instant(
        microseconds: message.instant, utcOffsetMinutes: Int(message.utcOffsetMinutes))
    default: throw EventModelError(.record, "a moment has no known precision")
    }
    self.init(value, notLaterThan: message.notLaterThan)
  }
}
