package import EventModel

/// Makes a repeated command's receipt from its append's records, and from nothing else.
package struct ReceiptReader {
  private let first: Position
  private var next: Position
  private var envelope:
    (commandID: CommandID, digest: Digest, count: Int, recordedAt: RecordedTime)?
  private var streams: [AppendReceipt.StreamRevisions] = []

  /// A reader that begins at an append's first record.
  package init(first: Position) {
    self.first = first
    next = first
  }

  /// The position it wants next; `nil` once it has seen the whole append.
  package var wanted: Position? {
    guard let envelope else { return first }
    return next.number < first.number + UInt64(envelope.count) ? next : nil
  }

  /// Takes the record that stands at ``wanted``.
  ///
  /// - Throws: ``EventLogError/corrupt(_:_:)`` when it isn't of the append.
  package mutating func take(_ record: RawSpan) throws(EventLogError) {
    do throws(EventModelError) {
      let fields = try Envelope(walking: record)
      if envelope == nil {
        envelope = (
          CommandID(prefixOf: record.copied(fields.commandID)),
          try Digest(record.copied(fields.commandDigest)), fields.appendCount, fields.recordedAt
        )
      }
      guard fields.appendIndex == Int(next.number - first.number),
        fields.appendCount == envelope?.count
      else { throw EventModelError(.record, "the record is not where its append has it") }
      take(StreamName(recorded: record.text(fields.stream)), fields.revision)
    } catch {
      throw .corrupt(next, error.reason)
    }
    next = next.next
  }

  private mutating func take(_ stream: StreamName, _ revision: Revision) {
    if let last = streams.last, last.stream == stream {
      streams[streams.count - 1] = .init(
        stream: stream, first: last.first, count: last.count + 1)
    } else {
      streams.append(.init(stream: stream, first: revision, count: 1))
    }
  }

  /// The receipt, once ``wanted`` is `nil`.
  package var result: (receipt: AppendReceipt, digest: Digest)? {
    guard let envelope, wanted == nil else { return nil }
    let receipt = AppendReceipt(
      commandID: envelope.commandID, first: first, eventCount: envelope.count, streams: streams,
      recordedAt: envelope.recordedAt, isRepeat: true)
    return (receipt, envelope.digest)
  }
}

extension RawSpan {
  /// A copy of some of the bytes.
  package func copied(_ range: Range<Int>) -> [UInt8] {
    extracting(range).withUnsafeBytes { Array($0) }
  }

  /// Some of the bytes as text.
  package func text(_ range: Range<Int>) -> String {
    extracting(range).withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
  }
}
