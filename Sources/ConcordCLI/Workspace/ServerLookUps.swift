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
    case .organisationName(let name): return try await organisation("name", name)
    // The server itself checks, when the command comes.
    case .stream(let stream): return .found(stream)
    case .particulars(_, let person): return .found(person)
    case .enrolment: return .notFound
    case .idNumber, .studentNumber:
      return .impossible(
        "a server doesn't look up persons by their numbers: name the person's stream, or import into "
          + "the data directory")
    }
  }

  /// So many of one name are asked for.
  private static let candidates = 10

  private func organisation(
    _ column: String, _ text: String
  ) async throws(Failure) -> LookUpAnswer {
    let address =
      url + "/v1/views/OrganisationRegister?columns=stream&limit=\(Self.candidates)&\(column)="
      + percentEncoded(text)
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
      let streams = try page.rows.map { try StreamName(validating: $0.stream) }
      guard let first = streams.first else { return .notFound }
      return streams.count > 1 ? .several(streams) : .found(first)
    } catch {
      throw Failure(.inputOutput, "the server's answer is none of Concord's")
    }
  }

  private struct Page: Decodable {
    struct Row: Decodable { let stream: String }
    let rows: [Row]
  }
}

/// A text as the value of a query's parameter.
private func percentEncoded(_ text: String) -> String {
  let digits = Array("0123456789ABCDEF".utf8)
  var bytes: [UInt8] = []
  for byte in text.utf8 {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
    default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
