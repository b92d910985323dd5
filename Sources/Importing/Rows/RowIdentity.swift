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

  /// The file's digest in hex: each of a row's ids is made with it.
  let fileText: String

  /// A row.
  public init(file: Digest, kind: String, row: Int) {
    self.init(file: file, fileText: file.description, kind: kind, row: row)
  }

  /// A row of a file whose digest is spelt out already.
  public init(file: Digest, fileText: String, kind: String, row: Int) {
    self.file = file
    self.fileText = fileText
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
    let text = "concord import\n\(kind)\n\(fileText)\n\(row)\n\(purpose)"
    return Array(SHA256.hash(data: Array(text.utf8)))
  }
}
