import ArgumentParser
import EventModel

/// `--recorded-until`: a moment, or a position with an @ before it, for digits alone are a year.
struct RecordedUntil {
  private enum Value {
    case position(Position)
    case moment(Moment)
  }

  private let value: Value

  /// What the option says of itself, whatever the verb.
  static let help =
    "Only what had been recorded by then: a moment, or a position written as @12. Never part of "
    + "an append."
  /// What its value is called.
  static let valueName = "moment|@position"

  /// Reads what follows an @ as a position and all else as a moment.
  init(_ text: String) throws {
    if text.hasPrefix("@"), let number = UInt64(text.dropFirst()) {
      value = .position(Position(number))
      return
    }
    do throws(EventModelError) {
      value = .moment(try Moment(validating: text))
    } catch {
      throw ValidationError(
        "--recorded-until is a moment, or a position written as @12: \(error.reason).")
    }
  }

  /// The position after the last that counts.
  var end: Position? {
    if case .position(let position) = value { Position.end(after: position) } else { nil }
  }

  /// The last time that counts.
  func time(in zone: LogZone) -> RecordedTime? {
    guard case .moment(let moment) = value else { return nil }
    return RecordedTime(microseconds: moment.latest(in: zone))
  }
}

extension Position {
  /// The position after the last that counts. There is none after the very last; no log gets that far.
  static func end(after last: Position) -> Position {
    last.number == .max ? last : last.next
  }
}
