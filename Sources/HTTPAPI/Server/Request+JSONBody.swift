internal import HTTPTypes
internal import Hummingbird

extension Request {
  /// That the body is one JSON text, in UTF-8 and not compressed.
  ///
  /// - Throws: ``Problem`` with code `unsupported-media-type`.
  func expectJSONBody() throws(Problem) {
    guard mediaType == "application/json" else {
      throw Problem(
        "unsupported-media-type", .unsupportedMediaType, "the body is application/json")
    }
    try expectPlainBody()
  }
}
