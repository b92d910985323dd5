internal import Glibc

/// Turns the bytes of a file, chunk by chunk, into UTF-8 without a byte order mark.
///
/// Bytes that are no text become U+FFFD, so that the cell they stand in is refused and no other.
public final class TextDecoder {
  private let converter: iconv_t?
  /// Bytes of a character whose rest isn't here yet.
  private var rest: [UInt8] = []
  private var isAtStart = true
  /// The first bytes, while they may be the beginning of a byte order mark.
  private var pendingMark: [UInt8] = []

  /// A decoder.
  ///
  /// - Throws: ``SheetProblem`` when the system has no table for the encoding.
  public init(_ encoding: TextEncoding) throws(SheetProblem) {
    guard encoding != .utf8 else {
      converter = nil
      return
    }
    let opened = iconv_open("UTF-8", encoding.systemName)
    // iconv_open says no with a pointer of -1.
    guard let opened, Int(bitPattern: opened) != -1 else {
      throw SheetProblem(
        "this system can't read \(encoding.systemName): its gconv tables are missing; save the file "
          + "as UTF-8")
    }
    converter = opened
  }

  deinit {
    if let converter { iconv_close(converter) }
  }

  /// The UTF-8 of a chunk; a character that is cut at its end comes with the next.
  public func decode(_ chunk: some Collection<UInt8>) -> [UInt8] {
    withoutMark(converter == nil ? Array(chunk) : converted(rest + chunk, isEnd: false))
  }

  /// What is left: a character that was cut short.
  public func finish() -> [UInt8] {
    converter == nil ? [] : converted(rest, isEnd: true)
  }

  private func withoutMark(_ bytes: [UInt8]) -> [UInt8] {
    guard isAtStart else { return bytes }
    let whole = pendingMark + bytes
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    if whole.count < mark.count, mark.starts(with: whole) {
      pendingMark = whole
      return []
    }
    isAtStart = false
    pendingMark = []
    return whole.starts(with: mark) ? Array(whole.dropFirst(mark.count)) : whole
  }

  private func converted(_ bytes: [UInt8], isEnd: Bool) -> [UInt8] {
    guard let converter, !bytes.isEmpty else { return [] }
    var input = bytes
    // GB 18030 grows by half at most; a bad byte becomes three.
    var output = [UInt8](repeating: 0, count: input.count * 3 + 16)
    var consumed = 0
    var produced = 0
    while consumed < input.count {
      let code = input.withUnsafeMutableBytes { from in
        output.withUnsafeMutableBytes { into in
          // SAFETY: both pointers stay within their buffers, iconv moves them by what it used, and the
          // buffers outlive the call.
          var inPointer = from.baseAddress?.advanced(by: consumed)
            .assumingMemoryBound(to: CChar.self)
          var inLeft = from.count - consumed
          var outPointer = into.baseAddress?.advanced(by: produced)
            .assumingMemoryBound(to: CChar.self)
          var outLeft = into.count - produced
          let result = iconv(converter, &inPointer, &inLeft, &outPointer, &outLeft)
          consumed = from.count - inLeft
          produced = into.count - outLeft
          return result == -1 ? errno : 0
        }
      }
      if code == 0 { break }
      if code == EINVAL, !isEnd { break }
      // One bad byte, or a character cut short at the end: replaced, and on with the next byte.
      for byte in [0xEF, 0xBF, 0xBD] as [UInt8] {
        output[produced] = byte
        produced += 1
      }
      consumed += 1
    }
    rest = Array(input.dropFirst(consumed))
    return Array(output.prefix(produced))
  }
}
