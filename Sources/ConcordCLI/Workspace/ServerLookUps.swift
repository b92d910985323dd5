import AsyncHTTPClient
import EventModel
import FoundationEssentials
import HTTPAPI
import Importing
import NIOCore
import NIOHTTP1

/// Asks a server, through the view of organisations.
///
/// Who has an ID number or a student number is not asked over HTTP: no answer may give it away.
struct ServerLookUps: LookUps {
  let url: String
  let secret: String?

  func answer(_ lookUp: LookUp) async throws(Failure) -> LookUpAnswer {
    switch lookUp {
    case .creditCode(let code): return try await organisation("credit_code", code)
    case .schoolCode(let code): return try await organisation("school_code", code)
    // The server itself checks, when the command comes.
    case .stream(let stream): return .found(stream)
    case .enrolment: return .notFound
    case .idNumber, .studentNumber:
      return .impossible(
        "a server doesn't look up persons by their numbers: name the person's stream, or import into "
          + "the data directory")
    }
  }

  private func organisation(
    _ column: String, _ code: String
  ) async throws(Failure) -> LookUpAnswer {
    let address = url + "/v1/views/OrganisationRegister?columns=stream&limit=1&\(column)=\(code)"
    var request = HTTPClientRequest(url: address)
    if let secret { request.headers.add(name: "authorization", value: "Bearer \(secret)") }
    let bytes: [UInt8]
    let status: UInt
    do {
      let response = try await ServerConnection.client.execute(request, timeout: .seconds(30))
      status = response.status.code
      bytes = Array(try await response.body.collect(upTo: 1 << 20).readableBytesView)
    } catch {
      throw Failure(.inputOutput, "\(url) can't be asked: \(ServerConnection.reason(error))")
    }
    guard status == 200 else {
      let detail = (try? RemoteAnswer(bytes))?.detail ?? "no reason given"
      throw Failure(.inputOutput, "\(url) answers \(status): \(detail)")
    }
    do {
      let page = try JSONDecoder().decode(Page.self, from: Data(bytes))
      guard let text = page.rows.first?.stream else { return .notFound }
      return .found(try StreamName(validating: text))
    } catch {
      throw Failure(.inputOutput, "the server's answer is none of Concord's")
    }
  }

  private struct Page: Decodable {
    struct Row: Decodable { let stream: String }
    let rows: [Row]
  }
}
