internal import HTTPTypes
internal import Hummingbird

extension Router where Context == ConcordRequestContext {
  /// Answers 405 with the header Allow wherever a route stands and its address is asked by another
  /// method; to be called when all routes stand.
  func refuseOtherMethods() {
    var allowed: [String: (path: RouterPath, methods: Set<String>)] = [:]
    for route in routes {
      var methods: Set = [route.method.rawValue]
      // The router makes HEAD of GET by itself.
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

  private static var methods: [HTTPRequest.Method] {
    [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
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
