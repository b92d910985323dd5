internal import Files
internal import LMDB
internal import Synchronization

extension PersonalStore {
  /// Begins a new generation of the key-encryption key, which completes all erasures so far.
  ///
  /// Every subject key is wrapped anew, the look-up table is hashed under a new key, and all living
  /// rows are written into a fresh copy, so that no freed page comes along. Then the old copy and
  /// the old key are overwritten and deleted. A process killed in between is finished or undone at
  /// the next open. Older backups can be restored without personal parts only.
  ///
  /// - Returns: The new key, which is in the key file.
  /// - Throws: `.keyMissing`, `.partsUnavailable`; `.keyGeneration` when the key came from the
  ///   environment, where the new one must be made and kept first; `.backupRunning`; `.corrupt`;
  ///   `.unfinishedRotation` when the change took place but something old is still there.
  /// - Complexity: O(rows); writing waits all the while, reading doesn't.
  @discardableResult
  public func rotate() throws(PersonalDataError) -> KeyEncryptionKey {
    guard source.keyFile != nil else {
      throw PersonalDataError(
        .keyGeneration,
        "the key is not in a file: make the next one, keep it safe, and hand it in", at: directory)
    }
    guard case .ready(let generation) = availability else {
      _ = try read { live throws(PersonalDataError) in try live.requireKeys() }
      throw PersonalDataError(.keyMissing, "the store has no key-encryption key", at: directory)
    }
    let key = KeyEncryptionKey.generate(generation: generation + 1)
    try rotate(to: key)
    return key
  }

  /// Begins a new generation with a key that the caller has made and, where it isn't in a file,
  /// keeps safe.
  ///
  /// - Throws: As ``rotate()``; `.keyGeneration` when the key's isn't later than the store's.
  public func rotate(to key: KeyEncryptionKey) throws(PersonalDataError) {
    try maintenance.withLock { _ throws(PersonalDataError) in
      try write { live throws(PersonalDataError) in
        let ring = try live.requireKeys()
        guard key.generation > live.generation else {
          throw PersonalDataError(
            .keyGeneration,
            "the new key has generation \(key.generation), the store is at \(live.generation)",
            at: directory)
        }
        try beginGeneration(key, from: live, carrying: ring, source.keyFile)
      }
    }
  }

  /// Gives up the parts of a restored backup whose key was destroyed, so that new ones are taken.
  ///
  /// Parts, subject keys and look-ups are gone; what commands stored them and who was erased stays.
  ///
  /// - Throws: `.keyGeneration` unless ``availability`` is `.partsUnavailable`.
  public func abandonUnavailableParts() throws(PersonalDataError) {
    try maintenance.withLock { _ throws(PersonalDataError) in
      try write { live throws(PersonalDataError) in
        guard case .partsUnavailable = live.availability, let key = live.key else {
          throw PersonalDataError(
            .keyGeneration, "the personal parts are not of an older generation", at: directory)
        }
        try beginGeneration(key, from: live, carrying: nil, nil)
      }
    }
  }

  private func beginGeneration(
    _ key: KeyEncryptionKey, from live: LiveCopy, carrying ring: KeyRing?, _ file: KeyFile?
  ) throws(PersonalDataError) {
    // The file names no process that only copies: it is shared then.
    let destroyer = try FileLock.take(place.destroyerLock, .exclusive) { _ in
      PersonalDataError(
        .backupRunning, "a backup or verify is reading the store; try again when it is done",
        at: directory)
    }
    defer { withExtendedLifetime(destroyer) {} }
    try file?.requireNoLink()
    let unfinished = place.unfinished(live.number + 1)
    var key = key
    // Parts that are given up are of a generation that the key names already.
    if ring != nil { key.ancestors = live.lineage }
    do throws(PersonalDataError) {
      if let file {
        try FileAccess.destroy(file.next)
        try FileAccess.create(file.next, KeyFile.text(key))
        try interruption(.keyWritten)
      }
      try GenerationWriter(old: live, carrying: ring, key: key)
        .write(to: unfinished, interruption)
      try interruption(.copyWritten)
      try FileAccess.rename(unfinished, to: place.copy(live.number + 1))
    } catch {
      // Where only the flush of the new name failed, the next open may find either copy.
      guard !FileAccess.exists(place.copy(live.number + 1)) else {
        throw PersonalDataError(
          .outcomeUnknown,
          "whether the new key generation holds is unknown (\(error.description)); "
            + "open the store again", at: directory, isOfDevice: error.isOfDevice)
      }
      // What can't be taken back now, the next open takes back.
      try? FileAccess.destroyDirectory(unfinished)
      if let file { try? FileAccess.destroy(file.next) }
      throw error
    }
    try switchTo(key, from: live)
    try destroyGeneration(live, file)
  }

  /// Destroys the old copy and the old key, once the new ones are served.
  private func destroyGeneration(
    _ live: LiveCopy, _ file: KeyFile?
  ) throws(PersonalDataError) {
    do throws(PersonalDataError) {
      try interruption(.switched)
      if let file {
        try file.retire()
        try interruption(.keyRetired)
        try file.adoptNext()
      }
      try interruption(.keyAdopted)
      try FileAccess.destroyDirectory(live.copy.directory)
      try interruption(.oldCopyDestroyed)
      if let file { try FileAccess.destroy(file.retired) }
      try interruption(.oldKeyDestroyed)
    } catch {
      throw PersonalDataError(
        .unfinishedRotation,
        "the new key generation holds, but something of the old one is still there "
          + "(\(error.description)); opening the store again destroys it", at: directory)
    }
  }

  /// Switches to the new copy. If it can't be opened, nothing more may be written to the old one.
  private func switchTo(
    _ key: KeyEncryptionKey, from live: LiveCopy
  ) throws(PersonalDataError) {
    do throws(PersonalDataError) {
      let copy = try StoreCopy(place.copy(live.number + 1))
      replaceLiveCopy(
        try LiveCopy(number: live.number + 1, copy, try copy.meta(), key))
    } catch {
      throw PersonalDataError(
        .outcomeUnknown,
        "the new key generation was written but can't be opened (\(error.description)); "
          + "open the store again", at: directory, isOfDevice: error.isOfDevice)
    }
  }
}
