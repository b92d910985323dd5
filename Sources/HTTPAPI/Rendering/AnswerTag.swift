internal import Crypto
internal import EventModel
internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird

/// An entity tag, made of all that an answer depends on, so that a client that has the answer needn't get it
/// again.
///
/// It is weak: rows of a measure that are equal in what it sorts by may change their places.
///
/// Source: RFC 9110, sections 8.8.3 and 13.1.2.
struct AnswerTag: Sendable {
  /// The part of it that is known before anything is read.
  private let question: [String]

  /// - Parameters:
  ///   - run: what tells this run of the server from all others.
  ///   - reader: how the answer is written, and what of it whoever asks may see.
  init(_ request: Request, run: UInt64, _ reader: [String]) {
    question = [String(run), request.uri.path, request.uri.query ?? ""] + reader
  }

  /// Whether a request names any tags; only then is it worth finding out what the answer depends on.
  func isAsked(by request: Request) -> Bool { request.headers[.ifNoneMatch] != nil }

  /// The answer 304, because the client already has what it would get; `nil` if the request doesn't name this
  /// tag.
  ///
  /// A star doesn't count: whether there is an answer at all isn't known before it is made.
  /// - Parameters:
  ///   - basis: what the answer is made from.
  ///   - headers: those that the answer would have as well.
  func unchanged(
    _ basis: [String], for request: Request, headers: HTTPFields = [:]
  ) -> Response? {
    guard let named = request.headers[.ifNoneMatch], !Self.isStar(named) else { return nil }
    let name = name(basis)
    guard Self.names(in: named).contains(name) else { return nil }
    return Response(
      status: .notModified, headers: added(to: headers, name), body: .none)
  }

  /// An answer with its tag; or 304 where the request names any answer, by a star.
  func tagged(_ answer: Response, _ basis: [String], for request: Request) -> Response {
    var answer = answer
    answer.headers = added(to: answer.headers, name(basis))
    guard let named = request.headers[.ifNoneMatch], Self.isStar(named) else { return answer }
    answer.headers[.contentType] = nil
    answer.headers[.contentLength] = nil
    return Response(status: .notModified, headers: answer.headers, body: .none)
  }

  /// 32 hex digits: each word has its length before it, so that none runs into the next.
  private func name(_ basis: [String]) -> String {
    var hash = SHA256()
    for word in question + basis {
      hash.update(data: Data("\(word.utf8.count) \(word)".utf8))
    }
    return String(hexText(hash.finalize()).prefix(32))
  }

  /// A client has to ask again each time, and no cache may give one reader's answer to another.
  private func added(to headers: HTTPFields, _ name: String) -> HTTPFields {
    var headers = headers
    headers[.eTag] = "W/\"\(name)\""
    headers[.cacheControl] = "private, no-cache"
    headers[.vary] = "Accept, Authorization"
    return headers
  }

  private static func isStar(_ header: String) -> Bool {
    header.allSatisfy { $0 == "*" || $0.isWhitespace } && header.contains("*")
  }

  /// The tags that a header names, weak and strong alike, up to where it is malformed.
  static func names(in header: String) -> [String] {
    var names: [String] = []
    var rest = header[...]
    while true {
      rest = rest.drop { $0 == "," || $0 == " " || $0 == "\t" }
      if rest.hasPrefix("W/") { rest = rest.dropFirst(2) }
      guard rest.first == "\"" else { return names }
      rest = rest.dropFirst()
      guard let end = rest.firstIndex(of: "\"") else { return names }
      names.append(String(rest[..<end]))
      rest = rest[rest.index(after: end)...]
    }
  }
}
