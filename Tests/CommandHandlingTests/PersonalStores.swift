import Glibc
import PersonalData
import TestSupport

extension TemporaryDirectory {
  /// The directory's personal store, under a key beside its data.
  func personalStore() throws -> PersonalStore {
    let key = "\(path)/key"
    if access(key, F_OK) != 0 { try KeyEncryptionKey.create(at: key) }
    make("data")
    return try PersonalStore(dataDirectory: "\(path)/data", key: .file(key))
  }
}
