import CommandHandling
import FoundationEssentials

/// One line of the answer to NDJSON commands over HTTP: a receipt, or a problem.
struct RemoteAnswer: Decodable {
  /// A list of which only the length matters here.
  struct Item: Decodable {}

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
  let events: [Item]?
  let findings: [Item]?
  let reviews: [Item]?
  let detail: String?
  let field: String?
  let rule: String?

  /// What became of the command; `nil` when it was refused.
  var receiptStatus: CommandReceipt.Status? {
    if case .word(let word) = status { CommandReceipt.Status(rawValue: word) } else { nil }
  }

  /// Reads a line.
  init(_ json: [UInt8]) throws {
    self = try JSONDecoder().decode(RemoteAnswer.self, from: Data(json))
  }
}
