import Files
import PersonalData

// What a new generation of the key-encryption key would close beside what it is for.

extension Place {
  /// Refuses a new generation of a key that is another data directory's own, links resolved.
  ///
  /// The generation destroys the key that it replaces, and only this directory's parts are carried over:
  /// the other's, as those of the data that a backup was taken of, could never be opened again. Where it
  /// can't be told whether the other has any, it is refused too.
  func refuseSharedKey(_ key: KeySource) throws(Failure) {
    guard case .file(let file) = key, file.hasSuffix(".key") else { return }
    let other = Place(path: String(file.dropLast(".key".count)))
    guard exists(other.personal), File.resolved(other.path) != File.resolved(path),
      (try? PersonalStore.exists(in: other.path)) != false
    else { return }
    throw Failure(
      .usage,
      "\(file) is the key of \(other.path) too, whose personal parts a new generation would close for "
        + "good; copy it and \(file).erased to \(defaultKey) and \(defaultKey).erased, and leave out --key"
    )
  }
}
