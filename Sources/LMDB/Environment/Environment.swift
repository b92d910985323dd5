internal import CLMDB
internal import Glibc
internal import Synchronization

/// An LMDB environment: one memory-mapped file of tables, with transactions over all of them.
///
/// Any number of threads and processes read at once, each from its own snapshot, while one writes.
/// Readers and the writer never wait for each other.
///
/// Rule: a process has one `Environment` for a data file; a second is refused. A child that was
/// forked off must open its own. The file closes when the environment and its last transaction are
/// gone.
///
/// What no check can prevent: a data file that is cut short by somebody else *while* it is open
/// kills the process with SIGBUS, as it does with every memory-mapped file.
public final class Environment: Sendable {
  /// The directory, as it was given.
  public let directory: String

  /// How the environment was opened.
  public let options: Options

  // SAFETY: LMDB's environment handle may be used by all threads; it is set once and closed in
  // `deinit`, which no transaction outlives, since each retains its environment.
  nonisolated(unsafe) let handle: OpaquePointer
  /// Unique among the environments of this process.
  let number: UInt32
  let readers: ReaderSlots
  let forkMark = ForkMark()
  /// The thread that has the write transaction, 0 while there is none.
  let writingThread = Atomic<UInt>(0)
  /// Held while a table is opened, which may wait for the writer; so it guards nothing else.
  let tableOpening = Mutex(())
  /// The names of the tables that were opened, for error texts.
  let tableNames = Mutex<[UInt32: String]>([:])
  /// The data file, opened once more: the second witness of ``commitFailure(_:)``.
  let dataFile: ReadOnlyFile
  private let identity: FileIdentity

  /// Opens the environment in a directory, after checking that its data file can be mapped safely.
  ///
  /// Slots of readers that died are freed.
  ///
  /// - Throws: `.alreadyOpenInProcess`, `.truncated`, `.notLMDB`, `.foreignVersion`,
  ///   `.damagedMetaPage`; `.notFound` or `.alreadyExists` as ``Options/creation`` has it; what the
  ///   operating system reported.
  public init(directory: String, options: Options = Options()) throws(LMDBError) {
    let place = LMDBError.Place(directory: directory)
    let file = try Self.openDataFile(in: directory, options, at: place)
    let identity = try file.identity()
    try OpenEnvironments.register(identity, at: place)
    do throws(LMDBError) {
      try DataFile.check(file, at: place)
      handle = try Self.openHandle(directory, options, at: place)
    } catch {
      OpenEnvironments.remove(identity)
      throw error
    }
    self.directory = directory
    self.options = options
    self.identity = identity
    dataFile = file
    number = OpenEnvironments.makeNumber()
    readers = ReaderSlots(capacity: options.maximumReaderCount)
    var dead: Int32 = 0
    try LMDBError.check(mdb_reader_check(handle, &dead), .readerCheck, at: place)
  }

  deinit {
    // In a forked child the locks and slots are the parent's: leave everything as it is.
    guard !forkMark.isInChild else { return }
    readers.abortAll()
    mdb_env_close(handle)
    OpenEnvironments.remove(identity)
  }

  private static func openDataFile(
    in directory: String, _ options: Options, at place: LMDBError.Place
  ) throws(LMDBError) -> ReadOnlyFile {
    let path = DataFile.path(in: directory)
    if let file = try ReadOnlyFile(path: path, at: place) {
      if options.creation == .always { throw LMDBError(.alreadyExists, .create, at: place) }
      return file
    }
    guard options.creation != .never, options.access == .readWrite else {
      throw LMDBError(.notFound, .checkDataFile, at: place)
    }
    do throws(LMDBError) {
      try DataFile.create(in: directory, fileMode: options.fileMode, at: place)
    } catch {
      // Another process was first: its file is as good as ours.
      guard error.code == .alreadyExists, options.creation == .ifMissing else { throw error }
    }
    guard let file = try ReadOnlyFile(path: path, at: place) else {
      throw LMDBError(.notFound, .create, at: place)
    }
    return file
  }

  private static func openHandle(
    _ directory: String, _ options: Options, at place: LMDBError.Place
  ) throws(LMDBError) -> OpaquePointer {
    var created: OpaquePointer?
    try LMDBError.check(mdb_env_create(&created), .environmentCreate, at: place)
    guard let handle = created else { throw LMDBError(.outOfMemory, .environmentCreate, at: place) }
    do throws(LMDBError) {
      for result in [
        mdb_env_set_mapsize(handle, options.reservedByteCount),
        mdb_env_set_maxdbs(handle, UInt32(options.maximumTableCount)),
        mdb_env_set_maxreaders(handle, UInt32(options.maximumReaderCount)),
      ] {
        try LMDBError.check(result, .environmentConfigure, at: place)
      }
      let hasLocks = try LockFile.reserve(
        LockFile.path(in: directory), readerCount: options.maximumReaderCount,
        fileMode: options.fileMode, at: place)
      try LMDBError.check(
        mdb_env_open(handle, directory, options.flags(hasLocks), options.fileMode),
        .environmentOpen, at: place)
      // LMDB 0.9 leaves the data file open in programs that this process starts.
      var descriptor: Int32 = -1
      try LMDBError.check(
        mdb_env_get_fd(handle, &descriptor), .environmentConfigure, at: place)
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    } catch {
      mdb_env_close(handle)
      throw error
    }
    return handle
  }
}

extension Environment.Options {
  /// LMDB's flags.
  ///
  /// MDB_NOTLS always: a read transaction belongs to its value, not to the thread that began it.
  fileprivate func flags(_ hasLocks: Bool) -> UInt32 {
    var flags = UInt32(MDB_NOTLS)
    if !hasLocks, mayGoWithoutLocks, access == .readOnly { flags |= UInt32(MDB_NOLOCK) }
    if access == .readOnly { flags |= UInt32(MDB_RDONLY) }
    if !readsAhead { flags |= UInt32(MDB_NORDAHEAD) }
    if durability == .lostOnPowerCut { flags |= UInt32(MDB_NOSYNC) }
    return flags
  }
}

extension Environment {
  /// The place of an error; slow, and called only where one is thrown.
  func place(table: UInt32? = nil) -> LMDBError.Place {
    LMDBError.Place(
      directory: directory, table: table.flatMap { table in tableNames.withLock { $0[table] } })
  }

  func failure(
    _ cCode: Int32, _ operation: LMDBError.Operation, table: UInt32? = nil
  ) -> LMDBError {
    LMDBError(cCode: cCode, operation, at: place(table: table))
  }

  func failure(
    _ code: LMDBError.Code, _ operation: LMDBError.Operation, table: UInt32? = nil
  ) -> LMDBError {
    LMDBError(code, operation, at: place(table: table))
  }

  func checkNotForked() throws(LMDBError) {
    guard !forkMark.isInChild else { throw failure(.usedAfterFork, .forkCheck) }
  }
}
