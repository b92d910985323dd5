/// Every bound of the personal store, in one place.
public enum PersonalDataLimits {
  /// A part's greatest plaintext, in bytes: 64 KiB.
  public static let partByteCount = 65_536
  /// The most parts a command may bring.
  public static let partsPerCommand = 64
  /// The most commands one batch may prepare.
  public static let commandsPerBatch = 4_096
  /// A part name's greatest length in bytes.
  public static let partNameByteCount = 64
  /// A look-up text's greatest length in bytes.
  public static let lookUpByteCount = 256
  /// The most look-ups one subject may have.
  public static let lookUpsPerSubject = 16
  /// The greatest key file, in bytes.
  public static let keyFileByteCount = 1 << 20
  /// The greatest generation number of a key-encryption key.
  public static let keyGeneration = 1_000_000
  /// Rows a commit, while a new generation is written.
  static let rowsPerCopyCommit = 10_000
}
