/// Shapes that were computed once, as whole numbers, so that no machine's logarithm matters.
enum Shapes {
  /// Staff of an enterprise by 128th: log-normal, median 60, sigma 1.2, mean about 121.
  private static let staffQuantiles = [
    2, 4, 5, 6, 7, 8, 8, 9, 10, 11, 11, 12, 13, 13, 14, 15, 15, 16, 17, 18, 18, 19, 20, 20, 21,
    22, 23, 23, 24, 25, 26, 26, 27, 28, 29, 30, 30, 31, 32, 33, 34, 35, 36, 37, 38, 38, 39, 40,
    41, 42, 44, 45, 46, 47, 48, 49, 50, 51, 53, 54, 55, 57, 58, 59, 61, 62, 64, 65, 67, 68, 70,
    72, 73, 75, 77, 79, 81, 83, 85, 87, 89, 91, 94, 96, 98, 101, 104, 106, 109, 112, 115, 119,
    122, 125, 129, 133, 137, 141, 145, 150, 155, 160, 165, 171, 177, 184, 190, 198, 206, 214, 223,
    233, 244, 256, 269, 284, 300, 319, 340, 364, 393, 428, 471, 526, 602, 714, 910, 1460,
  ]

  /// How many applications a graduate makes, cumulative in 65,536ths: negative binomial with mean
  /// 12, of whom 15 % make none.
  private static let applicationCounts = [
    9830, 15751, 20345, 24176, 27483, 30393, 32989, 35326, 37443, 39373, 41139, 42760, 44254,
    45632, 46907, 48088, 49184, 50203, 51151, 52035, 52858, 53627, 54345, 55016, 55643, 56231,
    56781, 57296, 57779, 58232, 58657, 59056, 59431, 59783, 60113, 60424, 60716, 60991, 61249,
    61492, 61721, 61937, 62140, 62331, 62510, 62680, 62840, 62990, 63132, 63266, 63392, 63511,
    63623, 63729, 63828, 63923, 64012, 64095, 64174, 64249, 64320, 64386, 64449, 64508, 64565,
    64617, 64667, 64715, 64759, 64802, 64841, 64879, 64915, 64948, 64980, 65010, 65038, 65065,
    65091, 65115, 65137, 65159, 65179, 65198, 65216, 65233, 65250, 65265, 65279, 65293, 65306,
    65318, 65330, 65341, 65351, 65361, 65371, 65379, 65388, 65396, 65403, 65410, 65417, 65423,
    65429, 65435, 65440, 65445, 65450, 65455, 65459, 65463, 65467, 65471, 65474, 65477, 65480,
    65483, 65486, 65536,
  ]

  /// An enterprise's staff, between two quantiles.
  static func staff(_ dice: inout Dice) -> Int {
    let place = dice.below(staffQuantiles.count - 1)
    return dice.within(staffQuantiles[place]...staffQuantiles[place + 1])
  }

  /// How many applications a graduate makes, 0 to 119.
  static func applications(_ dice: inout Dice) -> Int {
    let place = dice.below(65_536)
    return applicationCounts.firstIndex { $0 > place } ?? applicationCounts.count - 1
  }

  /// Days from a fact to its record: 60 % none, 25 % to a week, 10 % to 30, 4 % to 180, 1 % to 400.
  static func lag(_ dice: inout Dice) -> Int {
    switch dice.below(100) {
    case ..<60: 0
    case ..<85: dice.within(1...7)
    case ..<95: dice.within(8...30)
    case ..<99: dice.within(31...180)
    default: dice.within(181...400)
    }
  }
}

/// The simulated year, from 1 September 2023, in days since 1970-01-01.
enum SchoolYear {
  /// 2023-09-01.
  static let first = 19_601
  /// 2024-06-25, the day of the diplomas.
  static let graduation = 19_899
  /// 2024-08-31.
  static let last = 19_966
  /// The days of its months.
  private static let months = [30, 31, 30, 31, 31, 29, 31, 30, 31, 30, 31, 31]

  /// Applications: September to November 45 %, March to May 35 %.
  static let applying = [
    1_500, 1_500, 1_500, 333, 333, 333, 1_167, 1_167, 1_166, 333, 334, 334,
  ]
  /// Starts of internships: July 35 %, December and January 30 %, March 15 %.
  static let starting = [250, 250, 250, 1_500, 1_500, 250, 1_500, 250, 250, 250, 3_500, 250]
  /// Outcomes: June to August 70 %, the rest in autumn, up to the freeze of 31 December.
  static let outcomes = [700, 600, 600, 1_100, 0, 0, 0, 0, 0, 2_000, 2_500, 2_500]
  /// Employers ask graduates from October to June, most in autumn and spring.
  static let inviting = [0, 500, 1_500, 1_300, 700, 500, 1_700, 1_700, 1_100, 1_000, 0, 0]
  /// Every month alike.
  static let even = [Int](repeating: 1, count: 12)

  /// A day in a month that is chosen by weight.
  static func day(_ weights: [Int], _ dice: inout Dice) -> Int {
    let month = dice.choose(weights)
    return first + months[..<month].reduce(0, +) + dice.below(months[month])
  }
}
