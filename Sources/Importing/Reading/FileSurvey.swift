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
    /// Why it may write them in another way, in words; `nil` where that is certain.
    public let doubt: String?
    /// Whether it is NDJSON; else cells with separators.
    public let isJSON: Bool
  }

  private var hash = SHA256()
  private var byteCount = 0
  private var head: [UInt8] = []
  private var evidence = EncodingEvidence()

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
    evidence.take(chunk)
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
    let known = said ?? marked
    if known == nil, Self.isWide(head) {
      throw SheetProblem(
        "the file seems to be UTF-16 without a byte order mark: say so with --encoding utf-16le or "
          + "utf-16be, or save it as UTF-8")
    }
    let encoding = known ?? evidence.encoding
    let text = try TextDecoder(encoding).decode(head)
    let first = text.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    do throws(EventModelError) {
      return Findings(
        sha256: try Digest(Array(hash.finalize())), byteCount: byteCount, encoding: encoding,
        doubt: known == nil ? evidence.doubt : nil, isJSON: first == UInt8(ascii: "{"))
    } catch {
      throw SheetProblem(error.reason)
    }
  }

  /// Whether many bytes are zero, as in UTF-16 half of each separator and line's end.
  private static func isWide(_ head: [UInt8]) -> Bool {
    head.count { $0 == 0 } * 50 > head.count
  }
}
