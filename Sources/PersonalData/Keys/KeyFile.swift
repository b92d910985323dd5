internal import EventModel
internal import Files
internal import Glibc

/// The file that holds the key-encryption key, and its neighbours while a new generation is made.
///
/// | name | what |
/// |---|---|
/// | `<path>` | the key |
/// | `<path>.next` | the next generation, until the store has switched to it |
/// | `<path>.retired` | the last generation, until it is destroyed |
/// | `<path>.erased` | the erasure list |
struct KeyFile {
  let path: String

  var next: String { path + ".next" }
  var retired: String { path + ".retired" }
  var erasureList: String { path + ".erased" }

  /// Reads the key; `nil` when there is no file.
  ///
  /// - Throws: `.keyFileExposed`, `.keyMalformed`.
  func read(_ path: String) throws(PersonalDataError) -> KeyEncryptionKey? {
    guard
      let (bytes, mode) = try FileAccess.read(path, limit: PersonalDataLimits.keyFileByteCount)
    else { return nil }
    guard mode & 0o077 == 0 else {
      throw PersonalDataError(
        .keyFileExposed,
        "the key file must be readable by its owner only; run chmod 600 and consider the key known",
        at: path)
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }
    let isAncestor = { (line: Substring) in line.hasPrefix(Self.ancestorWord) }
    var key = try KeyEncryptionKey(text: lines.filter { !isAncestor($0) }.joined(), at: path)
    for line in lines where isAncestor(line) {
      guard let seal = StoreSeal(text: line.dropFirst(Self.ancestorWord.count)) else {
        throw PersonalDataError(
          .keyMalformed, "an ancestor is a generation, a colon, and 16 bytes as hex digits",
          at: path)
      }
      key.ancestors.append(seal)
    }
    return key
  }

  /// What a line begins with that names an earlier generation.
  private static let ancestorWord = "ancestor "

  static func text(_ key: KeyEncryptionKey) -> [UInt8] {
    let ancestors = key.ancestors.map { "\(ancestorWord)\($0.text)\n" }.joined()
    return Array(
      """
      # Concord's key-encryption key. Whoever has it and the data can read personal data;
      # without it they are lost. Keep it apart from the data and their backups.
      \(key.secretText())
      \(ancestors)
      """.utf8)
  }

  /// Refuses a key file inside the data directory, whose backups would carry it along.
  func checkIsOutside(_ dataDirectory: String) throws(PersonalDataError) {
    guard let data = File.resolved(dataDirectory) else { return }
    // The file itself besides: its name may be a link.
    for place in [File.resolved(Directory.parent(of: path)), File.resolved(path)] {
      guard let place, place == data || place.hasPrefix(data + "/") else { continue }
      throw PersonalDataError(
        .keyInsideData, "the key file must lie outside the data directory \(dataDirectory)",
        at: path)
    }
  }

  /// Ends what a killed change of generation left behind, and gives the store's key.
  ///
  /// The store's own generation decides: the change took place when the store had switched.
  func settle(_ seal: StoreSeal?, store: StoreID) throws(PersonalDataError) -> KeyEncryptionKey? {
    func fits(_ key: KeyEncryptionKey?) -> Bool {
      guard let key, let seal else { return false }
      return seal.fits(key, store: store)
    }
    let key = try read(path)
    if fits(key) {
      try FileAccess.destroy(next)
      try FileAccess.destroy(retired)
      return key
    }
    guard let following = try readNext(), fits(following) else { return key }
    if key != nil { try retire() }
    try adoptNext()
    try FileAccess.destroy(retired)
    return following
  }

  /// The store's key, also where a killed change of generation left it under another name; ends nothing.
  func key(fitting seal: StoreSeal?, store: StoreID) throws(PersonalDataError) -> KeyEncryptionKey?
  {
    let key = try read(path)
    guard let seal else { return key }
    if let key, seal.fits(key, store: store) { return key }
    guard let following = try readNext(), seal.fits(following, store: store) else { return key }
    return following
  }

  /// Reads the next generation's key; `nil` where there is none.
  ///
  /// A file that was cut short while it was written never became the store's key. One that can't be read
  /// may be it: nothing is decided then.
  private func readNext() throws(PersonalDataError) -> KeyEncryptionKey? {
    do throws(PersonalDataError) { return try read(next) } catch {
      if error.code == .keyMalformed { return nil }
      throw error
    }
  }

  /// Refuses to begin a new generation where the name is a link: what would be retired and destroyed is
  /// the link, and the old key would stay.
  func requireNoLink() throws(PersonalDataError) {
    guard let file = File.resolved(path), let folder = File.resolved(Directory.parent(of: path)),
      let name = path.split(separator: "/").last
    else { return }
    guard file == (folder == "/" ? "" : folder) + "/" + name else {
      throw PersonalDataError(
        .keyGeneration,
        "the key file is a link, and the old key would outlive it; name \(file) itself, "
          + "with its erasure list beside it", at: path)
    }
  }

  /// Takes the key file's name from the old generation.
  func retire() throws(PersonalDataError) { try FileAccess.rename(path, to: retired) }

  /// Makes the next generation's file the key file.
  func adoptNext() throws(PersonalDataError) { try FileAccess.rename(next, to: path) }
}

extension KeyEncryptionKey {
  /// Makes a key file with a new random key of generation 1, readable by its owner only.
  ///
  /// - Throws: `.keyFileExists`; what the operating system reported.
  @discardableResult
  public static func create(at path: String) throws(PersonalDataError) -> KeyEncryptionKey {
    let key = generate()
    do throws(PersonalDataError) {
      try FileAccess.create(path, KeyFile.text(key))
    } catch {
      guard error.code == .file(errno: EEXIST) else { throw error }
      throw PersonalDataError(
        .keyFileExists, "there is a key file already; it is never overwritten", at: path)
    }
    return key
  }
}
