internal import HTTPTypes
internal import Synchronization

/// How many searches for matches may run at once; one more is refused, not kept waiting.
package final class SearchPlaces: Sendable {
  private let count: Int
  private let taken = Mutex(0)

  /// Seconds after which a refused search may find a place: most take less.
  private static let retryAfterSeconds = 2

  /// - Parameter count: how many searches.
  package init(_ count: Int) { self.count = count }

  /// Runs a search in a place of its own.
  ///
  /// - Throws: ``Problem`` with code `busy` where all places are taken; what the search throws.
  package func run<Result>(_ search: () async throws -> Result) async throws -> Result {
    let isFree = taken.withLock { taken in
      guard taken < count else { return false }
      taken += 1
      return true
    }
    guard isFree else {
      var problem = Problem(
        "busy", .serviceUnavailable,
        "no more than \(count) searches for matches run at once; try again soon")
      problem.retryAfterSeconds = Self.retryAfterSeconds
      throw problem
    }
    defer { taken.withLock { $0 -= 1 } }
    return try await search()
  }
}
