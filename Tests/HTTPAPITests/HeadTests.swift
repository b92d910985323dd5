import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct `HEAD` {
  /// Every address that takes GET, and some that are refused.
  private static let addresses = [
    "/healthz", "/readyz", "/v1/views", "/v1/views/OrganisationRegister",
    "/v1/views/OrganisationRegister?format=csv", "/v1/views/OrganisationRegister/organisation-a",
    "/v1/measures", "/v1/measures/findings.open", "/v1/streams/organisation-a", "/v1/events",
    "/v1/imports/import-none", "/v1/matches/vacancies", "/v1/matches/enterprises",
    "/v1/matches/schools", "/v1/matches", "/v1/look-ups", "/v1/commands", "/v1/views/None",
    "/nothing",
    "/v1/events?limit=0",
  ]

  @Test func `has an address for each that takes GET`() throws {
    let fixture = try ServerFixture()
    let routes = ConcordServer(fixture.parts).router().routes.filter { $0.method == .get }
    #expect(routes.count > 10)
    for route in routes {
      let parts = route.path.description.split(separator: "/")
      let isAsked = Self.addresses.contains { address in
        let asked = address.prefix { $0 != "?" }.split(separator: "/")
        return asked.count == parts.count
          && zip(asked, parts).allSatisfy {
            $1.hasPrefix(":") || $1.hasPrefix("{") || $1 == "**" || $0 == $1
          }
      }
      #expect(isAsked, "`addresses` above has none of \(route.path)")
    }
  }

  @Test(arguments: [TestingSetup.router, .live])
  func `is answered as GET is, without the body`(setup: TestingSetup) async throws {
    try await ServerFixture().ask(setup) { client in
      let end = try #require(try await client.post(registration()).value(of: "end"))
      _ = try await client.get("/v1/measures/findings.open?atLeast=\(end)")
      for address in Self.addresses {
        let whole = try await client.get(address)
        let head = try await client.execute(uri: address, method: .head)
        #expect(head.status == whole.status, "\(address)")
        #expect(head.text.isEmpty, "\(address)")
        #expect(!whole.text.isEmpty, "\(address)")
        for name in [HTTPField.Name.contentType, .contentLength, .allow, .eTag] {
          // How ready it is may be told in more digits a moment later.
          if address == "/readyz", name == .contentLength { continue }
          #expect(head.headers[name] == whole.headers[name], "\(address) \(name)")
        }
        if address == "/v1/events" { #expect(head.headers[.contentLength] == nil) }
      }
    }
  }

  @Test func `leaves the connection to what is asked next`() async throws {
    try await ServerFixture().serve { port in
      for address in ["/v1/events", "/healthz", "/nothing", "/v1/commands"] {
        let answer = try await RawConnection.exchange(
          port: port,
          "HEAD \(address) HTTP/1.1\r\nHost: localhost\r\n\r\n"
            + "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        let end = try #require(answer.firstRange(of: "\r\n\r\n"), "\(answer)")
        let rest = answer[end.upperBound...]
        #expect(rest.hasPrefix("HTTP/1.1 200 OK\r\n"), "\(address): \(answer)")
        #expect(rest.hasSuffix("{\"status\":\"ok\"}"), "\(address): \(answer)")
        let head = answer[..<end.lowerBound].lowercased()
        #expect(head.contains("content-length") == (address != "/v1/events"), "\(head)")
      }
    }
  }
}
