import TestSupport

@testable import LMDB

extension TemporaryDirectory {
  /// The data file here, to be looked at without LMDB.
  func openDataFile() throws(LMDBError) -> ReadOnlyFile {
    let place = LMDBError.Place(directory: path)
    guard let file = try ReadOnlyFile(path: dataFile, at: place) else {
      throw LMDBError(.notFound, .checkDataFile, at: place)
    }
    return file
  }
}
