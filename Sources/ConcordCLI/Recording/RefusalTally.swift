import Cooperation
import EventModel
import HTTPAPI
import Synchronization

/// What did not follow from facts because it was refused: how often for which reason, or each.
final class RefusalTally: Sendable {
  /// How refusals are told.
  enum Manner {
    /// One line a reason, in the end.
    case summary
    /// Each refusal as it comes, then the summary.
    case each
    /// Each refusal as a line of JSON on standard output.
    case json
    /// As it goes on for ever: each reason at its first, tenth, hundredth … time.
    case endless
  }

  private struct Reason {
    var count = 0
    var first: Position
  }

  private struct State {
    var reasons: [String: Reason] = [:]
    /// By first appearance.
    var order: [String] = []
    var total = 0
  }

  /// Reasons that are told apart; all further ones count as one.
  private static let reasonBound = 100

  private let manner: Manner
  private let hint: String?
  private let state = Mutex(State())

  /// An empty tally.
  ///
  /// - Parameter hint: how each refusal may be seen, said beside a summary.
  init(_ manner: Manner, hint: String? = nil) {
    self.manner = manner
    self.hint = hint
  }

  /// Counts what did not follow from a fact.
  func count(_ event: RecordedEvent, _ sentence: String) {
    let general = Self.general(sentence)
    let (reason, count) = state.withLock { state in
      state.total += 1
      let isKnown = state.reasons[general] != nil
      let key = isKnown || state.order.count < Self.reasonBound ? general : "another reason"
      if state.reasons[key] == nil {
        state.reasons[key] = Reason(first: event.position)
        state.order.append(key)
      }
      state.reasons[key]?.count += 1
      return (key, state.reasons[key]?.count ?? 0)
    }
    switch manner {
    case .summary: break
    case .each: Self.complain(event, sentence)
    case .json:
      try? Output.standard.json { json in
        json.object {
          $0.kind(.refusedReaction)
          $0.field("position", Int64(event.position.number))
          $0.field("type", event.event.type.text)
          $0.field("stream", event.stream.text)
          $0.field("detail", sentence)
        }
      }
    case .endless where count == 1: Self.complain(event, sentence)
    case .endless where Self.isPowerOfTen(count):
      Output.complain("what follows was refused \(counted(count, "time")) so far: \(reason)")
    case .endless: break
    }
  }

  /// Says in the end how often, one line a reason; nothing where nothing was refused.
  func tell() {
    guard manner == .summary || manner == .each else { return }
    for line in lines { Output.note(line) }
  }

  /// The summary.
  var lines: [String] {
    let hint = manner == .each ? nil : hint
    return state.withLock { Self.lines($0, hint: hint) }
  }

  private static func lines(_ state: State, hint: String?) -> [String] {
    if state.total == 0 { return [] }
    var lines = [
      "What follows from \(counted(state.total, "fact")) was refused, and is not tried again"
        + (hint.map { " (\($0)):" } ?? ":")
    ]
    for text in state.order {
      guard let reason = state.reasons[text] else { continue }
      lines.append(
        "  \(grouped(reason.count))  \(text) (first: position \(reason.first))")
    }
    return lines
  }

  private static func complain(_ event: RecordedEvent, _ sentence: String) {
    Output.complain("what follows from position \(event.position) was refused: \(sentence)")
  }

  /// A sentence without the streams and the days it names, so that equal reasons are equal.
  static func general(_ sentence: String) -> String {
    sentence.split(separator: " ", omittingEmptySubsequences: false).map { word -> String in
      let tail = word.reversed().prefix { ".,:;)".contains($0) }.count
      let name = word.dropLast(tail)
      if name.contains(where: \.isNumber), (try? Moment(validating: String(name))) != nil {
        return "…" + word.suffix(tail)
      }
      guard let stream = try? StreamName(validating: String(name)),
        CooperationModel.aggregate(stream.category) != nil
      else { return String(word) }
      return "\(stream.category)-…" + word.suffix(tail)
    }.joined(separator: " ")
  }

  private static func isPowerOfTen(_ number: Int) -> Bool {
    var power = 1
    while power < number { power *= 10 }
    return power == number
  }
}
