import Cooperation
import EventModel

/// One event as one line.
enum EventLine {
  /// Position, when it happened, when it was recorded, type, stream, amendments and payload.
  ///
  /// - Parameter width: the columns of the terminal, to which the line is cut; `nil` for all of it.
  static func text(_ recorded: RecordedEvent, zone: LogZone, width: Int?) -> String {
    let event = recorded.event
    var fields = [
      DisplayWidth.padded(recorded.position.description, to: 6, onTheRight: true),
      DisplayWidth.padded(short(event.occurred, zone), to: 10),
      zone.civilDate(at: recorded.recordedAt.microseconds).description,
      DisplayWidth.padded(event.type.text, to: 24),
      recorded.stream.text,
    ]
    if let original = event.corrects { fields.append("corrects \(original)") }
    if let original = event.voids { fields.append("voids \(original)") }
    let payload = CooperationModel.payloadJSON(
      recorded.stream, event.type, schemaVersion: event.schemaVersion, payload: event.payload)
    if let payload, payload != "{}" { fields.append(payload) }
    return DisplayWidth.fitted(fields.joined(separator: " "), to: width)
  }

  /// The moment; of an instant only its day.
  private static func short(_ moment: Moment, _ zone: LogZone) -> String {
    guard case .instant(let microseconds, _) = moment.value, !moment.notLaterThan else {
      return moment.description
    }
    return zone.civilDate(at: microseconds).description
  }
}
