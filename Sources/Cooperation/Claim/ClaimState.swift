public import Deciding
public import EventModel

/// A figure that someone published, kept as it was said, and what was found when it was counted.
public struct Claim: TabledAggregate {
  /// Named `claim`.
  public static let category = StreamCategory("claim")

  /// What was said.
  public var details: PBClaimPublished
  /// The day the figure speaks of.
  public var spokenOf: Moment
  /// Where it was said.
  public var source: Source
  /// The explanations of what is said by now, in order.
  public var explanations: [String] = []
  /// Where the log says so: what was explained before that explained other words.
  private var saidAt: Position
  /// Whether it was taken back.
  public var isRetracted = false

  /// The figure, as a decimal; `nil` when none was said.
  public var figure: DecimalFigure? {
    details.hasFigure ? DecimalFigure(validating: details.figure) : nil
  }

  /// Whether its figure was read out of a machine's translation.
  public var isMachineTranslated: Bool { details.isDoubtful }

  /// Adds one event.
  public static func evolve(_ state: inout Self?, _ payload: Event, _ event: EffectiveEvent) {
    if case .published(let details) = payload {
      state = Claim(details, event)
      return
    }
    guard var claim = state else { return }
    switch payload {
    case .published: break
    case .explained where event.contentPosition < claim.saidAt: break
    case .explained(let explained):
      if claim.explanations.last != explained.explanation {
        claim.explanations.append(explained.explanation)
      }
    case .retracted: claim.isRetracted = true
    }
    state = claim
  }

  private init(_ details: PBClaimPublished, _ event: EffectiveEvent) {
    self.details = details
    spokenOf = event.occurred
    source = event.source
    saidAt = event.contentPosition
  }
}

extension PBClaimPublished {
  /// Whether its figure was read out of a machine's translation.
  var isDoubtful: Bool { hasFigure && machineTranslated }
}

/// An exact decimal number: digits and where the point stands, never a floating one.
public struct DecimalFigure: Hashable, Sendable, CustomStringConvertible {
  /// The digits as one whole number.
  let unscaled: Int64
  /// How many of them stand after the point, at most 6.
  public let scale: Int

  /// Parses `143`, `-1`, `153.5`; at most 12 digits before the point and 6 after it.
  ///
  /// - Returns: `nil` for any other form: no sign `+`, no thousands' marks, no leading zeros.
  public init?(validating text: String) {
    let isNegative = text.hasPrefix("-")
    let parts = text.dropFirst(isNegative ? 1 : 0).split(
      separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, (1...12).contains(whole.utf8.count),
      whole.utf8.allSatisfy(isDigit), whole == "0" || !whole.hasPrefix("0")
    else { return nil }
    let fraction = parts.count == 2 ? parts[1] : ""
    guard parts.count == 1 || (1...6).contains(fraction.utf8.count),
      fraction.utf8.allSatisfy(isDigit), let unscaled = Int64(whole + fraction)
    else { return nil }
    self.unscaled = isNegative ? -unscaled : unscaled
    self.scale = fraction.utf8.count
  }

  /// The whole number, if nothing but zeros stands after the point.
  public var whole: Int64? {
    var (value, scale) = (unscaled, scale)
    while scale > 0 {
      guard value % 10 == 0 else { return nil }
      value /= 10
      scale -= 1
    }
    return value
  }

  /// The form that ``init(validating:)`` parses.
  public var description: String {
    guard scale > 0 else { return String(unscaled) }
    var digits = String(unscaled.magnitude)
    if digits.count <= scale {
      digits = String(repeating: "0", count: scale + 1 - digits.count) + digits
    }
    let point = digits.index(digits.endIndex, offsetBy: -scale)
    return (unscaled < 0 ? "-" : "") + digits[..<point] + "." + digits[point...]
  }
}
