import Foundation
import Glibc
import Testing

extension Place {
  /// Writes a file as spreadsheets in China save it, and gives its path.
  func file(_ name: String, gb18030 text: String) throws -> String {
    let converter = iconv_open("GB18030", "UTF-8")
    defer { iconv_close(converter) }
    var input = Array(text.utf8)
    var output = [UInt8](repeating: 0, count: input.count * 2 + 16)
    let count = input.withUnsafeMutableBytes { from in
      output.withUnsafeMutableBytes { into in
        var inPointer = from.baseAddress?.assumingMemoryBound(to: CChar.self)
        var inLeft = from.count
        var outPointer = into.baseAddress?.assumingMemoryBound(to: CChar.self)
        var outLeft = into.count
        return iconv(converter, &inPointer, &inLeft, &outPointer, &outLeft) == 0
          ? into.count - outLeft : -1
      }
    }
    try #require(count >= 0)
    let path = self.path + "/" + name
    try Data(output.prefix(count)).write(to: URL(filePath: path))
    return path
  }

  /// How many events of a type are recorded.
  func count(_ type: String) throws -> Int {
    try Program.run(self, "replay", "--type", type, "--json").output.split(separator: "\n").count
  }
}
