internal import HTTPTypes
internal import Synchronization

/// How many of one kind of large work may run at once; one more is refused, not kept waiting.
package final class Places: Sendable {
  private let count: Int
  private let work: String
  private let taken = Mutex(0)

  /// Seconds after which a refused one may find a place: most take less.
  private static let retryAfterSeconds = 2

  /// - Parameters:
  ///   - count: how many.
  ///   - work: what runs in them, in the plural, for whoever is refused.
  package init(_ count: Int, for work: String) {
    self.count = count
    self.work = work
  }

  /// A place that is taken: until it is left, or nobody has it any more.
  package final class Taken: Sendable {
    private let places: Mutex<Places?>

    fileprivate init(_ places: Places) { self.places = Mutex(places) }

    /// Makes room; a second time changes nothing.
    package func leave() {
      places.withLock { $0.take() }?.taken.withLock { $0 -= 1 }
    }

    deinit { leave() }
  }

  /// Takes a place.
  ///
  /// - Throws: ``Problem`` with code `busy` where all are taken.
  package func take() throws(Problem) -> Taken {
    let isFree = taken.withLock { taken in
      guard taken < count else { return false }
      taken += 1
      return true
    }
    if isFree { return Taken(self) }
    var problem = Problem(
      "busy", .serviceUnavailable, "no more than \(count) \(work) run at once; try again soon")
    problem.retryAfterSeconds = Self.retryAfterSeconds
    throw problem
  }

  /// Runs something in a place of its own.
  ///
  /// - Throws: ``Problem`` with code `busy` where all are taken; what `body` throws.
  package func run<Result>(_ body: () async throws -> Result) async throws -> Result {
    let place = try take()
    defer { place.leave() }
    return try await body()
  }
}
