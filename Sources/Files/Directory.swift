internal import Glibc

/// What is done with directories, so that it survives a power cut.
package enum Directory {
  /// Makes a directory that only its owner can look into, unless it is there.
  ///
  /// - Returns: whether it was made.
  @discardableResult
  package static func make(_ path: String) throws(FileError) -> Bool {
    if mkdir(path, 0o700) == 0 {
      try flush(holding: path)
      return true
    }
    guard errno == EEXIST else { throw FileError(.makeDirectory, path) }
    return false
  }

  /// The directory that a path's last name stands in.
  package static func parent(of path: String) -> String {
    var path = path[...]
    while path.count > 1, path.last == "/" { path.removeLast() }
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The names in a directory, sorted; `nil` when it isn't there.
  package static func names(in path: String) throws(FileError) -> [String]? {
    guard let directory = opendir(path) else {
      if errno == ENOENT { return nil }
      throw FileError(.listDirectory, path)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      // SAFETY: an entry is valid until the next one is read.
      let name = name(of: UnsafePointer(entry))
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The name of an entry, which is only as long as its name, not as its type: what lies behind may belong
  /// to nobody.
  static func name(of entry: UnsafePointer<dirent>) -> String {
    guard let name = entry.pointer(to: \.d_name) else {
      preconditionFailure("an entry of a directory keeps its name elsewhere")
    }
    // SAFETY: the name ends with a zero, and nothing behind that is read.
    return String(cString: UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self))
  }

  /// Makes what was made, renamed or deleted in a directory survive a power cut.
  package static func flush(_ path: String) throws(FileError) {
    try File(path, O_RDONLY | O_DIRECTORY).flush()
  }

  /// Makes the name of a file or directory survive a power cut.
  package static func flush(holding path: String) throws(FileError) {
    try flush(parent(of: path))
  }

  /// Deletes a directory and these files in it; nothing where it holds any other.
  package static func remove(
    _ path: String, withNothingBut files: [String]
  ) throws(FileError) {
    let known = Set(files)
    guard let names = try names(in: path), names.allSatisfy({ known.contains(path + "/" + $0) })
    else { return }
    for file in files where unlink(file) != 0 && errno != ENOENT {
      throw FileError(.delete, file)
    }
    // Refused where something came into it meanwhile.
    guard rmdir(path) == 0 else { throw FileError(.removeDirectory, path) }
  }

  /// Deletes a directory and all below it; nothing happens where there is none.
  ///
  /// A link is deleted, not followed.
  package static func remove(_ path: String) throws(FileError) {
    for name in try names(in: path) ?? [] {
      let inner = path + "/" + name
      if unlink(inner) == 0 || errno == ENOENT { continue }
      guard errno == EISDIR || errno == EPERM else { throw FileError(.delete, inner) }
      try remove(inner)
    }
    guard rmdir(path) == 0 || errno == ENOENT else { throw FileError(.removeDirectory, path) }
  }
}
