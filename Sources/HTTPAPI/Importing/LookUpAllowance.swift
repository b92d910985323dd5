internal import CommandHandling
internal import Deciding
internal import EventModel
internal import Importing
internal import Synchronization

/// How many persons each key may look up: so many an hour, and no more at once than in an hour.
///
/// ID numbers can be counted through, and who may record may ask whether one is known here: by a look-up,
/// by the rehearsal of a command that brings one, or by a recorded command with another one in it. The last
/// are counted apart: who has looked up all that it may still gets the receipt of what it recorded.
final class LookUpAllowance: Sendable {
  /// What is counted.
  private enum Counted { case lookUps, differingRepeats }

  /// Whose it is.
  private struct Holder: Hashable {
    let key: String
    let counted: Counted
  }

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
  private let accounts = Mutex<[Holder: Account]>([:])

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
      try take(lookUps.count(where: \.isOfPerson), .lookUps, for: caller)
    } catch {
      throw .tooManyLookUps(error)
    }
  }

  /// Counts what the answers to a caller's commands tell; `nil` where nobody counts.
  func count(for caller: Caller) -> LookUpCount? { count(.lookUps, for: caller) }

  /// Counts a caller's repeats of recorded commands with other personal parts; `nil` where nobody counts.
  func differingRepeats(of caller: Caller) -> LookUpCount? { count(.differingRepeats, for: caller) }

  private func count(_ counted: Counted, for caller: Caller) -> LookUpCount? {
    guard caller.keyID != nil else { return nil }
    return LookUpCount { (asked) throws(TooManyLookUps) in
      try self.take(asked, counted, for: caller)
    } giveBack: { count in
      self.giveBack(count, counted, to: caller)
    }
  }

  private func take(
    _ asked: Int, _ counted: Counted, for caller: Caller
  ) throws(TooManyLookUps) {
    // Without keys everybody on the machine may read all there is.
    guard let key = caller.keyID, asked > 0 else { return }
    // A request may ask as many at once.
    let most = max(perHour(counted, caller), Int64(asked))
    let price = Int64(asked) * Self.hour
    let missing = change(Holder(key: key, counted: counted), most) { account -> Int64 in
      let missing = price - account.left
      if missing <= 0 { account.left -= price }
      return missing
    }
    guard missing > 0 else { return }
    let perSecond = most * 1_000_000
    let reason =
      switch counted {
      case .lookUps:
        "this key looks up at most \(most) persons an hour; \(asked) more are too many now"
      case .differingRepeats:
        "this key repeats at most \(most) commands an hour with other personal parts; no repeat that "
          + "brings some is compared now"
      }
    throw TooManyLookUps(
      reason,
      retryAfterSeconds: Int((missing + perSecond - 1) / perSecond))
  }

  private func giveBack(_ count: Int, _ counted: Counted, to caller: Caller) {
    guard let key = caller.keyID else { return }
    let most = perHour(counted, caller)
    change(Holder(key: key, counted: counted), most) { account in
      account.left = min(most * Self.hour, account.left + Int64(count) * Self.hour)
    }
  }

  private func perHour(_ counted: Counted, _ caller: Caller) -> Int64 {
    switch counted {
    case .differingRepeats: Int64(limits.differingRepeatsPerHour)
    case .lookUps where caller.ownOrganisation == nil: Int64(limits.bureauPersonLookUpsPerHour)
    case .lookUps: Int64(limits.personLookUpsPerHour)
    }
  }

  /// Changes what is left, as it is now.
  ///
  /// - Parameter most: how many it may have.
  private func change<Result: Sendable>(
    _ holder: Holder, _ most: Int64, _ body: (inout Account) -> Result
  ) -> Result {
    let now = clock().microseconds
    return accounts.withLock { accounts in
      if accounts.count >= Self.accountCount { Self.forget(in: &accounts, now) }
      let full = most * Self.hour
      var account = accounts[holder] ?? Account(left: full, microseconds: now)
      // A clock that was set back gives nothing.
      let passed = min(max(0, now - account.microseconds), Self.hour)
      account.left = min(full, account.left + passed * most)
      account.microseconds = now
      defer { accounts[holder] = account }
      return body(&account)
    }
  }

  /// After an hour a key has all again, and so has one that nobody remembers.
  private static func forget(in accounts: inout [Holder: Account], _ now: Int64) {
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
