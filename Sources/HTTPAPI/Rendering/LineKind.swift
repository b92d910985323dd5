/// What a line of NDJSON says, as its `kind`: of answers over HTTP and of `record --json`.
public enum LineKind: String, CaseIterable, Sendable {
  /// What became of a command: recorded, repeated, or already so.
  case receipt
  /// Why a command was not recorded, or why the answer ends early.
  case problem
  /// Why what would follow by itself from a fact did not; `record --json` alone says it.
  case refusedReaction
}

extension JSONText {
  /// Writes a line's kind, as its object's first field.
  public mutating func kind(_ kind: LineKind) { field("kind", kind.rawValue) }
}
