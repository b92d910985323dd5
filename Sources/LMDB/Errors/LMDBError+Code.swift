internal import CLMDB
internal import Glibc

extension LMDBError {
  /// What went wrong, as far as a caller can act on it.
  public enum Code: Hashable, Sendable {
    /// The directory, file or table is not there.
    case notFound
    /// The environment was to be created, but there is one already.
    case alreadyExists
    /// An append was asked for a key that is not greater than the table's last key.
    case keyOutOfOrder
    /// A key has no bytes or more than 511, or a value has more than 4,294,967,295.
    case badKeyOrValueSize
    /// A stored key could not be read as the table's key type.
    case malformedKey(byteCount: Int)

    /// The reserved address space is used up; only opening again with more helps.
    case mapFull
    /// Less address space is left than was required.
    case addressSpaceNearlyFull(freeByteCount: Int, requiredByteCount: Int)
    /// Another process made the environment larger than the address space reserved here.
    case mapResized
    /// The file system is full, or a quota is reached: nothing was committed, reading goes on.
    case diskFull
    /// The device failed: the outcome is unknown and the process must stop writing.
    case inputOutput
    /// An earlier failure of the device has made this environment refuse all transactions.
    case fatal
    /// The address space or memory asked for is not to be had.
    case outOfMemory

    /// Every reader slot is taken.
    case readersFull
    /// More tables than ``Environment/Options/maximumTableCount`` were opened.
    case tablesFull
    /// A write transaction touches more pages than LMDB can hold.
    case transactionTooLarge
    /// An earlier operation of this write transaction failed: it can only be aborted.
    case transactionFailed
    /// The table is of another kind than it was opened as, or was dropped.
    case badTable

    /// The data file is shorter than its newest meta page says.
    case truncated(fileByteCount: Int, expectedByteCount: Int)
    /// The data file does not begin as an LMDB file does.
    case notLMDB
    /// The data file has a format number that is not ours.
    case foreignVersion(found: UInt32, expected: UInt32)
    /// A meta page of the data file contradicts itself or the other.
    case damagedMetaPage(Int)
    /// A page of the data file contradicts itself or what leads to it.
    case damagedPage(UInt64)
    /// LMDB came upon a page that contradicts itself.
    case corrupted

    /// This process has the same data file open already.
    case alreadyOpenInProcess
    /// The environment was opened before this process was forked off.
    case usedAfterFork
    /// The calling thread already has a write transaction open: a second one would wait for ever.
    case writeAlreadyOpenOnThread
    /// A read transaction was used after its deadline.
    case readPastDeadline(age: Duration)
    /// A write was asked of an environment opened for reading only.
    case readOnly
    /// The operating system refused: permissions, or a read-only file system.
    case notPermitted
    /// Another process holds what is needed.
    case busy
    /// Whoever asked wants it no more.
    case interrupted
    /// Anything else; ``LMDBError/cCode`` says what.
    case other
  }
}

extension LMDBError.Code {
  init(cCode: Int32) {
    switch cCode {
    case MDB_NOTFOUND, ENOENT, ENOTDIR: self = .notFound
    case MDB_KEYEXIST, EEXIST: self = .alreadyExists
    case MDB_BAD_VALSIZE: self = .badKeyOrValueSize
    case MDB_MAP_FULL: self = .mapFull
    case MDB_MAP_RESIZED: self = .mapResized
    case ENOSPC, EDQUOT: self = .diskFull
    case EIO: self = .inputOutput
    case MDB_PANIC: self = .fatal
    case ENOMEM: self = .outOfMemory
    case MDB_READERS_FULL: self = .readersFull
    case MDB_DBS_FULL: self = .tablesFull
    case MDB_TXN_FULL: self = .transactionTooLarge
    case MDB_BAD_TXN: self = .transactionFailed
    case MDB_BAD_DBI, MDB_INCOMPATIBLE: self = .badTable
    case MDB_CORRUPTED, MDB_PAGE_NOTFOUND, MDB_CURSOR_FULL, MDB_PAGE_FULL: self = .corrupted
    case MDB_INVALID: self = .notLMDB
    case EACCES, EPERM, EROFS: self = .notPermitted
    case EAGAIN, EBUSY: self = .busy
    default: self = .other
    }
  }

  /// What it means, in words.
  package var sentence: String {
    switch self {
    case .notFound: "not found"
    case .alreadyExists: "exists already"
    case .keyOutOfOrder: "an appended key must be greater than the last one"
    case .badKeyOrValueSize: "a key must have 1 to 511 bytes, a value at most 4294967295"
    case .malformedKey(let byteCount):
      "a stored key of \(byteCount) bytes is not of its table's type"
    case .mapFull: "the reserved address space is full; open again with a larger reservation"
    case .addressSpaceNearlyFull(let free, let required):
      "\(free) bytes of the reserved address space are free, \(required) are required"
    case .mapResized: "grown by another process beyond the address space reserved here"
    case .diskFull: "the disk is full; nothing was committed"
    case .inputOutput: "the device failed; the outcome of the last write is unknown"
    case .fatal: "refuses all transactions since the device failed; stop and open again"
    case .outOfMemory:
      "no memory or no address space is left, of which much more is reserved than used: lift limits on it, "
        + "as ulimit -v or systemd's LimitAS="
    case .readersFull: "all reader slots are taken"
    case .tablesFull: "more tables than the environment was opened for"
    case .transactionTooLarge: "the write transaction is too large"
    case .transactionFailed: "an earlier operation of this transaction failed; abort it"
    case .badTable: "the table is of another kind or was dropped"
    case .truncated(let found, let expected):
      "the data file is truncated: \(found) bytes are there, \(expected) are expected"
    case .notLMDB: "not an LMDB data file"
    case .foreignVersion(let found, let expected):
      "the data file has LMDB format \(found), this program reads \(expected)"
    case .damagedMetaPage(let page): "meta page \(page) of the data file is damaged"
    case .damagedPage(let page): "page \(page) of the data file is damaged"
    case .corrupted: "a page of the data file is damaged"
    case .alreadyOpenInProcess: "this process has it open already"
    case .usedAfterFork: "was opened before this process was forked off"
    case .writeAlreadyOpenOnThread: "this thread has a write transaction open already"
    case .readPastDeadline(let age): "a read transaction was used \(age) after it began"
    case .readOnly: "opened for reading only"
    case .notPermitted: "the operating system refused access"
    case .busy: "in use by another process"
    case .interrupted: "was interrupted"
    case .other: "failed"
    }
  }
}

extension LMDBError {
  /// Whether the file system is full: writes are refused, reading goes on, writing may resume.
  public var isDiskFull: Bool { code == .diskFull }

  /// Whether the device failed: stop writing for good, the outcome of the last write is unknown.
  public var isInputOutputError: Bool { code == .inputOutput || code == .fatal }

  /// Whether the stored bytes are damaged, foreign or cut short, so that a repair is needed.
  public var isDamage: Bool {
    switch code {
    case .damagedPage, .corrupted, .malformedKey: true
    default: isUnopenable
    }
  }

  /// Whether the file as a whole is cut short, foreign, or without a head to begin at.
  public var isUnopenable: Bool {
    switch code {
    case .truncated, .notLMDB, .foreignVersion, .damagedMetaPage: true
    default: false
    }
  }
}
