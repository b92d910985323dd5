/// Random numbers that a printed seed brings back (the SplitMix64 sequence).
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
    print("seed \(seed)")
  }

  /// A generator with a new seed each run, which is printed.
  static func fresh() -> SeededRandom { SeededRandom(seed: .random(in: 0...UInt64.max)) }

  /// A number up to a limit of 2^k - 1, every magnitude as often as every other.
  mutating func magnitude(upTo limit: UInt64) -> UInt64 {
    let bits = UInt64.bitWidth - limit.leadingZeroBitCount
    return UInt64.random(in: 0...limit, using: &self) >> Int.random(in: 0..<bits, using: &self)
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return word ^ (word >> 31)
  }
}
