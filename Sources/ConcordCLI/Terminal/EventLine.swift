import Cooperation
import EventModel

/// One event as one line, or as some at a terminal that is too narrow for it.
enum EventLine {
  /// How many lines of a terminal an event takes at most; the payload's rest is left out.
  private static let lineLimit = 8
  /// How far in the second line begins: behind the position.
  private static let indent = 7

  /// Position, when it happened, when it was recorded, type, stream, amendments and payload.
  ///
  /// - Parameter width: the columns of the terminal, into which they are wrapped so that names stay
  ///   whole; `nil` for one line with all of it.
  static func lines(_ recorded: RecordedEvent, zone: LogZone, width: Int?) -> [String] {
    let event = recorded.event
    var fields = [
      DisplayWidth.padded(recorded.position.description, to: indent - 1, onTheRight: true),
      DisplayWidth.padded(short(event.occurred, zone), to: 10),
      zone.civilDate(at: recorded.recordedAt.microseconds).description,
      DisplayWidth.padded(event.type.text, to: 24),
      recorded.stream.text,
    ]
    if let original = event.corrects { fields.append("corrects \(original)") }
    if let original = event.voids { fields.append("voids \(original)") }
    var payload =
      CooperationModel.payloadJSON(
        recorded.stream, event.type, schemaVersion: event.schemaVersion, payload: event.payload)
      ?? "{}"
    if payload == "{}" { payload = "" }
    let line = (fields + (payload.isEmpty ? [] : [payload])).joined(separator: " ")
    guard let width, DisplayWidth.of(line) > width else { return [line] }
    var text = WrappedText(width: width, indent: indent, lineLimit: lineLimit)
    for field in fields { text.add(field) }
    for (index, member) in members(of: payload).enumerated() {
      text.add(String(member), after: index == 0 ? " " : "")
    }
    return text.lines
  }

  /// The members of a JSON text, each with its comma.
  private static func members(of json: String) -> [Substring] {
    var members: [Substring] = []
    var rest = json[...]
    while let end = rest.firstRange(of: ",\"")?.lowerBound {
      let next = rest.index(after: end)
      members.append(rest[..<next])
      rest = rest[next...]
    }
    return rest.isEmpty ? members : members + [rest]
  }

  /// The moment; of an instant only its day.
  private static func short(_ moment: Moment, _ zone: LogZone) -> String {
    guard case .instant(let microseconds, _) = moment.value, !moment.notLaterThan else {
      return moment.description
    }
    return zone.civilDate(at: microseconds).description
  }
}
