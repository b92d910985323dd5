internal import EventModel
internal import Files
internal import Glibc
internal import LMDB

/// Looks at every row of a personal store, and holds what the log refers to against it.
///
/// It sees the store as of one moment, also beside the process that has it open, and writes nothing
/// but the locks' files. With the key every part is opened; nothing of it is shown to anybody, so that
/// there is no access to record. Memory: some thousand rows.
///
/// As long as it lives the store's file keeps what is freed, and no change of generation begins.
public final class PersonalVerifier {
  /// What was found so far.
  public internal(set) var report = PersonalReport()

  let live: LiveCopy
  let snapshot: ReadTransaction
  let place: StoreDirectory
  /// Persons with a tombstone of whom something is stored: looked at once more at the end, since they
  /// may just be being erased.
  var unerased: [(subject: StreamName, position: Position)] = []
  /// Who is on the erasure list beside the key, and had no tombstone in the log so far.
  var listed: Set<StreamName>
  /// Whether the store came with a backup, whose log may be older; as of before the snapshot, since opening
  /// the store brings both together and ends that.
  let asksLog: Bool
  private let destroyer: FileLock?

  /// How many rows are taken up at once.
  static let rowLimit = 4_096

  /// Opens the store of a data directory to look at it.
  ///
  /// - Parameter key: Where the key-encryption key is; what a killed change of generation left beside
  ///   it stays as it is.
  /// - Throws: `.corrupt` where the pages, or the rows on which all else hangs, are damaged;
  ///   `.unopenable` where the file is cut short or none that could be opened; `.backupRunning`,
  ///   `.notLockable`, `.unknownFormat`; `.wrongKey`, and what else is wrong with the key; what the
  ///   operating system refuses.
  public init(dataDirectory: String, key source: KeySource) throws(PersonalDataError) {
    place = StoreDirectory(in: dataDirectory)
    try source.check(dataDirectory)
    destroyer = try place.lockAgainstDestruction()
    guard let number = try place.copies().last else { throw .noStore(at: place.path) }
    if let obstacle = try Self.checkPages(place, number) {
      report.notChecked.append("the pages of \(place.path): \(obstacle)")
    }
    let copy = try StoreCopy(place.copy(number), .readOnly)
    let meta = try copy.meta()
    // A store that was never sealed has no parts, and taking a key would seal it.
    let key = meta.seal == nil ? nil : try source.key(fitting: meta.seal, store: meta.store)
    live = try LiveCopy(number: number, copy, meta, key)
    let list = source.erasureList.map { ErasureList(path: $0, store: meta.store) }
    do throws(PersonalDataError) {
      listed = try list?.read() ?? []
    } catch {
      // What else it says can't be relied on then, but keeps nothing else from being looked at.
      guard error.code == .erasureListDamaged else { throw error }
      listed = []
      report.note("\(error)")
      report.notChecked.append("whether anything is left of who is on the erasure list")
    }
    asksLog = FileAccess.exists(place.askLog)
    do throws(LMDBError) {
      snapshot = try copy.environment.beginRead(within: StoreCopy.readLimit)
    } catch {
      throw PersonalDataError(error)
    }
  }

  /// Looks at a copy's pages while nobody writes to it: following a page number that is wrong would
  /// kill this process.
  ///
  /// - Returns: why they can't be looked at.
  private static func checkPages(
    _ place: StoreDirectory, _ number: Int
  ) throws(PersonalDataError) -> String? {
    let lock: FileLock
    do throws(FileLock.Refusal) {
      lock = try FileLock(place.writerLock)
    } catch {
      switch error {
      case .held(let process):
        return "\(process.map { "process \($0)" } ?? "another process") has the store open"
      case .failed(let error): return error.description
      }
    }
    do throws(LMDBError) { _ = try Environment.verifyPages(in: place.copy(number)) } catch {
      throw PersonalDataError(error)
    }
    _ = consume lock
    return nil
  }

  /// Looks at all rows, and opens every part where the key is here.
  ///
  /// - Parameter progress: Told how many rows of persons and parts are done, and of how many.
  /// - Throws: What keeps a row from being read at all.
  /// - Complexity: O(rows)
  public func checkRows(
    progress: (_ done: UInt64, _ total: UInt64) -> Void = { _, _ in }
  ) throws(PersonalDataError) {
    if live.ring == nil { leaveContentsOpen() }
    try checkPeople(progress)
    try checkCommands()
    try checkLookUps()
    try checkOtherTables()
  }

  private func leaveContentsOpen() {
    let what = "whether personal parts are what was sealed, which takes opening them"
    switch live.availability {
    case .ready: break
    case .noKey: report.notChecked.append("\(what): no key-encryption key was given")
    case .partsUnavailable(let generation, let present):
      report.notChecked.append(
        "\(what): they are of key generation \(generation), the key is of \(present)")
    }
  }
}

extension PersonalDataError {
  /// There is no copy of a store here.
  static func noStore(at path: String) -> PersonalDataError {
    PersonalDataError(.file(errno: ENOENT), "there is no personal store", at: path)
  }
}
