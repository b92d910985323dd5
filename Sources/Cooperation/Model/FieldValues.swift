internal import EventModel

// What stands in the fields of recorded payloads.

extension StreamName {
  /// A reference in a recorded payload; `nil` when the field is missing.
  init?(field text: String) {
    guard !text.isEmpty else { return nil }
    self.init(recorded: text)
  }
}

extension CivilDate {
  /// A date in a recorded payload; `nil` when the field is missing.
  init?(field text: String) {
    self.init(recorded: text)
  }
}
