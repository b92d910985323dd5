import Deciding
import Foundation
import HTTPAPI
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

/// What `Schemas/openapi.yaml` says, as far as indentation tells: its keys, each by its way from the
/// top, and what it refers to.
private struct Description {
  var keys: Set<[String]> = []
  var references: Set<String> = []
  /// All of it.
  let text: String

  static let repository = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  init() throws {
    let file = Self.repository.appending(path: "Schemas/openapi.yaml")
    text = try String(contentsOf: file, encoding: .utf8)
    var way: [(indent: Int, key: String)] = []
    var textIndent: Int?
    for line in text.split(separator: "\n") {
      let indent = line.prefix { $0 == " " }.count
      // A text over several lines ends with the first line that stands no further in.
      if let text = textIndent, indent > text { continue }
      textIndent = nil
      for found in line.matches(of: /\$ref: "#\/([^"]+)"/) { references.insert(String(found.1)) }
      guard let found = line.firstMatch(of: /^ *"?([^" :]+)"?:( |$)/) else { continue }
      while let last = way.last, last.indent >= indent { way.removeLast() }
      way.append((indent, String(found.1)))
      keys.insert(way.map(\.key))
      if line.hasSuffix("|") { textIndent = indent }
    }
  }

  /// The keys right below one.
  func names(below way: [String]) -> Set<String> {
    Set(
      keys.filter { $0.count == way.count + 1 && Array($0.prefix(way.count)) == way }.map {
        $0[way.count]
      })
  }
}

@Suite struct `The description of the API` {
  /// An address with each part that a client chooses as a star.
  private static func pattern(_ path: String) -> String {
    path.split(separator: "/").map {
      $0.hasPrefix(":") || $0.hasPrefix("{") || $0 == "**" ? "*" : String($0)
    }.joined(separator: "/")
  }

  @Test func `has what it refers to, and an answer for each question`() throws {
    let description = try Description()
    #expect(description.references.count > 10)
    for reference in description.references {
      let way = reference.split(separator: "/").map(String.init)
      #expect(description.keys.contains(way), "\(reference)")
    }
    for path in description.names(below: ["paths"]) {
      for method in description.names(below: ["paths", path]) {
        #expect(HTTPRequest.Method(rawValue: method.uppercased()) != nil, "\(path) \(method)")
        #expect(["get", "post"].contains(method), "\(path) \(method)")
        #expect(
          description.names(below: ["paths", path, method]).contains("responses"),
          "\(path) \(method)")
      }
    }
    #expect(
      description.names(below: ["paths", "/v1/commands", "post", "responses"])
        .isSuperset(of: ["200", "201", "400", "409", "422", "503"]))
  }

  /// The codes of all problems that the sources make.
  private static func codes() throws -> Set<String> {
    var codes = Set(Rejection.Code.allCases.map(\.rawValue))
    let sources = Description.repository.appending(path: "Sources/HTTPAPI")
    let files = FileManager.default.enumerator(at: sources, includingPropertiesForKeys: nil)
    for case let file as URL in try #require(files) where file.pathExtension == "swift" {
      let text = try String(contentsOf: file, encoding: .utf8)
      // A problem begins with its code, and the code is followed by its status.
      for found in text.matches(of: /(?:Problem|self\.init)\(\s*"([a-z-]+)",\s*[\.a-zA-Z]/) {
        codes.insert(String(found.1))
      }
      for found in text.matches(of: /Code = "([a-z-]+)"/) { codes.insert(String(found.1)) }
    }
    return codes
  }

  @Test func `lists the types of all problems, each with where it may come from`() throws {
    let description = try Description()
    let codes = try Self.codes()
    #expect(codes.count > 40)
    #expect(codes.isSuperset(of: Problem.operationalCodes), "what is known to be one is found")
    let listed = description.text.matches(of: /\n +- urn:concord:problem:([a-z-]+)/).map {
      String($0.1)
    }
    #expect(Set(listed) == codes)
    #expect(listed == listed.sorted(), "each once, in order")
    for code in codes { #expect(description.text.contains("`\(code)`"), "\(code)") }
  }

  @Test func `names the addresses and methods that the server has, and no others`() async throws {
    let description = try Description()
    var described: [String: String] = [:]
    for path in description.names(below: ["paths"]) {
      let methods = description.names(below: ["paths", path])
      described[Self.pattern(path)] =
        (methods.map { $0.uppercased() } + (methods.contains("get") ? ["HEAD"] : [])).sorted()
        .joined(separator: ", ")
    }
    let fixture = try ServerFixture()
    let routes = ConcordServer(fixture.parts).router().routes.map { $0.path.description }
    let served = Set(routes.map(Self.pattern))
    #expect(served.subtracting(described.keys) == [], "Schemas/openapi.yaml lacks them")
    #expect(Set(described.keys).subtracting(served) == [], "the server has none of them")
    try await fixture.ask(.router) { [described] client in
      for (path, methods) in described {
        let address = "/" + path.replacing("*", with: "x")
        let refused = try await client.execute(uri: address, method: .delete)
        #expect(refused.status == .methodNotAllowed, "\(address) \(refused.text)")
        #expect(refused.headers[.allow] == methods, "\(address)")
      }
    }
  }
}
