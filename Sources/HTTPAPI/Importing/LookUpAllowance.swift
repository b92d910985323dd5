internal import EventModel
internal import HTTPTypes
internal import Importing
internal import Synchronization

/// How many persons each key may look up: so many an hour, and no more at once than in an hour.
///
/// ID numbers can be counted through, and who may record may ask whether one is known here.
final class LookUpAllowance: Sendable {
  /// What a key has left.
  private struct Account {
    /// How much that is.
    ///
    /// In parts of a look-up, of which each has as many as an hour has microseconds: so nothing is rounded.
    var left: Int64
    /// When that was so.
    var microseconds: Int64
  }

  private let limits: ServerLimits
  private let clock: @Sendable () -> RecordedTime
  private let accounts = Mutex<[String: Account]>([:])

  private static let hour: Int64 = 3_600_000_000
  /// Accounts beyond which those are forgotten that have all of theirs again.
  private static let accountCount = 1_024

  init(_ limits: ServerLimits, clock: @escaping @Sendable () -> RecordedTime) {
    self.limits = limits
    self.clock = clock
  }

  /// Takes as many as a request asks of what a key has left.
  ///
  /// - Throws: ``Problem`` with code `too-many-look-ups` where that is not enough; then nothing is taken.
  func take(_ lookUps: [LookUp], for caller: Caller) throws(Problem) {
    // Without keys everybody on the machine may read all there is.
    guard let key = caller.keyID else { return }
    let asked = lookUps.count(where: \.isOfPerson)
    guard asked > 0 else { return }
    // A request may ask as many at once.
    let most = Int64(
      max(
        caller.ownOrganisation == nil
          ? limits.bureauPersonLookUpsPerHour : limits.personLookUpsPerHour, asked))
    let now = clock().microseconds
    let price = Int64(asked) * Self.hour
    let missing = accounts.withLock { accounts -> Int64 in
      if accounts.count >= Self.accountCount { Self.forget(in: &accounts, now) }
      let full = most * Self.hour
      var account = accounts[key] ?? Account(left: full, microseconds: now)
      // A clock that was set back gives nothing.
      let passed = min(max(0, now - account.microseconds), Self.hour)
      account.left = min(full, account.left + passed * most)
      account.microseconds = now
      let missing = price - account.left
      if missing <= 0 { account.left -= price }
      accounts[key] = account
      return missing
    }
    guard missing > 0 else { return }
    var problem = Problem(
      "too-many-look-ups", .tooManyRequests,
      "this key looks up at most \(most) persons an hour; \(asked) more are too many now")
    let perSecond = most * 1_000_000
    problem.retryAfterSeconds = Int((missing + perSecond - 1) / perSecond)
    throw problem
  }

  /// After an hour a key has all again, and so has one that nobody remembers.
  private static func forget(in accounts: inout [String: Account], _ now: Int64) {
    accounts = accounts.filter { now - $0.value.microseconds < hour }
  }
}

extension LookUp {
  /// Whether the answer tells that somebody is known here, or whether a guess about somebody is right.
  fileprivate var isOfPerson: Bool {
    switch self {
    case .idNumber, .studentNumber, .particulars: true
    case .creditCode, .schoolCode, .organisationName, .enrolment, .stream: false
    }
  }
}
