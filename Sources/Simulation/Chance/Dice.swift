/// Reproducible chance: the same numbers for the same seed, topic and entity, on any machine.
///
/// Every entity has dice of its own, so that what happens to one doesn't depend on how many came
/// before it. Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014.
struct Dice {
  /// What the dice are thrown for; the raw values are part of what a seed means.
  enum Topic: UInt64 {
    case organisation = 1
    case person = 2
    case internship = 3
    case vacancy = 4
    case application = 5
    case activity = 6
    case outcome = 7
    case rows = 8
    case payload = 9
    case identifier = 10
    case employment = 11
    case assistance = 12
    case visit = 13
    case session = 14
    case intention = 15
    case cooperation = 16
    case orderClass = 17
    case alliance = 18
    case survey = 19
    case training = 20
    case grant = 21
    case finding = 22
    case dispute = 23
    case erasure = 24
    case destination = 25
    case majors = 26
  }

  private var state: UInt64

  /// The dice of one entity.
  init(_ seed: UInt64, _ topic: Topic, _ number: Int = 0) {
    state = Dice.mixed(seed &+ topic.rawValue &* 0xD6E8_FEB8_6659_FD93)
    state = Dice.mixed(state ^ UInt64(truncatingIfNeeded: number) &* 0xA24B_AED4_963E_E407)
  }

  /// The next 64 bits.
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return Dice.mixed(state)
  }

  private static func mixed(_ number: UInt64) -> UInt64 {
    var mixed = number
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 to `bound` - 1.
  ///
  /// - Precondition: `bound` is 1 or more.
  mutating func below(_ bound: Int) -> Int {
    Int(truncatingIfNeeded: next().multipliedFullWidth(by: UInt64(bound)).high)
  }

  /// A number in a range.
  mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.count)
  }

  /// Whether something that happens `perTenThousand` times in 10,000 happens now.
  mutating func happens(_ perTenThousand: Int) -> Bool { below(10_000) < perTenThousand }

  /// The index of a weight, as often as its weight says.
  mutating func choose(_ weights: [Int]) -> Int {
    var rest = below(weights.reduce(0, +))
    for (index, weight) in weights.enumerated() {
      if rest < weight { return index }
      rest -= weight
    }
    return weights.count - 1
  }
}
