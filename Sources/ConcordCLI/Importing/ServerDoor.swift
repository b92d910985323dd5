import AsyncHTTPClient
import Cooperation
import EventModel
import FoundationEssentials
import HTTPAPI
import Importing
import NIOCore
import NIOHTTP1
import SwiftProtobuf

/// A server: look-ups go to it in the body of a request, as they may hold numbers of persons.
struct ServerDoor: ImportDoor {
  let server: RemoteServer

  /// So many are asked at once; the server takes twice as many.
  private static let askedAtOnce = 1_000
  /// The most bytes of an answer.
  private static let answerByteLimit = 16 << 20

  func answers(to lookUps: [LookUp]) async throws(Failure) -> [LookUpAnswer] {
    var answers: [LookUpAnswer] = []
    for start in stride(from: 0, to: lookUps.count, by: Self.askedAtOnce) {
      let asked = Array(lookUps[start..<min(start + Self.askedAtOnce, lookUps.count)])
      let found = try await ask(LookUpRequest(lookUps: asked, commands: [])).answers
      guard found.count == asked.count else { throw Self.strange }
      for answer in found { answers.append(try answer.answer()) }
    }
    return answers
  }

  func recorded(_ commands: [CommandID]) async throws(Failure) -> [RecordedCommand?] {
    var recorded: [RecordedCommand?] = []
    for start in stride(from: 0, to: commands.count, by: Self.askedAtOnce) {
      let asked = Array(commands[start..<min(start + Self.askedAtOnce, commands.count)])
      let found = try await ask(LookUpRequest(lookUps: [], commands: asked)).commands
      guard found.count == asked.count else { throw Self.strange }
      for command in found { recorded.append(try command?.command()) }
    }
    return recorded
  }

  func firstResults(of plan: ImportPlan) async throws(Failure) -> FirstResults {
    var refused: [Int: PBImportRowRejected] = [:]
    var after = 0
    while true {
      let stream = try plan.stream
      let path = "/v1/imports/\(stream)?limit=1000&after=\(after)"
      let bytes: [UInt8]
      switch try await ask(HTTPClientRequest(url: server.url + path)) {
      case .body(let body): bytes = body
      case .nothing: return .none
      case .anothers: return .anothers
      }
      let page = try Self.read(ImportPage.self, bytes)
      for row in page.refusedRows { refused[row.row] = row.rejection }
      if let next = page.next, next > after {
        after = next
        continue
      }
      return FirstResults(
        nextRow: page.nextRow, recorded: page.recorded, alreadySo: page.alreadySo,
        rejected: page.refused,
        isSameWay: plan.isMapped(as: page.mappingSha256 ?? "") && page.phase != "reversed",
        refused: refused)
    }
  }

  func foresee(_ commands: [TranslatedCommand]) async throws(Failure) -> [CommandOutcome] {
    do {
      return try await server.patience.ask { try await foreseeOnce(commands) }
    } catch {
      throw Failure(error) ?? Self.strange
    }
  }

  private func foreseeOnce(
    _ commands: [TranslatedCommand]
  ) async throws -> Patience.Attempt<[CommandOutcome]> {
    var outcomes: [CommandOutcome] = []
    var refusal: RemoteAnswer?
    try await server.exchange(try CommandJSON.lines(commands), isDryRun: true) { line in
      guard let answer = try? RemoteAnswer(line) else { throw Self.strange }
      // No row is to blame for these.
      if answer.line == nil || Problem.operationalCodes.contains(answer.code) { refusal = answer }
      outcomes.append(CommandOutcome(answer))
    }
    guard let refusal else { return .answered(outcomes) }
    let reason = "\(server.url) answers: \(refusal.detail ?? "no reason given")"
    guard case .number(let status) = refusal.status,
      let seconds = Patience.seconds(
        UInt(status), retryAfter: refusal.retryAfterSeconds.map(String.init))
    else { throw Failure(.inputOutput, reason) }
    return .refused(seconds: seconds, reason: reason)
  }

  // MARK: - Asking

  private static let strange = Failure(.inputOutput, "the server's answer is none of Concord's")

  private func ask(_ question: LookUpRequest) async throws(Failure) -> LookUpPage {
    var request = HTTPClientRequest(url: server.url + "/v1/look-ups")
    request.method = .POST
    request.headers.add(name: "content-type", value: "application/json")
    request.body = .bytes(question.json)
    guard case .body(let bytes) = try await ask(request) else {
      throw Self.strange
    }
    return try Self.read(LookUpPage.self, bytes)
  }

  /// What a question led to.
  private enum Found: Sendable {
    case body([UInt8])
    /// There is no such thing.
    case nothing
    /// It is for others.
    case anothers
  }

  private func ask(_ request: HTTPClientRequest) async throws(Failure) -> Found {
    var request = request
    if let secret = server.secret {
      request.headers.add(name: "authorization", value: "Bearer \(secret)")
    }
    do {
      return try await server.patience.ask { [request] in
        try await askOnce(request)
      }
    } catch {
      throw Failure(error) ?? Self.strange
    }
  }

  private func askOnce(
    _ request: HTTPClientRequest
  ) async throws(Failure) -> Patience.Attempt<Found> {
    let bytes: [UInt8]
    let response: HTTPClientResponse
    do {
      response = try await ServerConnection.client.execute(request, timeout: .seconds(60))
      bytes = Array(
        try await response.body.collect(upTo: Self.answerByteLimit).readableBytesView)
    } catch {
      if Interruption.isRequested { throw Failure(.interrupted, nil) }
      throw Failure(
        .inputOutput, "\(server.url) can't be asked: \(ServerConnection.reason(error))")
    }
    let status = response.status.code
    if status == 200 { return .answered(.body(bytes)) }
    let problem = try? RemoteAnswer(bytes)
    if status == 404, problem?.code == "no-such-stream" { return .answered(.nothing) }
    if status == 403, problem?.code == "anothers-import" { return .answered(.anothers) }
    let reason =
      "\(server.url) answers \(status): \(problem?.detail ?? "no reason given")"
    if let seconds = Patience.seconds(
      status, retryAfter: response.headers.first(name: "retry-after"))
    {
      return .refused(seconds: seconds, reason: reason)
    }
    throw Failure(.inputOutput, reason)
  }

  private static func read<Page: Decodable>(
    _ type: Page.Type, _ bytes: [UInt8]
  ) throws(Failure) -> Page {
    do {
      return try JSONDecoder().decode(type, from: Data(bytes))
    } catch {
      throw strange
    }
  }

  private struct LookUpPage: Decodable {
    struct Answer: Decodable {
      let streams: [String]?
      let impossible: String?

      func answer() throws(Failure) -> LookUpAnswer {
        if let impossible { return .impossible(impossible) }
        let streams = try ServerDoor.names(streams)
        guard let first = streams.first else { return .notFound }
        return streams.count > 1 ? .several(streams) : .found(first)
      }
    }

    struct Command: Decodable {
      let digest: String
      let streams: [String]

      func command() throws(Failure) -> RecordedCommand {
        guard let digest = try? Digest(hex: digest) else { throw ServerDoor.strange }
        return RecordedCommand(digest: digest, streams: try ServerDoor.names(streams))
      }
    }

    let answers: [Answer]
    let commands: [Command?]
  }

  private static func names(_ texts: [String]?) throws(Failure) -> [StreamName] {
    do {
      return try (texts ?? []).map { try StreamName(validating: $0) }
    } catch {
      throw strange
    }
  }

  private struct ImportPage: Decodable {
    struct Row: Decodable {
      let row: Int
      let column: String?
      let reason: String?
      let code: String?

      var rejection: PBImportRowRejected {
        PBImportRowRejected.with {
          $0.row = Int32(row)
          if let column { $0.column = column }
          if let code { $0.code = code }
          $0.reason = reason == "REFUSED" ? .refused : .unspecified
        }
      }
    }

    let phase: String
    let mappingSha256: String?
    let nextRow: Int
    let recorded: Int
    let alreadySo: Int
    let refused: Int
    let refusedRows: [Row]
    let next: Int?
  }
}

extension CommandJSON {
  /// Commands as NDJSON.
  static func lines(_ commands: [TranslatedCommand]) throws -> ByteBuffer {
    var bytes = ByteBuffer()
    for command in commands { bytes.writeString(try text(command.command) + "\n") }
    return bytes
  }
}
