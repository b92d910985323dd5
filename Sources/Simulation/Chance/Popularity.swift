/// Draws from a Zipf-Mandelbrot law with exponent 1.1: the first are popular, the tail is long.
///
/// The weight of rank r is 1 / (r + shift)^1.1, in fixed point, so that every machine draws the
/// same. With shift 14 and 6,000 employers the first gets 1.5 % of all.
struct Popularity: Sendable {
  /// Sums of the weights up to and with each rank.
  private let sums: [UInt64]

  /// A law over so many ranks, 1 or more.
  init(count: Int, shift: Int = 14) {
    var sum: UInt64 = 0
    sums = (1...max(1, count)).map { rank in
      sum += Popularity.weight(UInt64(rank + shift))
      return sum
    }
  }

  /// A rank from 0.
  func draw(_ dice: inout Dice) -> Int {
    let place = UInt64(dice.below(Int(sums[sums.count - 1])))
    var low = 0
    var high = sums.count - 1
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > place { high = middle } else { low = middle + 1 }
    }
    return low
  }

  /// 2^40 / number^1.1 = 2^(40 - 1.1 log2 number).
  private static func weight(_ number: UInt64) -> UInt64 {
    let exponent = (UInt64(40) << 32) - log2(number) / 10 * 11
    return power(exponent)
  }

  /// log2 of a whole number from 1, with 32 bits after the point, by squaring.
  private static func log2(_ number: UInt64) -> UInt64 {
    let whole = UInt64(63 - number.leadingZeroBitCount)
    // From 1 to below 2, with 31 bits after the point.
    var rest = (number << 31) >> whole
    var result = whole
    for _ in 0..<32 {
      rest = (rest * rest) >> 31
      result <<= 1
      if rest >= 1 << 32 {
        result |= 1
        rest >>= 1
      }
    }
    return result
  }

  /// 2^(exponent), the exponent with 32 bits after the point, below 41.
  private static func power(_ exponent: UInt64) -> UInt64 {
    var result: UInt64 = 1 << 62
    for (index, root) in roots.enumerated() where exponent >> UInt64(31 - index) & 1 == 1 {
      // Both have 62 bits after the point, less than 2 of them before.
      let product = result.multipliedFullWidth(by: root)
      result = product.high << 2 | product.low >> 62
    }
    return result >> (62 - exponent >> 32)
  }

  /// 2^(1/2), 2^(1/4), …, with 62 bits after the point.
  private static let roots: [UInt64] = {
    var roots: [UInt64] = []
    var value: UInt64 = 1 << 63
    for _ in 0..<20 {
      value = squareRoot(value)
      roots.append(value)
    }
    return roots
  }()

  /// The root of a number with 62 bits after the point, by bisection.
  private static func squareRoot(_ number: UInt64) -> UInt64 {
    var low: UInt64 = 1 << 62
    var high: UInt64 = 1 << 63
    while high - low > 1 {
      let middle = low + (high - low) / 2
      let square = middle.multipliedFullWidth(by: middle)
      if square.high << 2 | square.low >> 62 <= number { low = middle } else { high = middle }
    }
    return low
  }
}
