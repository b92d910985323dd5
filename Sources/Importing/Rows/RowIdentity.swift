internal import struct Crypto.SHA256
public import EventModel

/// A row of one file, for ever: the same row of the same bytes, imported as the same kind.
public struct RowIdentity: Hashable, Sendable {
  /// SHA-256 of the file's bytes.
  public let file: Digest
  /// The kind's name.
  public let kind: String
  /// The row, from 1, blank ones and the header not counted.
  public let row: Int

  /// A row.
  public init(file: Digest, kind: String, row: Int) {
    self.file = file
    self.kind = kind
    self.row = row
  }

  /// The id of one of its commands.
  public func commandID(_ ordinal: Int) -> CommandID {
    CommandID(prefixOf: hash("command \(ordinal)"))
  }

  /// The stream of an entity that has no number of its own.
  public func stream(_ category: StreamCategory) -> StreamName {
    let id = hexText(hash(category.text).prefix(16))
    guard let stream = try? category.stream(id) else {
      preconditionFailure("hex digits fit a stream's name")
    }
    return stream
  }

  // Text with line breaks between its parts: none of them can hold one.
  private func hash(_ purpose: String) -> [UInt8] {
    let text = "concord import\n\(kind)\n\(file)\n\(row)\n\(purpose)"
    return Array(SHA256.hash(data: Array(text.utf8)))
  }
}
