public import EventModel
internal import Importing
internal import Synchronization

/// What a guess about a person is aimed at.
public enum GuessedAt: Hashable, Sendable {
  /// One person, whose particulars are compared.
  case person(StreamName)
  /// Whoever was born on a day and registered in a region: what the first 14 digits of an ID number say.
  case birth(regionAndDay: String)

  /// What an ID number is aimed at.
  init(idNumber: String) { self = .birth(regionAndDay: String(idNumber.prefix(14))) }
}

/// How many different guesses about one person each key may make within an hour.
///
/// A name, a sex and a day of birth have few values, and so have the last four digits of an ID number
/// once the others are known: whoever may try all of them has them. The same question again is no guess.
final class GuessAllowance: Sendable {
  /// An hour of one key.
  private struct Hour {
    var began: Int64
    /// What was guessed, as hashes that mean nothing outside this process.
    var guesses: [GuessedAt: Set<Int>] = [:]
  }

  private let limits: ServerLimits
  private let clock: @Sendable () -> RecordedTime
  private let hours = Mutex<[String: Hour]>([:])

  private static let hour: Int64 = 3_600_000_000
  /// Keys beyond which those are forgotten whose hour is over.
  private static let keyCount = 1_024

  /// Why there is no answer.
  static let reason =
    "this key has made as many different guesses about one person, or about persons of one region and "
    + "day of birth, as it may within an hour: ask later, or name the person's stream"

  init(_ limits: ServerLimits, clock: @escaping @Sendable () -> RecordedTime) {
    self.limits = limits
    self.clock = clock
  }

  /// Whether a key may guess so; an allowed guess is counted.
  ///
  /// Where there are no keys everybody on the machine may read all there is.
  /// - Complexity: O(1); the memory of an hour is bounded by the look-ups that a key has.
  func take(_ guess: LookUp, at aim: GuessedAt, for caller: Caller) -> Bool {
    guard let key = caller.keyID else { return true }
    let now = clock().microseconds
    let value = guess.hashValue
    let most = limits.guessesPerPersonAndHour
    return hours.withLock { hours in
      if hours.count >= Self.keyCount { hours = hours.filter { now - $0.value.began < Self.hour } }
      var hour = hours.removeValue(forKey: key) ?? Hour(began: now)
      if now - hour.began >= Self.hour { hour = Hour(began: now) }
      // A clock that was set back gives nothing, and takes nothing for long.
      hour.began = min(hour.began, now)
      defer { hours[key] = hour }
      let known = hour.guesses[aim] ?? []
      guard !known.contains(value) else { return true }
      guard known.count < most else { return false }
      hour.guesses[aim, default: []].insert(value)
      return true
    }
  }
}
