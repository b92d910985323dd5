internal import struct Crypto.SHA256
public import EventModel

/// What a file is, found out by one look at all its bytes: its digest, its encoding, its form.
public struct FileSurvey: Sendable {
  /// What was found out.
  public struct Findings: Hashable, Sendable {
    /// SHA-256 of its bytes.
    public let sha256: Digest
    /// How many bytes there are.
    public let byteCount: Int
    /// How it writes its characters.
    public let encoding: TextEncoding
    /// Whether it is NDJSON; else cells with separators.
    public let isJSON: Bool
  }

  private var hash = SHA256()
  private var byteCount = 0
  private var head: [UInt8] = []
  private var isUTF8 = true
  /// Bytes at a chunk's end that may begin a character.
  private var tail: [UInt8] = []

  private static let headByteCount = 4_096
  /// What workbooks begin with: a ZIP archive, or the compound file of before 2007.
  private static let workbookMarks: [[UInt8]] = [
    [0x50, 0x4B, 0x03, 0x04], [0xD0, 0xCF, 0x11, 0xE0],
  ]

  /// A survey that has seen nothing yet.
  public init() {}

  /// Takes in the next bytes.
  ///
  /// - Complexity: O(bytes)
  public mutating func look(at chunk: some Collection<UInt8>) {
    let chunk = Array(chunk)
    hash.update(data: chunk)
    byteCount += chunk.count
    if head.count < Self.headByteCount { head += chunk.prefix(Self.headByteCount - head.count) }
    guard isUTF8 else { return }
    let bytes = tail + chunk
    let cut = Self.incompleteTail(bytes)
    isUTF8 = String(validating: bytes.dropLast(cut), as: UTF8.self) != nil
    tail = bytes.suffix(cut)
  }

  /// What was found out, once all bytes were seen.
  ///
  /// - Parameter said: the encoding that the clerk names.
  public func findings(said: TextEncoding?) throws(SheetProblem) -> Findings {
    guard !Self.workbookMarks.contains(where: head.starts(with:)) else {
      throw SheetProblem(
        "this is an Excel workbook: save it as CSV there (文件 → 另存为 → CSV), and import that file")
    }
    let marked = TextEncoding(mark: head)
    if let said, let marked, said != marked {
      throw SheetProblem("the file begins with the byte order mark of \(marked.rawValue)")
    }
    let encoding = said ?? marked ?? (isUTF8 && tail.isEmpty ? .utf8 : .gb18030)
    let text = try TextDecoder(encoding).decode(head)
    let first = text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    do throws(EventModelError) {
      return Findings(
        sha256: try Digest(Array(hash.finalize())), byteCount: byteCount, encoding: encoding,
        isJSON: first == UInt8(ascii: "{"))
    } catch {
      throw SheetProblem(error.reason)
    }
  }

  /// How many bytes at the end are the beginning of a character.
  private static func incompleteTail(_ bytes: [UInt8]) -> Int {
    for count in 1...3 where count <= bytes.count {
      let byte = bytes[bytes.count - count]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1
      return length > count ? count : 0
    }
    return 0
  }
}
