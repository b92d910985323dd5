/// Encodes records, byte for byte as swift-protobuf would, several times as fast.
///
/// Every command and every imported row pays for its encoding. The generated message counts
/// references and checks for exclusive access at each of its fields; this writes the fields in order
/// into one array. A test holds the two together on random events. Source of the form: the protobuf
/// wire format; of the fields: `Schemas/concord/v1/event.proto`.
struct RecordEncoder {
  /// What has been written.
  private(set) var bytes: [UInt8] = []

  private init(capacity: Int) { bytes.reserveCapacity(capacity) }

  /// The record of an event, its tail not yet patched.
  ///
  /// - Complexity: O(record bytes); one allocation for records of usual size
  static func encode(
    _ event: ProposedEvent, stream: StreamName, commandID: CommandID, commandDigest: Digest
  ) -> [UInt8] {
    // Ids, digest, actor, source, moment and tail take about 250 bytes.
    var encoder = RecordEncoder(capacity: 320 + 64 * event.about.count + event.payload.count)
    encoder.text(1, event.type.text)
    encoder.number(2, event.schemaVersion)
    encoder.text(3, stream.text)
    encoder.identifier(4, event.id)
    encoder.identifier(5, commandID)
    encoder.digest(6, commandDigest)
    if let id = event.causation { encoder.identifier(7, id) }
    if let id = event.correlation { encoder.identifier(8, id) }
    if let id = event.corrects { encoder.identifier(9, id) }
    if let id = event.voids { encoder.identifier(10, id) }
    encoder.number(11, event.standing.rawValue)
    encoder.message(12) { $0.fields(of: event.actor) }
    encoder.message(13) { $0.fields(of: event.source) }
    encoder.message(14) { $0.fields(of: event.occurred) }
    if let moment = event.effectiveFrom { encoder.message(15) { $0.fields(of: moment) } }
    if let moment = event.effectiveTo { encoder.message(16) { $0.fields(of: moment) } }
    if let version = event.rulesetVersion { encoder.number(17, version) }
    for about in event.about { encoder.message(18) { $0.fields(of: about) } }
    for reading in event.decidedOn { encoder.message(19) { $0.fields(of: reading) } }
    for part in event.personal { encoder.message(20) { $0.fields(of: part) } }
    encoder.data(21, event.payload)
    encoder.bytes += RecordTail.unpatched
    return encoder.bytes
  }
}

// MARK: - Messages

extension RecordEncoder {
  private mutating func fields(of actor: Actor) {
    if let organisation = actor.organisation { text(1, organisation.text) }
    text(2, actor.user)
    text(3, actor.role)
    if let other = actor.onBehalfOf { text(4, other) }
    number(5, actor.assurance.rawValue)
  }

  private mutating func fields(of source: Source) {
    number(1, source.channel.rawValue)
    if let evidence = source.evidence { number(2, evidence.rawValue) }
    if let document = source.document { text(3, document) }
    if let sha256 = source.sha256 { digest(4, sha256) }
    if let day = source.publishedOn { text(5, day.description) }
  }

  private mutating func fields(of moment: Moment) {
    number(1, moment.precision.rawValue)
    switch moment.value {
    case .year(let year): number(2, year)
    case .month(let year, let month):
      number(2, year)
      number(3, month)
    case .day(let date):
      number(2, date.year)
      number(3, date.month)
      number(4, date.day)
    case .instant(let microseconds, let offset):
      number(5, Int(microseconds))
      number(6, offset)
    }
    if moment.notLaterThan { number(7, 1) }
  }

  private mutating func fields(of about: About) {
    text(1, about.role)
    text(2, about.stream.text)
  }

  private mutating func fields(of reading: DecidedOn) {
    text(1, reading.stream.text)
    if let revision = reading.revision { number(2, Int(bitPattern: UInt(revision.number))) }
  }

  private mutating func fields(of part: PersonalPartReference) {
    text(1, part.subject.text)
    text(2, part.part)
    number(3, 1)  // AES_256_GCM, the only algorithm
    digest(4, part.commitment)
  }
}

// MARK: - The wire format

extension RecordEncoder {
  private static let varintType: UInt64 = 0
  private static let lengthType: UInt64 = 2

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  private mutating func tag(_ field: UInt64, _ type: UInt64) { varint(field << 3 | type) }

  private mutating func number(_ field: UInt64, _ value: Int) {
    tag(field, Self.varintType)
    varint(UInt64(bitPattern: Int64(value)))
  }

  private mutating func text(_ field: UInt64, _ value: String) {
    tag(field, Self.lengthType)
    varint(UInt64(value.utf8.count))
    bytes.append(contentsOf: value.utf8)
  }

  private mutating func data(_ field: UInt64, _ value: [UInt8]) {
    tag(field, Self.lengthType)
    varint(UInt64(value.count))
    bytes += value
  }

  private mutating func identifier(_ field: UInt64, _ value: some Identifier16) {
    tag(field, Self.lengthType)
    varint(16)
    bytes.append(bigEndian: value.high)
    bytes.append(bigEndian: value.low)
  }

  private mutating func digest(_ field: UInt64, _ value: Digest) {
    tag(field, Self.lengthType)
    varint(UInt64(Digest.byteCount))
    value.append(to: &bytes)
  }

  private mutating func message(_ field: UInt64, _ body: (inout RecordEncoder) -> Void) {
    tag(field, Self.lengthType)
    let place = bytes.count
    // One byte for the length, as nearly all of these messages need; a longer one is moved.
    bytes.append(0)
    body(&self)
    let length = bytes.count - place - 1
    guard length >= 0x80 else {
      bytes[place] = UInt8(length)
      return
    }
    let content = bytes[(place + 1)...]
    bytes.removeSubrange(place...)
    varint(UInt64(length))
    bytes += content
  }
}
