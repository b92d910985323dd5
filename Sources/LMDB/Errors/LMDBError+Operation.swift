extension LMDBError {
  /// What was being done; the raw value is the C function's name, or our own check's.
  public enum Operation: String, Sendable, Hashable {
    /// Reading the meta pages before the environment is opened.
    case checkDataFile = "data file check"
    /// Reading all pages without LMDB.
    case verifyPages = "page check"
    /// Making the directory and an empty data file.
    case create = "creation"
    /// The register of environments that are open in this process.
    case register = "register of open environments"
    /// The mark that tells a forked child from its parent.
    case forkCheck = "fork check"
    /// The deadline of a read transaction.
    case deadlineCheck = "deadline check"
    /// The check that enough address space is left.
    case addressSpaceCheck = "address space check"
    /// Decoding a stored key.
    case decodeKey = "key decoding"
    /// Making the environment handle.
    case environmentCreate = "mdb_env_create"
    /// Setting the environment's limits.
    case environmentConfigure = "mdb_env_set"
    /// Opening the environment.
    case environmentOpen = "mdb_env_open"
    /// Asking for the environment's figures.
    case environmentInformation = "mdb_env_info"
    /// Copying the environment.
    case environmentCopy = "mdb_env_copyfd2"
    /// Flushing the environment.
    case environmentSync = "mdb_env_sync"
    /// Freeing the slots of readers that died.
    case readerCheck = "mdb_reader_check"
    /// Beginning a transaction.
    case begin = "mdb_txn_begin"
    /// Taking a new snapshot with a read transaction.
    case renew = "mdb_txn_renew"
    /// Committing.
    case commit = "mdb_txn_commit"
    /// Opening a table.
    case openTable = "mdb_dbi_open"
    /// Reading a value.
    case get = "mdb_get"
    /// Storing a value.
    case put = "mdb_put"
    /// Deleting an entry.
    case delete = "mdb_del"
    /// Emptying or deleting a table.
    case drop = "mdb_drop"
    /// Asking for a table's figures.
    case statistics = "mdb_stat"
    /// Opening a cursor.
    case cursorOpen = "mdb_cursor_open"
    /// Moving a cursor.
    case cursorGet = "mdb_cursor_get"
    /// Storing through a cursor.
    case cursorPut = "mdb_cursor_put"
  }
}
