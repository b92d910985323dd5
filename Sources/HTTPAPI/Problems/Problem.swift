internal import Deciding
internal import EventModel
public import HTTPTypes

/// An error as RFC 9457 has it: a stable type, a status and one clear sentence.
public struct Problem: Error, Sendable, Hashable {
  /// The last part of the type's URI; stable for ever, as `code-taken`.
  public let code: String
  /// The HTTP status.
  public let status: HTTPResponse.Status
  /// What, where, what would be right.
  public let detail: String
  /// What the server's own log says in place of the detail, where that is not for whoever asks.
  var logged: String?
  /// The field to blame, by its path in the command.
  public var field: String?
  /// The line of an NDJSON body, from 1.
  public var line: Int?
  /// The rule that refuses.
  public var rule: String?
  /// What the rule demands, in one sentence.
  public var ruleText: String?
  /// The rule's source.
  public var source: String?
  /// The stream that stands in the way.
  public var stream: String?
  /// The revision the stream is at; `none` when it has no events.
  public var actualRevision: String?
  /// The methods that the address takes, for the header Allow.
  var allowed: String?
  /// Seconds after which it may work.
  public var retryAfterSeconds: Int?

  /// A problem.
  public init(_ code: String, _ status: HTTPResponse.Status, _ detail: String) {
    self.code = code
    self.status = status
    self.detail = detail
  }

  /// The codes that blame no command: what refuses this one refuses all that follow.
  public static let operationalCodes: Set = [
    "disk-full", "log-full", "outcome-unknown", "clock-stepped", "log-unavailable",
    "index-damaged", "too-many-look-ups",
  ]

  /// What every type begins with; the rest is the code.
  public static let typePrefix = "urn:concord:problem:"
  /// The media type.
  public static let mediaType = "application/problem+json"

  /// Writes the problem as RFC 9457's object.
  ///
  /// - Parameter kind: of a line of NDJSON; `nil` of a whole answer.
  public func write(to json: inout JSONText, as kind: LineKind? = nil) {
    json.object { json in
      if let kind { json.kind(kind) }
      json.field("type", Problem.typePrefix + code)
      json.field("title", status.reasonPhrase)
      json.field("status", Int64(status.code))
      json.field("detail", detail)
      json.field("field", field)
      json.field("line", line.map(Int64.init))
      json.field("rule", rule)
      json.field("ruleText", ruleText)
      json.field("source", source)
      json.field("stream", stream)
      json.field("actualRevision", actualRevision)
      json.field("retryAfterSeconds", retryAfterSeconds.map(Int64.init))
    }
  }

  /// The problem's object.
  public var json: JSONText {
    var json = JSONText()
    write(to: &json)
    return json
  }
}
