extension Environment {
  /// How an environment is opened.
  ///
  /// What can't be asked for here is not to be had: every environment flushes before a commit
  /// returns, takes part in locking, clears memory before writing it, and maps its file read-only.
  public struct Options: Sendable {
    /// Bytes of address space to reserve, the largest size the data file can reach.
    ///
    /// Reserved is not used: neither memory nor disk. It can't grow while the environment is open.
    public var reservedByteCount = 1 << 38

    /// The most named tables that can be open.
    public var maximumTableCount = 16

    /// The most read transactions of all processes together, and of this process alone.
    ///
    /// A lock file that another process has open keeps the number it was made with.
    public var maximumReaderCount = 256

    /// How long a read transaction may be used, if ``Environment/beginRead(within:)`` says nothing.
    ///
    /// While a snapshot is held, no page that was freed after it can be used again.
    public var readLimit: Duration = .seconds(30)

    /// What is done where there is no data file, or where there is one.
    public var creation: Creation = .ifMissing

    /// Whether the environment is written.
    public var access: Access = .readWrite

    /// Whether reading goes on without locks where the lock file can't be written, as on a medium that
    /// is read only: only for a file that nobody writes to meanwhile.
    package var mayGoWithoutLocks = false

    /// Permissions of new files; a new directory is also searchable by who may read.
    public var fileMode: UInt32 = 0o600

    /// Whether the kernel reads ahead, which helps scans and hurts random reads of files larger
    /// than memory.
    public var readsAhead = true

    package var durability: Durability = .everyCommit

    /// The options as they stand.
    public init() {}
  }

  /// What is done where there is no data file, or where there is one.
  public enum Creation: Sendable, Hashable {
    /// Opening fails where there is none: for data that must not be started anew by mistake.
    case never
    /// A data file is made where there is none.
    case ifMissing
    /// Opening fails where there is one.
    case always
  }

  /// Whether an environment is written.
  public enum Access: Sendable, Hashable {
    /// Reading and writing.
    case readWrite
    /// Reading only, beside a writer in another process. Locks are still taken.
    case readOnly
  }

  /// What a commit promises.
  ///
  /// For use inside this package only.
  package enum Durability: Sendable, Hashable {
    /// When a commit has returned, it survives process kill, system crash and power loss.
    case everyCommit
    /// A commit survives the process, and nothing else (MDB_NOSYNC).
    ///
    /// After a power cut or a system crash the file may hold some pages and not others: **it may be
    /// damaged, and reading it may kill the process.** Two uses: as the control that must fail
    /// in crash tests; and for derived data that is thrown away when the machine went down.
    case lostOnPowerCut
  }
}
