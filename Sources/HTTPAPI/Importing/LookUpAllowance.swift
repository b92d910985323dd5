internal import CommandHandling
internal import Deciding
internal import EventModel
internal import Importing
internal import Synchronization

/// How many persons each key may look up: so many an hour, and no more at once than in an hour.
///
/// ID numbers can be counted through, and who may record may ask whether one is known here: by a look-up,
/// by the rehearsal of a command that brings one, or by a recorded command with another one in it.
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
  /// - Throws: `CommandError.tooManyLookUps` where that is not enough; then nothing is taken.
  func take(_ lookUps: [LookUp], for caller: Caller) throws(CommandError) {
    do throws(TooManyLookUps) {
      try take(lookUps.count(where: \.isOfPerson), for: caller)
    } catch {
      throw .tooManyLookUps(error)
    }
  }

  /// Counts what the answers to a caller's commands tell; `nil` where nobody counts.
  func count(for caller: Caller) -> LookUpCount? {
    guard caller.keyID != nil else { return nil }
    return LookUpCount { (asked) throws(TooManyLookUps) in
      try self.take(asked, for: caller)
    } giveBack: { count in
      self.giveBack(count, to: caller)
    }
  }

  private func take(_ asked: Int, for caller: Caller) throws(TooManyLookUps) {
    // Without keys everybody on the machine may read all there is.
    guard let key = caller.keyID, asked > 0 else { return }
    // A request may ask as many at once.
    let most = max(perHour(caller), Int64(asked))
    let price = Int64(asked) * Self.hour
    let missing = change(key, most) { account -> Int64 in
      let missing = price - account.left
      if missing <= 0 { account.left -= price }
      return missing
    }
    guard missing > 0 else { return }
    let perSecond = most * 1_000_000
    throw TooManyLookUps(
      "this key looks up at most \(most) persons an hour; \(asked) more are too many now",
      retryAfterSeconds: Int((missing + perSecond - 1) / perSecond))
  }

  private func giveBack(_ count: Int, to caller: Caller) {
    guard let key = caller.keyID else { return }
    let most = perHour(caller)
    change(key, most) { account in
      account.left = min(most * Self.hour, account.left + Int64(count) * Self.hour)
    }
  }

  private func perHour(_ caller: Caller) -> Int64 {
    Int64(
      caller.ownOrganisation == nil
        ? limits.bureauPersonLookUpsPerHour : limits.personLookUpsPerHour)
  }

  /// Changes what a key has left, as it is now.
  ///
  /// - Parameter most: how many it may have.
  private func change<Result: Sendable>(
    _ key: String, _ most: Int64, _ body: (inout Account) -> Result
  ) -> Result {
    let now = clock().microseconds
    return accounts.withLock { accounts in
      if accounts.count >= Self.accountCount { Self.forget(in: &accounts, now) }
      let full = most * Self.hour
      var account = accounts[key] ?? Account(left: full, microseconds: now)
      // A clock that was set back gives nothing.
      let passed = min(max(0, now - account.microseconds), Self.hour)
      account.left = min(full, account.left + passed * most)
      account.microseconds = now
      defer { accounts[key] = account }
      return body(&account)
    }
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
