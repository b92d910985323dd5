internal import CLMDB

extension Environment {
  /// The figures of an environment at one moment.
  public struct Information: Sendable, Hashable {
    /// Bytes a page.
    public let pageByteCount: Int
    /// The highest page number that was ever used.
    public let lastPage: Int
    /// The id of the last committed transaction.
    public let lastTransactionID: UInt64
    /// Bytes of address space reserved: the largest size the file can reach.
    public let reservedByteCount: Int

    /// Pages that were ever used; freed ones are among them and used again first.
    public var usedPageCount: Int { lastPage + 1 }
    /// Bytes of those pages.
    public var usedByteCount: Int { usedPageCount * pageByteCount }
    /// Bytes of address space that were never used.
    public var freeAddressSpaceByteCount: Int { max(0, reservedByteCount - usedByteCount) }
  }

  /// The environment's figures now.
  ///
  /// - Complexity: O(1).
  public func information() throws(LMDBError) -> Information {
    try checkNotForked()
    var information = MDB_envinfo()
    var statistics = MDB_stat()
    for result in [mdb_env_info(handle, &information), mdb_env_stat(handle, &statistics)] {
      guard result == 0 else { throw failure(result, .environmentInformation) }
    }
    return Information(
      pageByteCount: Int(statistics.ms_psize), lastPage: information.me_last_pgno,
      lastTransactionID: UInt64(information.me_last_txnid),
      reservedByteCount: information.me_mapsize)
  }

  /// Refuses while there is still room, so that a full map is never met in the middle of a write.
  ///
  /// - Throws: `.addressSpaceNearlyFull` when less than `byteCount` was never used.
  /// - Complexity: O(1).
  public func requireFreeAddressSpace(byteCount: Int) throws(LMDBError) {
    let free = try information().freeAddressSpaceByteCount
    guard free >= byteCount else {
      throw failure(
        .addressSpaceNearlyFull(freeByteCount: free, requiredByteCount: byteCount),
        .addressSpaceCheck)
    }
  }
}
