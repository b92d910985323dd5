internal import HTTPTypes

extension HTTPField.Name {
  /// The position after the last event that an answer knows of.
  static let concordEnd = makeName("Concord-End")
  /// How many streams stand still, where some do: rows lack what they hold from some event on.
  static let concordQuarantinedStreams = makeName("Concord-Quarantined-Streams")
  /// The cursor of the next page, where the body has no place for it.
  static let concordNext = makeName("Concord-Next")
}

private func makeName(_ text: StaticString) -> HTTPField.Name {
  guard let name = HTTPField.Name(text.description) else {
    preconditionFailure("\(text) is no header name")
  }
  return name
}
