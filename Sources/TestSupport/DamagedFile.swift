internal import Files
internal import Glibc

/// Files with single bits changed, as a failing disk changes them.
package enum DamagedFile {
  /// Changes a bit wherever some bytes stand in a file, also while others have it open.
  ///
  /// - Parameter place: which byte is changed, of the file's and of where the bytes were found; `nil`
  ///   for none. The second of the bytes unless something is said.
  /// - Returns: how many were changed.
  @discardableResult
  package static func flip(
    _ needle: [UInt8], in path: String,
    at place: (_ bytes: [UInt8], _ start: Int) -> Int? = { _, start in start + 1 }
  ) throws -> Int {
    let file = try File(path, O_RDWR)
    let bytes = try file.read(Int(try file.byteCount()), at: 0)
    var count = 0
    for start in 0..<max(0, bytes.count - needle.count + 1)
    where bytes[start] == needle[0] && bytes[start..<(start + needle.count)].elementsEqual(needle) {
      guard let index = place(bytes, start) else { continue }
      try file.write([bytes[index] ^ 1], at: UInt64(index))
      count += 1
    }
    return count
  }
}
