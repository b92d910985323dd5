import Cooperation
import Files
import Glibc

extension MatchWeights {
  private static let fileByteLimit = 1 << 20

  /// Reads weights from a file.
  ///
  /// - Throws: ``Failure`` that names the file and, where one is to blame, the line.
  init(file path: String) throws(Failure) {
    let contents: (bytes: [UInt8], status: FileStatus)?
    do throws(FileError) {
      contents = try File.contents(of: path, limit: Self.fileByteLimit)
    } catch {
      guard error.code != EINVAL else { throw Failure(.inputOutput, "\(path) is no file") }
      throw .system("read", path, error.code)
    }
    guard let contents else { throw .system("read", path, ENOENT) }
    do throws(MatchWeightsError) {
      self = try MatchWeights(validating: String(decoding: contents.bytes, as: UTF8.self))
    } catch {
      throw Failure(.usage, "\(path): \(error)")
    }
  }

  /// Whether both have the same name and version, so that a search can't choose between them.
  func isCalled(as other: MatchWeights) -> Bool {
    algorithm == other.algorithm && version == other.version
  }
}
