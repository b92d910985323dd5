import EventModel
import Testing

@testable import Simulation

@Suite struct `Chance in a simulation` {
  /// Computed with another implementation: a seed means the same year on every machine.
  @Test(
    arguments: [
      (7, .organisation, 0, [0x9C7C_E95A_7C84_0587, 0x3CD9_921F_D6C3_DC02], [244, 771, 201, 305]),
      (7, .person, 3, [0x2D26_5BE2_525C_B707, 0xF632_EC61_164D_57BD], [733, 652, 241, 387]),
      (8, .organisation, 0, [0x42C9_369B_87F7_AEB2, 0xDF25_4CF1_F791_8E27], [687, 638, 468, 638]),
    ] as [(UInt64, Dice.Topic, Int, [UInt64], [Int])])
  func `throws the same for the same seed, topic and entity`(
    seed: UInt64, topic: Dice.Topic, number: Int, first: [UInt64], then: [Int]
  ) {
    var dice = Dice(seed, topic, number)
    #expect(first.map { _ in dice.next() } == first)
    #expect(then.map { _ in dice.below(1_000) } == then)
  }

  @Test func `chooses as often as weights say, and never what has none`() {
    var dice = Dice(1, .rows)
    var counts = [0, 0, 0, 0]
    for _ in 0..<8_000 { counts[dice.choose([0, 3, 1, 0])] += 1 }
    #expect(counts[0] == 0 && counts[3] == 0)
    #expect((5_800...6_200).contains(counts[1]))
    var happened = 0
    for _ in 0..<10_000 where dice.happens(2_500) { happened += 1 }
    #expect((2_300...2_700).contains(happened))
    #expect(!(0..<1_000).contains { _ in dice.happens(0) })
    #expect((0..<1_000).allSatisfy { _ in (3...5).contains(dice.within(3...5)) })
    #expect(Set((0..<100).map { _ in dice.within(3...5) }) == [3, 4, 5])
  }

  /// By the law itself, in floating point: 1.47 % for the first of 6,000, a third for the first 60,
  /// 69 % for the first 600.
  @Test func `makes few popular, and the others not for nothing`() {
    var dice = Dice(1, .application)
    let law = Popularity(count: 6_000)
    let ranks = (0..<40_000).map { _ in law.draw(&dice) }
    #expect(ranks.allSatisfy { (0..<6_000).contains($0) })
    for (rank, share) in [(1, 0.0147), (60, 0.3335), (600, 0.6902)] {
      let found = Double(ranks.count { $0 < rank }) / 40_000
      #expect(abs(found - share) < share * 0.12, "\(rank): \(found)")
    }
    #expect(ranks.contains { $0 > 5_900 })
    let alone = Popularity(count: 1)
    #expect((0..<100).allSatisfy { _ in alone.draw(&dice) == 0 })
  }

  @Test func `tells a fact late as often as in a real city`() {
    var dice = Dice(1, .rows)
    let lags = (0..<20_000).map { _ in Shapes.lag(&dice) }
    for (range, share) in [
      (0...0, 0.6), (1...7, 0.25), (8...30, 0.1), (31...180, 0.04), (181...400, 0.01),
    ] {
      let found = Double(lags.count { range.contains($0) }) / 20_000
      #expect(abs(found - share) < 0.012, "\(range): \(found)")
    }
    #expect(lags.allSatisfy { (0...400).contains($0) })
  }

  @Test func `falls on each day of a month, and on no other`() throws {
    var dice = Dice(1, .rows)
    var next = try CivilDate(validating: "2023-09-01").dayNumber
    #expect(next == SchoolYear.first)
    for month in 0..<12 {
      var weights = [Int](repeating: 0, count: 12)
      weights[month] = 1
      let days = Set((0..<600).map { _ in SchoolYear.day(weights, &dice) })
      let (year, number) = (month < 4 ? 2023 : 2024, (month + 8) % 12 + 1)
      let text = "\(year)-\(number < 10 ? "0" : "")\(number)-01"
      #expect(try next == CivilDate(validating: text).dayNumber)
      #expect(days.min() == next)
      next = try #require(days.max()) + 1
      #expect(days.count == next - (days.min() ?? 0), "month \(month)")
    }
    #expect(next == SchoolYear.last + 1)
    #expect(try SchoolYear.graduation == CivilDate(validating: "2024-06-25").dayNumber)
  }
}
