public import EventModel
internal import Files
internal import Glibc
internal import Synchronization

/// The personal parts of the log's events, sealed under a key of each person that can be destroyed.
///
/// The log holds commitments only; salts and plaintexts are here, in `data/personal/`, mutable on
/// purpose. The order of a command with personal parts:
///
/// 1. ``prepare(_:_:)``: parts and look-up reservations become durable as pending.
/// 2. The event log appends the references.
/// 3. ``confirm(_:)``; or, on a conflict or a rejection, ``discard(_:)``.
///
/// After opening, ``recover(isRecorded:)`` must be called before anything is prepared or looked up,
/// and ``completeErasures(of:)`` with the subjects that have a tombstone in the log.
///
/// All methods block, are synchronous and may be called from any thread. Writing is one after the
/// other; reading waits for nobody.
public final class PersonalStore: Sendable {
  /// The directory of the store.
  public let directory: String
  /// What opening it led to.
  public let opening: Opening

  let place: StoreDirectory
  let id: StoreID
  let source: KeySource
  /// Where a killed process is simulated; does nothing in use.
  let interruption: @Sendable (StoreStep) throws(PersonalDataError) -> Void
  private let onAccess: @Sendable (PartAccess) throws -> Void
  let onNotice: @Sendable (String) -> Void
  private let onDeviceFailure: @Sendable (PersonalDataError) -> Void
  /// Subjects with a tombstone of whom something could not be destroyed: tried again at each write.
  let unerased = Mutex<Set<StreamName>>([])
  private let lock: FileLock

  private let writer = Mutex(WriterState())
  private let live: Mutex<LiveCopy>
  let ledger = Mutex(CommandLedger())
  /// Held by a backup and by a change of generation: one destroys what the other copies.
  let maintenance = Mutex(())

  /// What opening led to.
  public struct Opening: Sendable, Equatable {
    /// Subjects that had come back with a backup and were erased again from the list.
    public var erasedAgain: Int
  }

  /// Whether personal parts can be read and written.
  public enum Availability: Hashable, Sendable {
    /// Yes, under this generation of the key.
    case ready(generation: Int)
    /// No: the store was opened without a key.
    case noKey
    /// No: they were sealed under a generation that is older than the key, as in an old backup.
    case partsUnavailable(generation: Int, keyGeneration: Int)
  }

  /// Opens the store of a data directory, and makes an empty one where there is none.
  ///
  /// Whoever opens it for a log that has records makes sure first that none is missing:
  /// ``exists(in:)``.
  ///
  /// What a killed change of generation left is finished or undone, and the erasure list beside the
  /// key is applied.
  ///
  /// - Parameters:
  ///   - dataDirectory: The data directory; the store lies in its `personal` directory.
  ///   - key: Where the key-encryption key is.
  ///   - onAccess: Called before a plaintext is handed out; where it throws, none is.
  ///   - onNotice: Told what an operator should know: that an erasure has to be tried again.
  ///   - onDeviceFailure: Told once, on the thread that wrote, when a device failed and writing ended
  ///     for good.
  /// - Throws: `.heldElsewhere`, `.wrongKey`, `.keyFileMissing`, `.keyFileExposed`,
  ///   `.keyInsideData`, `.keyMalformed`, `.unknownFormat`, `.corrupt`, `.erasureListDamaged`.
  public convenience init(
    dataDirectory: String, key: KeySource,
    onAccess: @escaping @Sendable (PartAccess) throws -> Void = { _ in },
    onNotice: @escaping @Sendable (String) -> Void = { _ in },
    onDeviceFailure: @escaping @Sendable (PersonalDataError) -> Void = { _ in }
  ) throws(PersonalDataError) {
    try self.init(
      dataDirectory: dataDirectory, key: key, onAccess: onAccess, onNotice: onNotice,
      onDeviceFailure: onDeviceFailure, interruption: { _ in })
  }

  package init(
    dataDirectory: String, key source: KeySource,
    onAccess: @escaping @Sendable (PartAccess) throws -> Void,
    onNotice: @escaping @Sendable (String) -> Void = { _ in },
    onDeviceFailure: @escaping @Sendable (PersonalDataError) -> Void = { _ in },
    interruption: @escaping @Sendable (StoreStep) throws(PersonalDataError) -> Void
  ) throws(PersonalDataError) {
    place = StoreDirectory(in: dataDirectory)
    directory = place.path
    self.source = source
    self.onAccess = onAccess
    self.onNotice = onNotice
    self.onDeviceFailure = onDeviceFailure
    self.interruption = interruption
    // Before anything is written.
    try source.check(dataDirectory)
    try FileAccess.makeDirectory(directory)
    let place = place
    lock = try FileLock.take(place.writerLock, .exclusive) { process in
      PersonalDataError(
        .heldElsewhere(process: process),
        "process \(process) has the personal store open; stop it first", at: place.path)
    }
    let live = try LiveCopy(opening: place, source)
    id = live.store
    let list = source.erasureList.map { ErasureList(path: $0, store: live.store) }
    opening = Opening(erasedAgain: try live.reconcile(list))
    self.live = Mutex(live)
  }

  /// Whether personal parts can be read and written.
  public var availability: Availability { live.withLock { $0.availability } }

  var erasureList: ErasureList? {
    source.erasureList.map { ErasureList(path: $0, store: id) }
  }

  func recordAccess(
    _ reference: PersonalPartReference, _ purpose: AccessPurpose
  ) throws(PersonalDataError) {
    do { try onAccess(PartAccess(reference: reference, purpose: purpose)) } catch {
      throw PersonalDataError(
        .storage, "the access could not be recorded, so nothing is shown",
        at: reference.subject.text)
    }
  }
}

/// A reading of a personal part, for the access log.
public struct PartAccess: Hashable, Sendable {
  /// The part.
  public let reference: PersonalPartReference
  /// Who reads it and why.
  public let purpose: AccessPurpose
}

/// Who reads a personal part and why.
public struct AccessPurpose: Hashable, Sendable {
  /// An opaque id; `nil` when the server itself reads to decide a command.
  public let user: String?
  /// Why, as `decision` or `query`; one word or sentence without personal data.
  public let reason: String

  /// A purpose.
  public init(user: String?, reason: String) {
    self.user = user
    self.reason = reason
  }

  /// The server reads to decide a command.
  public static let decision = AccessPurpose(user: nil, reason: "decision")
}

/// Whether writing goes on.
struct WriterState {
  /// Set for good when the device failed, or the live copy could not be opened.
  var isStopped = false
}

extension PersonalStore {
  /// Lends the live copy to a reader, beside whom others read; it is not destroyed meanwhile.
  func read<Result: Sendable>(
    _ body: (LiveCopy) throws(PersonalDataError) -> Result
  ) throws(PersonalDataError) -> Result {
    let current = live.withLock { live in
      // Behind the lock: who replaces the copy has seen every reader of the old one.
      live.copy.readerCount.add(1, ordering: .relaxed)
      return live
    }
    defer { current.copy.readerCount.subtract(1, ordering: .releasing) }
    return try body(current)
  }

  /// Lends the live copy to the one writer.
  func write<Result: Sendable>(
    _ body: (LiveCopy) throws(PersonalDataError) -> Result
  ) throws(PersonalDataError) -> Result {
    do throws(PersonalDataError) {
      return try writer.withLock { state throws(PersonalDataError) in
        guard !state.isStopped else {
          throw PersonalDataError(
            .outcomeUnknown,
            "an earlier write failed with unknown outcome; open the store again to write",
            at: directory)
        }
        let current = live.withLock { $0 }
        do throws(PersonalDataError) {
          return try body(current)
        } catch {
          if error.code == .outcomeUnknown { state.isStopped = true }
          throw error
        }
      }
    } catch {
      // Called once, because the device is not used again; and outside the lock, for which others wait.
      if error.code == .outcomeUnknown, error.isOfDevice { onDeviceFailure(error) }
      throw error
    }
  }

  /// Makes another copy the live one, and waits until nobody reads the old one; only the writer does.
  func replaceLiveCopy(_ copy: LiveCopy) {
    let old = live.withLock { live in
      defer { live = copy }
      return live
    }
    // Once a key generation, for as long as a part is being opened: not worth a condition.
    while old.copy.readerCount.load(ordering: .acquiring) > 0 { usleep(100) }
  }
}
