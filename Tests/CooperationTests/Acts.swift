import Deciding

/// The acts on one stream: what most commands of a suite have in common is said once.
struct Acts {
  /// The commands' field that holds the stream.
  let field: String
  /// The stream, where none is named.
  let stream: String
  /// When they happened, where no day is named.
  let day: String
  /// Their standing, where none is named; `nil` where the commands don't say it.
  let standing: String?

  init(_ field: String, _ stream: String, on day: String, as standing: String?) {
    self.field = field
    self.stream = stream
    self.day = day
    self.standing = standing
  }

  /// Decides and records one command.
  @discardableResult
  func callAsFunction(
    _ story: inout Story, _ name: String, _ details: String = "", on day: String? = nil,
    corrects: String? = nil, more: String = "", stream: String? = nil
  ) throws(Rejection) -> Story.Outcome {
    try self(
      &story, name, details, on: day, as: standing, corrects: corrects, more: more, stream: stream)
  }

  /// Decides and records one command of another standing.
  @discardableResult
  func callAsFunction(
    _ story: inout Story, _ name: String, _ details: String = "", on day: String? = nil,
    as standing: String?, corrects: String? = nil, more: String = "", stream: String? = nil
  ) throws(Rejection) -> Story.Outcome {
    try story.act(
      name, field, stream ?? self.stream, details, on: day ?? self.day, as: standing,
      corrects: corrects, more: more)
  }
}
