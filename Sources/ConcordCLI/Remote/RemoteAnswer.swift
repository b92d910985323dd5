import CommandHandling
import EventModel
import FoundationEssentials
import HTTPAPI
import Importing

/// One line of the answer to NDJSON commands over HTTP: a receipt, or a problem.
struct RemoteAnswer: Decodable {
  /// A list of which only the length matters here.
  struct Item: Decodable {}

  /// A recorded event.
  struct Event: Decodable {
    let id: String?
    let type: String?
    let stream: String?
  }

  /// A receipt's word, or a problem's number.
  enum Status: Decodable {
    case word(String)
    case number(Int)

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Int.self) {
        self = .number(number)
      } else {
        self = .word(try container.decode(String.self))
      }
    }
  }

  let line: Int?
  let status: Status
  let events: [Event]?
  let findings: [Item]?
  let reviews: [Item]?
  let detail: String?
  let type: String?
  let field: String?
  let rule: String?
  let ruleText: String?
  let source: String?
  let retryAfterSeconds: Int?

  /// What became of the command; `nil` when it was refused.
  var receiptStatus: CommandReceipt.Status? {
    if case .word(let word) = status { CommandReceipt.Status(rawValue: word) } else { nil }
  }

  /// The problem's code, as `code-taken`; empty for a receipt.
  var code: String {
    guard let type, type.hasPrefix(Problem.typePrefix) else { return "" }
    return String(type.dropFirst(Problem.typePrefix.count))
  }

  /// The recorded events, as rows lead to them.
  var rowEvents: [RowEvent] {
    (events ?? []).compactMap { event in
      guard let id = event.id.flatMap({ try? EventID(validating: $0) }),
        let type = event.type.flatMap({ try? EventType(validating: $0) }),
        let stream = event.stream.flatMap({ try? StreamName(validating: $0) })
      else { return nil }
      return RowEvent(id: id, type: type, stream: stream)
    }
  }

  /// Reads a line.
  init(_ json: [UInt8]) throws {
    self = try JSONDecoder().decode(RemoteAnswer.self, from: Data(json))
  }
}
