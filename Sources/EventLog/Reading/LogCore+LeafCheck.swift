internal import EventModel
internal import MerkleTree
internal import Synchronization

extension LogCore {
  /// Whether a record read is held against its hash.
  enum LeafCheck {
    /// Each record is, before anyone sees it.
    case leaf
    /// For who checks otherwise, or measures.
    case none
  }

  /// Refuses a record that is not what was appended.
  ///
  /// - Parameter expected: the hash that the tiles have for it.
  /// - Complexity: one hash; more only where they differ
  @inline(__always)
  func check(
    _ record: RawSpan, at position: Position, against expected: TreeHash
  ) throws(EventLogError) {
    let computed = TreeHash.leafHash(of: record)
    if computed != expected { try arbitrate(computed, at: position) }
  }

  /// Decides who is wrong, the tile or the record, and mends the tile if it is.
  ///
  /// The root is the judge: it was computed when the records were appended and is stored beside
  /// them. If the record's hash leads to it, then the record is right.
  private func arbitrate(_ computed: TreeHash, at position: Position) throws(EventLogError) {
    // Mended since the hash was read, with its neighbours.
    if try tiles.leafHash(at: position.number) == computed { return }
    let head = self.head
    if try leads(computed, at: position, to: head, by: tiles) {
      if try tiles.mend([computed], from: position.number) > 0 {
        options.onNotice("mended the hash of position \(position) in \(directory.tiles)")
      }
      return
    }
    // Its neighbours' hashes may be damaged too: take them from the records.
    let (first, hashes) = try leavesOfTile(with: position, below: head.size)
    let mended = MendedTiles(tiles: tiles, first: first, leaves: hashes)
    guard try leads(computed, at: position, to: head, by: mended) else {
      throw foundCorrupt(position, "its bytes are not what its hash says")
    }
    let count = try tiles.mend(hashes, from: first)
    guard count > 0 else { return }
    options.onNotice("mended \(count) hashes from position \(first) on in \(directory.tiles)")
  }

  /// Remembers a record that is not what was appended, so that who asks whether all is well is told.
  ///
  /// - Returns: what whoever met it is told.
  func foundCorrupt(_ position: Position, _ reason: String) -> EventLogError {
    let error = EventLogError.corrupt(position, reason)
    corruption.withLock { $0 = $0 ?? error }
    return error
  }

  private func leads<Tiles: TileReader>(
    _ computed: TreeHash, at position: Position, to head: TreeHead, by tiles: Tiles
  ) throws(EventLogError) -> Bool where Tiles.Failure == EventLogError {
    let proof: InclusionProof
    do throws(ProvingError<EventLogError>) {
      proof = try tiles.proveInclusion(ofLeaf: position.number, inTreeOfSize: head.size)
    } catch {
      // What can't be read says nothing against the record.
      if case .unreadable(_, let cause) = error, !cause.isOfContents { throw cause }
      return false
    }
    return (try? proof.verify(leafHash: computed, in: head)) != nil
  }

  private func leavesOfTile(
    with position: Position, below size: UInt64
  ) throws(EventLogError) -> (first: UInt64, hashes: [TreeHash]) {
    let first = position.number / UInt64(Tile.fullWidth) * UInt64(Tile.fullWidth)
    var hashes: [TreeHash] = []
    let snapshot = try records.snapshot()
    for index in first..<min(first + UInt64(Tile.fullWidth), size) {
      hashes.append(
        try records.withRecord(at: Position(index), in: snapshot) { TreeHash.leafHash(of: $0) })
    }
    return (first, hashes)
  }
}

/// The tiles as they would be if some leaves' hashes were what the records say.
private struct MendedTiles: TileReader {
  let tiles: TileStore
  let first: UInt64
  let leaves: [TreeHash]

  var treeSize: UInt64 { tiles.treeSize }

  func hashes(in tile: Tile) throws(EventLogError) -> [TreeHash] {
    guard tile.level == 0, tile.hashRange.lowerBound == first else {
      return try tiles.hashes(in: tile)
    }
    return Array(leaves.prefix(tile.width))
  }
}
