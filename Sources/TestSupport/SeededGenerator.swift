internal import Glibc

/// Random numbers that a seed repeats: SplitMix64.
///
/// Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// A generator whose numbers follow from the seed.
  package init(seed: UInt64) { state = seed }

  /// The next number.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number from 0 to below a bound.
  package mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// Whether something that comes so often comes now.
  package mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  /// A number up to a limit of 2^k - 1, every magnitude as often as every other.
  package mutating func magnitude(upTo limit: UInt64) -> UInt64 {
    let bits = UInt64.bitWidth - limit.leadingZeroBitCount
    return UInt64.random(in: 0...limit, using: &self) >> Int.random(in: 0..<bits, using: &self)
  }
}

/// What random tests begin with: each seed is printed, and `CONCORD_SEED` repeats a run.
///
/// `CONCORD_SEED=new` adds a new one where the seeds are fixed: for who looks for what they miss, not
/// for who changes something else.
package enum Seeds {
  /// What `CONCORD_SEED` says.
  private static let said = getenv("CONCORD_SEED").map { String(cString: $0) }
  private static let wanted = said.flatMap { UInt64($0) }

  /// The given seeds, and a new one where that is wanted; only the wanted one where one is named.
  package static func and(_ fixed: UInt64...) -> [UInt64] {
    if let wanted { return [announced(wanted)] }
    return said == "new" ? fixed + [fresh()] : fixed
  }

  /// One that is new in each run, or the wanted one.
  package static func fresh() -> UInt64 {
    announced(wanted ?? UInt64.random(in: .min ... .max))
  }

  private static func announced(_ seed: UInt64) -> UInt64 {
    print("seed \(seed): CONCORD_SEED=\(seed) repeats it")
    return seed
  }
}
