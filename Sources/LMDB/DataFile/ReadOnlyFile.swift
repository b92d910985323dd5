internal import Files
internal import Glibc

/// An open data file that is only read, by position.
struct ReadOnlyFile: ~Copyable, Sendable {
  private let file: File
  private let place: LMDBError.Place

  /// Opens a file, `nil` where there is none.
  init?(path: String, at place: LMDBError.Place) throws(LMDBError) {
    do throws(FileError) { file = try File(path, O_RDONLY) } catch {
      if error.code == ENOENT { return nil }
      throw LMDBError(cCode: error.code, .checkDataFile, at: place)
    }
    self.place = place
  }

  var descriptor: Int32 { file.descriptor }

  func byteCount() throws(LMDBError) -> Int { Int(try status().byteCount) }

  func identity() throws(LMDBError) -> FileIdentity {
    let status = try status()
    return FileIdentity(device: status.device, inode: status.inode)
  }

  private func status() throws(LMDBError) -> FileStatus {
    do throws(FileError) { return try file.status() } catch {
      throw LMDBError(cCode: error.code, .checkDataFile, at: place)
    }
  }

  /// All the bytes of a page, or of some of one.
  func page(_ count: Int, at offset: Int) throws(TreePage.Unreadable) -> [UInt8] {
    let bytes: [UInt8]
    do throws(LMDBError) { bytes = try read(count, at: offset) } catch {
      throw TreePage.Unreadable(cause: error)
    }
    guard bytes.count == count else { throw TreePage.Unreadable() }
    return bytes
  }

  /// The bytes from `offset` on; fewer than `count` only at the end of the file.
  func read(_ count: Int, at offset: Int) throws(LMDBError) -> [UInt8] {
    do throws(FileError) { return try file.read(count, at: UInt64(offset)) } catch {
      throw LMDBError(cCode: error.code, .checkDataFile, at: place)
    }
  }
}
