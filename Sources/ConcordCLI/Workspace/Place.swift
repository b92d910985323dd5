import EventLog
import Files
import Glibc
import PersonalData

/// Where the parts of a data directory are.
struct Place: Sendable {
  /// The data directory.
  let path: String

  /// The read models.
  var views: String { path + "/views" }
  /// The personal parts.
  var personal: String { PersonalStore.directory(in: path) }
  /// The log's file, in its directory.
  var log: String { DataDirectory(path: path).log }
  /// There while an operator's word stands that the wall clock is right.
  var clockAccepted: String { DataDirectory(path: path).clockAccepted }
  /// The key-encryption key, unless another file is named.
  var defaultKey: String { path + ".key" }

  /// Whether a log is there.
  var hasLog: Bool { exists(log) }

  /// Refuses a directory that `concord backup` made: written to, it could be restored no more.
  func refuseBackup() throws(Failure) {
    try refuseUnfinished()
    guard exists(BackupNote.path(in: path)) else { return }
    throw Failure(
      .inputOutput,
      "\(path) is a backup, which stays as it is: make a data directory of it with: "
        + "concord restore \(path) NEW-DIRECTORY")
  }

  /// Where the key-encryption key comes from.
  func key(_ options: KeyOptions) -> KeySource {
    if options.isWithoutKey { return .none }
    if let file = options.file { return .file(file) }
    if let text = environmentVariable(KeyEncryptionKey.variableName) {
      return KeySource.find(
        file: nil,
        environment: [
          KeyEncryptionKey.variableName: text,
          KeyEncryptionKey.variableName + "_ERASED":
            environmentVariable(KeyEncryptionKey.variableName + "_ERASED") ?? path + ".erased",
        ])
    }
    return .file(defaultKey)
  }

  /// Where the key-encryption key comes from for who can do without: nowhere where the one that nobody
  /// named isn't there.
  func presentKey(_ options: KeyOptions) throws(Failure) -> KeySource {
    let source = key(options)
    // A change of generation that was killed may have left the next one only.
    guard case .file(let path) = source, !exists(path), !exists(path + ".next") else {
      return source
    }
    guard options.file == nil else { throw Failure(.inputOutput, "\(path) is not there") }
    return .none
  }

  /// As ``presentKey(_:)``, for who only looks: nowhere also where the one that nobody named is not for
  /// this user to read.
  func readableKey(_ options: KeyOptions) throws(Failure) -> KeySource {
    let source = try presentKey(options)
    guard options.file == nil, case .file(let path) = source else { return source }
    let isClosed = [path, path + ".next"].contains { (file: String) in
      access(file, R_OK) != 0 && errno == EACCES
    }
    return isClosed ? .none : source
  }
}

/// Whether something is at a path.
func exists(_ path: String) -> Bool { File.exists(path) }
