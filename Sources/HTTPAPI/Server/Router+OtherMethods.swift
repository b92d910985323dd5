internal import HTTPTypes
internal import Hummingbird

extension Router where Context == ConcordRequestContext {
  /// Answers 405 with the header Allow wherever a route stands and its address is asked by another
  /// method; to be called when all routes stand.
  func refuseOtherMethods() {
    var allowed: [String: (path: RouterPath, methods: Set<String>)] = [:]
    for route in routes {
      var methods: Set = [route.method.rawValue]
      // HEAD is answered as GET is, before the routes.
      if route.method == .get { methods.insert(HTTPRequest.Method.head.rawValue) }
      allowed[route.path.description, default: (route.path, [])].methods.formUnion(methods)
    }
    for (path, methods) in allowed.values {
      let names = methods.sorted().joined(separator: ", ")
      for method in Self.methods where !methods.contains(method.rawValue) {
        on(path, method: method) { _, _ -> Response in
          throw Problem.wrongMethod(method, allowed: names)
        }
      }
    }
  }

  /// Those of RFC 9110, and the others that the HTTP library takes for methods; what is none of them is
  /// no request.
  private static var methods: [HTTPRequest.Method] {
    let others = [
      "ACL", "BIND", "CHECKOUT", "COPY", "LINK", "LOCK", "M-SEARCH", "MERGE", "MKACTIVITY",
      "MKCALENDAR", "MKCOL", "MOVE", "NOTIFY", "PROPFIND", "PROPPATCH", "PURGE", "REBIND", "REPORT",
      "SEARCH", "SOURCE", "SUBSCRIBE", "UNBIND", "UNLINK", "UNLOCK", "UNSUBSCRIBE",
    ]
    return [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
      + others.compactMap { HTTPRequest.Method(rawValue: $0) }
  }
}

extension Problem {
  /// The problem of an address that takes other methods.
  fileprivate static func wrongMethod(_ method: HTTPRequest.Method, allowed: String) -> Problem {
    var problem = Problem(
      "wrong-method", .methodNotAllowed, "this address takes \(allowed), not \(method)")
    problem.allowed = allowed
    return problem
  }
}
