public import EventModel

/// Why the personal store refuses or fails.
///
/// Equal by code, so that a handler switches over ``code`` and shows ``reason``. Neither a plaintext
/// nor a look-up text nor a key is ever part of it.
public struct PersonalDataError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What went wrong, as far as a caller can act on it.
  public enum Code: Hashable, Sendable {
    /// The key-encryption key isn't the one the store was sealed under.
    case wrongKey
    /// The store was opened without a key-encryption key, and this needs one.
    case keyMissing
    /// The key file isn't there.
    case keyFileMissing
    /// The key file or variable holds no key of 32 bytes with its generation.
    case keyMalformed
    /// The key file can be read by others than its owner.
    case keyFileExposed
    /// The key file lies inside the data directory.
    case keyInsideData
    /// There is a key file already.
    case keyFileExists
    /// A new key's generation isn't later than the store's.
    case keyGeneration
    /// The parts were sealed under an earlier generation, whose key is gone.
    case partsUnavailable(generation: Int)

    /// The subject's personal parts were erased; no new ones are taken.
    case erased(StreamName)
    /// Another command, whose outcome is still open, has reserved the look-up.
    case lookUpReserved
    /// The look-up belongs to another subject.
    case lookUpTaken(by: StreamName)
    /// The command id came before, with other personal parts.
    case commandReused(CommandID)
    /// A part's name or look-up is malformed, or a part is there twice.
    case malformedPart
    /// A bound of ``PersonalDataLimits`` is exceeded.
    case limit

    /// Stored bytes contradict their seal, their commitment or their form.
    case corrupt
    /// The store's file is cut short, or none that could be opened.
    case unopenable
    /// The store was written in a format that this program doesn't know.
    case unknownFormat
    /// The erasure list beside the key can't be read whole.
    case erasureListDamaged
    /// The new generation holds, but something of the old one couldn't be destroyed yet.
    case unfinishedRotation

    /// The log refers to personal parts, but the store that had them isn't there.
    case storeMissing
    /// Another process has the store open.
    case heldElsewhere(process: Int32)
    /// A backup is being taken of what is to be destroyed.
    case backupRunning
    /// What would be read can't be kept from being destroyed meanwhile.
    case notLockable
    /// The file system is full: nothing was written, and writing may resume.
    case diskFull
    /// The device failed: nothing more is written until the store is opened again.
    case outcomeUnknown
    /// The operating system refused a file.
    case file(errno: Int32)
    /// The storage engine failed in another way.
    case storage
  }

  /// What went wrong.
  public let code: Code
  /// One sentence: what is wrong, and what would be right.
  public let reason: String
  /// The file, directory or stream it concerns, where there is one.
  public let place: String?
  /// Whether a device failed, and not something else after which as much is unknown.
  let isOfDevice: Bool

  init(_ code: Code, _ reason: String, at place: String? = nil, isOfDevice: Bool = false) {
    self.code = code
    self.reason = reason
    self.place = place
    self.isOfDevice = isOfDevice
  }

  /// Compares codes.
  public static func == (left: Self, right: Self) -> Bool { left.code == right.code }

  /// Hashes the code.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }

  /// Place and sentence.
  public var description: String { place.map { "\($0): \(reason)" } ?? reason }
}
