import EventModel
import Testing

@testable import Projections

@Suite struct `A cache of folded streams` {
  private func folded(_ number: Int) throws -> FoldedStream {
    FoldedStream(try name(number), of: Toy.set, zone: .shanghai)
  }

  private func name(_ number: Int) throws -> StreamName {
    try StreamName(validating: "account-\(number)")
  }

  /// Room for eight: by their number, and by what a stream without an event takes.
  @Test(arguments: [(8, 1 << 20), (1_000, 8_000)])
  func `drops those that were used longest ago, so many that there is room again`(
    streamCount: Int, byteCount: Int
  ) throws {
    var limits = ProjectionLimits()
    limits.cachedStreamCount = streamCount
    limits.cachedByteCount = byteCount
    var cache = FoldCache(limits)
    for number in 0..<8 { cache.put(try folded(number)) }
    for _ in 0..<3 { cache.put(try #require(cache.take(try name(0)))) }
    #expect(cache.count == 8)
    cache.put(try folded(8))
    #expect(cache.count == 6)
    for number in 0...8 {
      #expect((cache.take(try name(number)) == nil) == (1...3).contains(number), "\(number)")
    }
    #expect(cache.count == 0)
  }
}
