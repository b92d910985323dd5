/// The steps of erasing and of a change of key generation, each durable before the next.
///
/// Tests end the process at each of them.
package enum StoreStep: String, CaseIterable, Codable, Sendable {
  /// The subjects are in the erasure list.
  case erasureListed
  /// Parts, keys and look-ups are deleted.
  case erasureDone

  /// The new key is in its file, beside the old one.
  case keyWritten
  /// Some tables of the new copy are written.
  case copyHalfWritten
  /// The new copy is written whole, under another name.
  case copyWritten
  /// The new copy has its name: from here on the change took place.
  case switched
  /// The old key has another name, and no file has the key file's.
  case keyRetired
  /// The new key has the key file's name.
  case keyAdopted
  /// The old copy is overwritten and gone.
  case oldCopyDestroyed
  /// The old key is overwritten and gone.
  case oldKeyDestroyed
}
