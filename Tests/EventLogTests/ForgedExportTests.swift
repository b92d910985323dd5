import EventLogTesting
import EventModel
import FoundationEssentials
import Glibc
import TestSupport
import Testing

@testable import EventLog

@Suite struct `A forged export` {
  /// The records of a small log.
  private func records() throws -> [[UInt8]] {
    let place = try Place()
    let log = try place.create()
    defer { log.close() }
    var records: [[UInt8]] = []
    try log.scan(from: .zero, before: log.end) { _, record in
      records.append(record.withUnsafeBytes { Array($0) })
      return .proceed
    }
    return records
  }

  /// Why an export of these records, with the root they lead to, is not taken in; `nil` when it is.
  private func refusal(
    of records: [[UInt8]], followedLimit: Int = RecordRules.followedLimit
  ) throws -> String? {
    let directory = TemporaryDirectory()
    let file = directory.path + "/export"
    try Data(`Exporting and importing`.exported(records)).write(to: URL(filePath: file))
    let descriptor = Glibc.open(file, O_RDONLY)
    defer { close(descriptor) }
    let target = directory.path + "/data"
    do {
      _ = try EventLog.importLog(
        fromDescriptor: descriptor, into: target, followedLimit: followedLimit)
    } catch {
      #expect(!FileManager.default.fileExists(atPath: target))
      return "\(error)"
    }
    return nil
  }

  @Test func `that begins as its log began is taken in`() throws {
    #expect(try refusal(of: records()) == nil)
  }

  enum Part {
    case commandID, commandDigest, eventID, stream

    func place(in record: [UInt8]) throws -> Range<Int> {
      let bytes = record.span.bytes
      let fields = try Envelope(walking: bytes)
      return switch self {
      case .commandID: fields.commandID
      case .commandDigest: fields.commandDigest
      case .eventID: fields.eventID
      case .stream: fields.stream
      }
    }
  }

  @Test(arguments: [
    (Part.commandID, "its command is not the log's id"),
    (.commandDigest, "its digest is not its payload's"),
    (.eventID, "its event id is not its command's"),
    (.stream, "it is not log.created"),
  ])
  func `whose first record names another id or digest is refused`(
    part: Part, reason: String
  ) throws {
    var records = try records()
    let place = try part.place(in: records[0])
    // A letter stays a letter.
    records[0][place.upperBound - 1] ^= 1

    let refusal = try refusal(of: records)

    #expect(refusal?.contains("record 0: \(reason)") == true, "\(refusal ?? "taken in")")
  }

  @Test(arguments: [3, 1_000])
  func `in which a command comes twice is refused, with both positions`(
    followedLimit: Int
  ) async throws {
    let place = try Place()
    _ = try await place.fill(6)
    let log = try place.open()
    var records: [[UInt8]] = []
    try log.scan(from: .zero, before: log.end) { _, record in
      records.append(record.withUnsafeBytes { Array($0) })
      return .proceed
    }
    log.close()
    let first = try Part.commandID.place(in: records[3])
    let command = Array(records[3][first])
    for number in 9...10 {
      records[number].replaceSubrange(try Part.commandID.place(in: records[number]), with: command)
    }

    let refusal = try refusal(of: records, followedLimit: followedLimit)

    let id = CommandID(prefixOf: command)
    #expect(
      refusal?.contains("9: its command \(id) was recorded before, at position 3") == true,
      "\(refusal ?? "taken in")")
  }

  @Test func `whose first record is another's of the same log is refused`() async throws {
    let place = try Place()
    _ = try await place.fill(2)
    let log = try place.open()
    defer { log.close() }
    var later: [[UInt8]] = []
    try log.scan(from: Position(1), before: Position(3)) { _, record in
      later.append(record.withUnsafeBytes { Array($0) })
      return .proceed
    }

    let refusal = try refusal(of: later)

    #expect(
      refusal?.contains("record 0: it is not log.created") == true, "\(refusal ?? "taken in")")
  }
}
