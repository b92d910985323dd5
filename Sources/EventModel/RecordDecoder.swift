internal import Glibc

/// Decodes many records one after the other, twice as fast as one at a time.
///
/// It walks the bytes itself and makes what neighbours share only once: types, actors, sources. What
/// it gives is what ``RecordedEvent/init(decoding:at:)`` gives; a test holds the two together.
/// Not thread safe: one to a worker.
public struct RecordDecoder {
  /// The first few types: a stream that is read by itself has no more, and needs no table.
  private var firstTypes: [([UInt8], EventType)] = []
  /// By a few bytes of the name: a log has a few hundred types, and neighbours differ.
  private var types: [([UInt8], EventType)?] = []
  private static let firstTypeCount = 4
  private var lastActor: ([UInt8], Actor)?
  private var lastSource: ([UInt8], Source)?

  /// A decoder that has seen nothing.
  public init() {}

  /// Decodes a record that stands at `position`.
  ///
  /// - Parameter stream: the record's stream, where the caller has it already.
  /// - Throws: ``EventModelError`` with code `record` when the bytes are not a whole record.
  /// - Complexity: O(record bytes)
  public mutating func decode(
    _ record: RawSpan, at position: Position, in stream: StreamName? = nil
  ) throws(EventModelError) -> RecordedEvent {
    var fields = RecordFields()
    var about: [About] = []
    var decidedOn: [DecidedOn] = []
    var personal: [PersonalPartReference] = []
    var walker = FieldWalker(record)
    while let field = try walker.next() {
      switch field.number {
      case 18: about.append(try Self.about(record.extracting(field.bytes)))
      case 19: decidedOn.append(try Self.reading(record.extracting(field.bytes)))
      case 20: personal.append(try Self.part(record.extracting(field.bytes)))
      default: fields.take(field)
      }
    }
    guard fields.isComplete, let tail = fields.tail,
      let standing = Standing(rawValue: fields.standing)
    else {
      throw EventModelError(.record, "the record at \(position) lacks a field every record has")
    }
    var event = ProposedEvent(
      type: type(record.extracting(fields.type)), schemaVersion: fields.schemaVersion,
      id: EventID(record.extracting(fields.eventID)), standing: standing,
      actor: try actor(record.extracting(fields.actor)),
      source: try source(record.extracting(fields.source)),
      occurred: try Moment(walking: record.extracting(fields.occurred)),
      payload: record.extracting(fields.payload).array)
    event.causation = try record.identifier(fields.causationID)
    event.correlation = try record.identifier(fields.correlationID)
    event.corrects = try record.identifier(fields.corrects)
    event.voids = try record.identifier(fields.voids)
    if let from = fields.effectiveFrom {
      event.effectiveFrom = try Moment(walking: record.extracting(from))
    }
    if let to = fields.effectiveTo {
      event.effectiveTo = try Moment(walking: record.extracting(to))
    }
    event.rulesetVersion = fields.rulesetVersion
    event.about = about
    event.decidedOn = decidedOn
    event.personal = personal
    return RecordedEvent(
      event: event,
      stream: stream ?? StreamName(recorded: record.extracting(fields.stream).text),
      revision: tail.revision, position: position, recordedAt: tail.recordedAt,
      commandID: CommandID(record.extracting(fields.commandID)),
      commandDigest: try Digest(record.extracting(fields.commandDigest).array),
      appendIndex: fields.appendIndex, appendCount: fields.appendCount)
  }

  // MARK: - What neighbours share

  private mutating func type(_ bytes: RawSpan) -> EventType {
    if types.isEmpty {
      for known in firstTypes where bytes.isEqual(known.0) { return known.1 }
      if firstTypes.count < Self.firstTypeCount {
        let type = EventType(recorded: bytes.text)
        firstTypes.append((bytes.array, type))
        return type
      }
      types = Array(repeating: nil, count: 256)
    }
    let slot = bytes.slot
    if let known = types[slot], bytes.isEqual(known.0) { return known.1 }
    let type = EventType(recorded: bytes.text)
    types[slot] = (bytes.array, type)
    return type
  }

  private mutating func actor(_ bytes: RawSpan) throws(EventModelError) -> Actor {
    if let lastActor, bytes.isEqual(lastActor.0) { return lastActor.1 }
    var actor = Actor(user: "", role: "", assurance: .none)
    var walker = FieldWalker(bytes)
    while let field = try walker.next() {
      switch field.number {
      case 1: actor.organisation = StreamName(recorded: bytes.extracting(field.bytes).text)
      case 2: actor.user = bytes.extracting(field.bytes).text
      case 3: actor.role = bytes.extracting(field.bytes).text
      case 4: actor.onBehalfOf = bytes.extracting(field.bytes).text
      case 5: actor.assurance = Actor.Assurance(rawValue: field.enumeration) ?? .none
      default: break
      }
    }
    lastActor = (bytes.array, actor)
    return actor
  }

  private mutating func source(_ bytes: RawSpan) throws(EventModelError) -> Source {
    if let lastSource, bytes.isEqual(lastSource.0) { return lastSource.1 }
    var channel: Source.Channel?
    var source = Source(channel: .api)
    var walker = FieldWalker(bytes)
    while let field = try walker.next() {
      switch field.number {
      case 1: channel = Source.Channel(rawValue: field.enumeration)
      case 2: source.evidence = Source.Evidence(rawValue: field.enumeration)
      case 3: source.document = bytes.extracting(field.bytes).text
      case 4: source.sha256 = try Digest(bytes.extracting(field.bytes).array)
      case 5: source.publishedOn = try CivilDate(validating: bytes.extracting(field.bytes).text)
      default: break
      }
    }
    guard let channel else {
      throw EventModelError(.record, "a source has an unknown channel")
    }
    source.channel = channel
    lastSource = (bytes.array, source)
    return source
  }

  // MARK: - What an event has several of

  private static func about(_ bytes: RawSpan) throws(EventModelError) -> About {
    var (role, stream) = ("", "")
    var walker = FieldWalker(bytes)
    while let field = try walker.next() {
      if field.number == 1 { role = bytes.extracting(field.bytes).text }
      if field.number == 2 { stream = bytes.extracting(field.bytes).text }
    }
    return About(role: role, stream: StreamName(recorded: stream))
  }

  private static func reading(_ bytes: RawSpan) throws(EventModelError) -> DecidedOn {
    var stream = ""
    var revision: Revision?
    var walker = FieldWalker(bytes)
    while let field = try walker.next() {
      if field.number == 1 { stream = bytes.extracting(field.bytes).text }
      if field.number == 2 { revision = Revision(field.value) }
    }
    return DecidedOn(stream: StreamName(recorded: stream), revision: revision)
  }

  private static func part(_ bytes: RawSpan) throws(EventModelError) -> PersonalPartReference {
    var (subject, part, commitment) = ("", "", [UInt8]())
    var walker = FieldWalker(bytes)
    while let field = try walker.next() {
      switch field.number {
      case 1: subject = bytes.extracting(field.bytes).text
      case 2: part = bytes.extracting(field.bytes).text
      case 4: commitment = bytes.extracting(field.bytes).array
      default: break
      }
    }
    return PersonalPartReference(
      subject: StreamName(recorded: subject), part: part, commitment: try Digest(commitment))
  }
}

/// The fields of a record that occur once.
private struct RecordFields {
  var type = 0..<0
  var schemaVersion = 0
  var stream = 0..<0
  var eventID = 0..<0
  var commandID = 0..<0
  var commandDigest = 0..<0
  var causationID: Range<Int>?
  var correlationID: Range<Int>?
  var corrects: Range<Int>?
  var voids: Range<Int>?
  var standing = 0
  var actor = 0..<0
  var source = 0..<0
  var occurred = 0..<0
  var effectiveFrom: Range<Int>?
  var effectiveTo: Range<Int>?
  var rulesetVersion: Int?
  var payload = 0..<0
  var appendIndex = 0
  var appendCount = 0
  var revision: UInt64?
  var recordedAt: Int64?

  var isComplete: Bool {
    !type.isEmpty && !stream.isEmpty && eventID.count == 16 && commandID.count == 16
      && !occurred.isEmpty && appendIndex < appendCount
  }

  /// The writer's last two fields; the very last is what a record that was cut short lacks first.
  var tail: (revision: Revision, recordedAt: RecordedTime)? {
    guard let revision, let recordedAt else { return nil }
    return (Revision(revision), RecordedTime(microseconds: recordedAt))
  }

  mutating func take(_ field: borrowing FieldWalker.Field) {
    switch field.number {
    case 1: type = field.bytes
    case 2: schemaVersion = field.enumeration
    case 3: stream = field.bytes
    case 4: eventID = field.bytes
    case 5: commandID = field.bytes
    case 6: commandDigest = field.bytes
    case 7: causationID = field.bytes
    case 8: correlationID = field.bytes
    case 9: corrects = field.bytes
    case 10: voids = field.bytes
    case 11: standing = field.enumeration
    case 12: actor = field.bytes
    case 13: source = field.bytes
    case 14: occurred = field.bytes
    case 15: effectiveFrom = field.bytes
    case 16: effectiveTo = field.bytes
    case 17: rulesetVersion = field.enumeration
    case 21: payload = field.bytes
    case 2044: appendIndex = field.enumeration
    case 2045: appendCount = field.enumeration
    case 2046: revision = field.value
    case 2047: recordedAt = Int64(bitPattern: field.value)
    default: break
    }
  }
}

extension Moment {
  fileprivate init(walking bytes: RawSpan) throws(EventModelError) {
    var (precision, year, month, day, offset) = (0, 0, 0, 0, 0)
    var instant: Int64 = 0
    var notLaterThan = false
    var walker = FieldWalker(bytes)
    while let field = try walker.next() {
      switch field.number {
      case 1: precision = field.enumeration
      case 2: year = field.enumeration
      case 3: month = field.enumeration
      case 4: day = field.enumeration
      case 5: instant = Int64(bitPattern: field.value)
      case 6: offset = field.enumeration
      case 7: notLaterThan = field.value != 0
      default: break
      }
    }
    let value: Value
    switch Precision(rawValue: precision) {
    case .year: value = .year(year)
    case .month where (1...12).contains(month): value = .month(year: year, month: month)
    case .day: value = .day(try CivilDate(year: year, month: month, day: day))
    case .instant: value = .instant(microseconds: instant, utcOffsetMinutes: offset)
    default: throw EventModelError(.record, "a moment has no known precision")
    }
    self.init(value, notLaterThan: notLaterThan)
  }
}

extension FieldWalker.Field {
  /// A varint that holds an `int32` or an enumeration: negative ones take all 64 bits.
  fileprivate var enumeration: Int { Int(Int32(truncatingIfNeeded: value)) }
}

extension Identifier16 {
  fileprivate init(_ bytes: RawSpan) {
    let span = Span<UInt8>(_bytes: bytes)
    var (high, low): (UInt64, UInt64) = (0, 0)
    for index in 0..<8 { high = high << 8 | UInt64(span[index]) }
    for index in 8..<16 { low = low << 8 | UInt64(span[index]) }
    self.init(high: high, low: low)
  }
}

extension RawSpan {
  fileprivate func identifier(_ range: Range<Int>?) throws(EventModelError) -> EventID? {
    guard let range else { return nil }
    guard range.count == 16 else {
      throw EventModelError(.record, "an event id has 16 bytes, not \(range.count)")
    }
    return EventID(extracting(range))
  }

  fileprivate var text: String {
    withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  }

  fileprivate var array: [UInt8] {
    withUnsafeBytes { Array($0) }
  }

  /// Whether these are the bytes.
  func isEqual(_ other: [UInt8]) -> Bool {
    guard byteCount == other.count else { return false }
    return withUnsafeBytes { bytes in
      other.withUnsafeBytes { other in
        // SAFETY: both hold `byteCount` bytes.
        guard let left = bytes.baseAddress, let right = other.baseAddress else { return true }
        return memcmp(left, right, byteCount) == 0
      }
    }
  }

  /// A number below 256 that names of equal bytes share, and others seldom.
  fileprivate var slot: Int {
    let bytes = Span<UInt8>(_bytes: self)
    guard bytes.count > 2 else { return 0 }
    let (last, middle) = (Int(bytes[bytes.count - 1]), Int(bytes[bytes.count / 2]))
    return (last &* 31 &+ middle &* 7 &+ Int(bytes[0]) &* 3 &+ bytes.count) & 255
  }
}
