/// How a file writes its characters.
public enum TextEncoding: String, Sendable, CaseIterable {
  /// UTF-8, with or without a byte order mark.
  case utf8 = "utf-8"
  /// GB 18030, which holds GBK and GB 2312: what spreadsheets write in China.
  case gb18030
  /// UTF-16 with its least byte first, as "Unicode text" of a spreadsheet.
  case utf16LittleEndian = "utf-16le"
  /// UTF-16 with its greatest byte first.
  case utf16BigEndian = "utf-16be"

  /// The name that `iconv` knows.
  var systemName: String {
    switch self {
    case .utf8: "UTF-8"
    case .gb18030: "GB18030"
    case .utf16LittleEndian: "UTF-16LE"
    case .utf16BigEndian: "UTF-16BE"
    }
  }

  /// The encoding that a file's first bytes name.
  init?(mark bytes: some Collection<UInt8>) {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      self = .utf8
    } else if bytes.starts(with: [0xFF, 0xFE]) {
      self = .utf16LittleEndian
    } else if bytes.starts(with: [0xFE, 0xFF]) {
      self = .utf16BigEndian
    } else if bytes.starts(with: [0x84, 0x31, 0x95, 0x33]) {
      self = .gb18030
    } else {
      return nil
    }
  }
}
