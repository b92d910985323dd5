internal import EventModel
internal import LMDB
internal import Synchronization

/// What the index says of an append, asked on the thread that hands it in.
///
/// Most look-ups of a busy log meet memory that no cache holds; the writer is one thread, and all
/// wait for it. It takes these answers as long as no flush has changed what the index holds, and
/// asks again otherwise.
struct LookAhead: Sendable {
  /// Up to where the index was flushed.
  let flushedSize: UInt64
  /// The last revision of the first entry's stream in the index.
  let firstHead: Revision?
  /// Those of the other entries, in their order; most appends have one entry, and then no list.
  let otherHeads: [Revision?]
  /// Whether the index doesn't know the append's command.
  let isCommandNew: Bool

  /// The last revision of an entry's stream in the index.
  func head(at index: Int) -> Revision? { index == 0 ? firstHead : otherHeads[index - 1] }

  /// Appends to more streams than this are few, and their commits large: nobody waits for the
  /// look-ups alone.
  static let entryLimit = 8
}

extension LogCore {
  /// Asks the index what the writer will ask; `nil` where that is better left to the writer.
  ///
  /// What is wrong with the index is left to the writer too.
  /// - Complexity: one look-up an entry and one for the command
  func lookAhead(_ append: Append) -> LookAhead? {
    guard append.entries.count <= LookAhead.entryLimit else { return nil }
    // Before the snapshot, which then has at least as much.
    let size = flushedSize.load(ordering: .acquiring)
    do throws(EventLogError) {
      let snapshot = try index.snapshot()
      var first: Revision?
      var others: [Revision?] = []
      for index in append.entries.indices {
        let head = try indexedHead(
          of: append.entries[index].key, expecting: append.entries[index].expected, in: snapshot)
        if index == 0 { first = head } else { others.append(head) }
      }
      let isNew = try index.firstPosition(of: append.commandID, in: snapshot) == nil
      return LookAhead(
        flushedSize: size, firstHead: first, otherHeads: others, isCommandNew: isNew)
    } catch { return nil }
  }

  /// A stream's last revision in the index, held against the record where the append takes any
  /// answer.
  ///
  /// A revision that the caller names is held against it by the caller: a wrong head is a conflict
  /// then, and nothing is recorded.
  func indexedHead(
    of stream: HashedName, expecting expected: ExpectedRevision,
    in snapshot: borrowing ReadTransaction
  ) throws(EventLogError) -> Revision? {
    let name = StreamName(recorded: stream.text)
    guard let head = try index.head(of: name, in: snapshot) else { return nil }
    switch expected {
    case .exactly, .noStream: break
    case .any, .streamExists: try check(head, of: name)
    }
    return Revision(head.count - 1)
  }

  /// Holds an entry against the record that it names.
  ///
  /// A record that says the same as the entry is proof enough of both, without a hash: an append stands
  /// on nothing else of it. Only where they differ its hash tells which of the two is damaged.
  private func check(_ head: StreamEntry.Head, of stream: StreamName) throws(EventLogError) {
    guard head.last < end.number else { throw index.malformed("the entry of \(stream)") }
    let position = Position(head.last)
    let snapshot = try records.snapshot()
    let isTold = try unlessDamaged { () throws(EventLogError) in
      try records.withRecord(at: position, in: snapshot) { head.isTold(by: $0, of: stream) }
    }
    if isTold == true { return }
    try withRecord(at: position, in: snapshot) { _ in }
    throw index.malformed("the entry of \(stream)")
  }
}

extension StreamEntry.Head {
  /// Whether a record is the last that the entry says its stream has.
  fileprivate func isTold(by record: RawSpan, of stream: StreamName) -> Bool {
    guard let fields = try? Envelope(walking: record) else { return false }
    return fields.revision.number == count - 1
      && record.extracting(fields.stream).withUnsafeBytes { $0.elementsEqual(stream.text.utf8) }
  }
}
