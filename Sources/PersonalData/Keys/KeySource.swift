/// Where the key-encryption key comes from.
public enum KeySource: Sendable {
  /// A file outside the data directory; the erasure list is kept beside it.
  case file(String)
  /// The text of the variable ``KeyEncryptionKey/variableName``, and where to keep the erasure list.
  case environment(String, erasureList: String?)
  /// No key: parts can't be read or written, erasing works.
  case none

  /// The file if one is named, else the environment's variable, else none.
  public static func find(
    file: String?, environment: [String: String]
  ) -> KeySource {
    if let file { return .file(file) }
    if let text = environment[KeyEncryptionKey.variableName] {
      return .environment(text, erasureList: environment[KeyEncryptionKey.variableName + "_ERASED"])
    }
    return .none
  }

  /// Refuses a source that can't give a key, before anything is written.
  func check(_ dataDirectory: String) throws(PersonalDataError) {
    switch self {
    case .none: return
    case .environment(let text, _):
      _ = try KeyEncryptionKey(text: text, at: KeyEncryptionKey.variableName)
    case .file(let path):
      let file = KeyFile(path: path)
      try file.checkIsOutside(dataDirectory)
      // A change of generation that was killed may have left the next key only.
      guard try file.read(path) == nil, !FileAccess.exists(file.next) else { return }
      throw .keyFileMissing(at: path)
    }
  }

  /// The key for a store, for who looks at it and changes nothing; `nil` where none was given.
  ///
  /// - Throws: `.keyFileMissing`, `.keyFileExposed`, `.keyMalformed`.
  func key(
    fitting seal: StoreSeal?, store: StoreID
  ) throws(PersonalDataError) -> KeyEncryptionKey? {
    switch self {
    case .none: return nil
    case .environment(let text, _):
      return try KeyEncryptionKey(text: text, at: KeyEncryptionKey.variableName)
    case .file(let path):
      guard let key = try KeyFile(path: path).key(fitting: seal, store: store) else {
        throw .keyFileMissing(at: path)
      }
      return key
    }
  }

  var keyFile: KeyFile? {
    if case .file(let path) = self { KeyFile(path: path) } else { nil }
  }

  var erasureList: String? {
    switch self {
    case .file(let path): KeyFile(path: path).erasureList
    case .environment(_, let erasureList): erasureList
    case .none: nil
    }
  }
}

extension PersonalDataError {
  /// The key was to be in a file that isn't there.
  static func keyFileMissing(at path: String) -> PersonalDataError {
    PersonalDataError(
      .keyFileMissing, "the key-encryption key's file is not there", at: path)
  }
}
