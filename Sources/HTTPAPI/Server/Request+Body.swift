internal import HTTPTypes
internal import Hummingbird

extension Request {
  /// The media type of the body, in small letters and without parameters; empty where none is named.
  var mediaType: String {
    // None is none: a web page from elsewhere may leave it out without asking the browser.
    let header = headers[.contentType] ?? ""
    // What nearly all send.
    if header == "application/json" { return header }
    let type = header.prefix { $0 != ";" }
    return type.lowercased().filter { $0 != " " }
  }

  /// That the body can be read as it comes: not compressed, and in UTF-8.
  ///
  /// - Throws: ``Problem`` with code `unsupported-media-type` that names what it is in.
  func expectPlainBody() throws(Problem) {
    let coding = headers[.contentEncoding]?.lowercased().filter { $0 != " " } ?? ""
    guard coding.isEmpty || coding == "identity" else {
      throw .unreadable("the body comes without Content-Encoding, not in \(coding.prefix(40))")
    }
    guard let charset, charset != "utf-8", charset != "utf8" else { return }
    throw .unreadable("the body is UTF-8, not \(charset.prefix(40))")
  }

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

  /// The charset that the media type names, in small letters.
  private var charset: String? {
    guard let header = headers[.contentType], header.utf8.contains(UInt8(ascii: ";")) else {
      return nil
    }
    for parameter in header.lowercased().split(separator: ";").dropFirst() {
      let parts = parameter.filter { $0 != " " && $0 != "\t" && $0 != "\"" }
        .split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2, parts[0] == "charset" { return String(parts[1]) }
    }
    return nil
  }
}

extension Problem {
  fileprivate static func unreadable(_ detail: String) -> Problem {
    Problem("unsupported-media-type", .unsupportedMediaType, detail)
  }
}
