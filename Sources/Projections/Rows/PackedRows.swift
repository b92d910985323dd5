/// Rows of one table as bytes, in the encoding that the digest is taken over.
///
/// A value is one type byte and its content: 0 nothing; 1 a big-endian two's complement number of 8
/// bytes; 2 text, 3 a blob, each with a big-endian length of 4 bytes. `Schemas/digest.md` fixes it.
/// Packed rows are compared as bytes, bound to SQLite without a copy, and cost one buffer for
/// thousands of rows.
struct PackedRows: Sendable {
  private(set) var bytes: [UInt8] = []
  /// Where each row begins.
  private(set) var starts: [Int] = []

  var count: Int { starts.count }
  var isEmpty: Bool { starts.isEmpty }

  func range(of row: Int) -> Range<Int> {
    starts[row]..<(row + 1 < starts.count ? starts[row + 1] : bytes.count)
  }

  mutating func removeAll() {
    bytes.removeAll(keepingCapacity: true)
    starts.removeAll(keepingCapacity: true)
  }

  mutating func beginRow() { starts.append(bytes.count) }

  mutating func append(_ value: SQLValue) {
    switch value {
    case .null: bytes.append(PackedTag.null)
    case .integer(let number): appendInteger(number)
    case .text(var text):
      text.withUTF8 { appendCounted(PackedTag.text, UnsafeRawBufferPointer($0)) }
    case .blob(let blob):
      blob.withUnsafeBytes { appendCounted(PackedTag.blob, $0) }
    }
  }

  mutating func appendNull() { bytes.append(PackedTag.null) }

  mutating func appendInteger(_ number: Int64) {
    bytes.append(PackedTag.integer)
    withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
  }

  mutating func appendCounted(_ tag: UInt8, _ content: UnsafeRawBufferPointer) {
    bytes.append(tag)
    withUnsafeBytes(of: UInt32(content.count).bigEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: content)
  }

  /// Takes over a row of other packed rows.
  mutating func append(_ row: Int, of other: PackedRows) {
    starts.append(bytes.count)
    bytes.append(contentsOf: other.bytes[other.range(of: row)])
  }

  /// Keeps the first rows only.
  mutating func truncate(to count: Int) {
    guard count < starts.count else { return }
    bytes.removeSubrange(starts[count]...)
    starts.removeSubrange(count...)
  }

  /// Whether two rows are the same, byte by byte.
  func isEqual(_ row: Int, to other: PackedRows, _ otherRow: Int) -> Bool {
    bytes[range(of: row)].elementsEqual(other.bytes[other.range(of: otherRow)])
  }

  /// Orders two rows by their key, as SQLite orders it: nothing, numbers, text, blobs; text and
  /// blobs byte by byte.
  func compareKeys(
    _ row: Int, to other: PackedRows, _ otherRow: Int, columns: Int
  ) -> KeyOrder {
    bytes.withUnsafeBytes { left in
      other.bytes.withUnsafeBytes { right in
        var (first, second) = (
          PackedCursor(left, starts[row]), PackedCursor(right, other.starts[otherRow])
        )
        for _ in 0..<columns {
          let order = first.next().compare(second.next())
          if order != .same { return order }
        }
        return .same
      }
    }
  }

  /// Sorts the rows from `first` on by their key and keeps the last of those with the same key.
  mutating func sortAndDeduplicate(from first: Int, keyColumns: Int) {
    var isSorted = true
    for row in first..<count where row > first {
      if compareKeys(row - 1, to: self, row, columns: keyColumns) != .before {
        isSorted = false
        break
      }
    }
    if isSorted { return }
    let order = (first..<count).sorted { left, right in
      switch compareKeys(left, to: self, right, columns: keyColumns) {
      case .before: true
      case .after: false
      case .same: left < right
      }
    }
    var sorted = PackedRows()
    for (index, row) in order.enumerated() {
      if index + 1 < order.count,
        compareKeys(row, to: self, order[index + 1], columns: keyColumns) == .same
      {
        continue
      }
      sorted.append(row, of: self)
    }
    truncate(to: first)
    for row in 0..<sorted.count { append(row, of: sorted) }
  }

  /// The values of a row.
  func values(of row: Int) -> [SQLValue] {
    bytes.withUnsafeBytes { bytes in
      let range = range(of: row)
      var cursor = PackedCursor(bytes, range.lowerBound)
      var values: [SQLValue] = []
      while cursor.index < range.upperBound { values.append(cursor.next().value) }
      return values
    }
  }
}

enum PackedTag {
  static let null: UInt8 = 0
  static let integer: UInt8 = 1
  static let text: UInt8 = 2
  static let blob: UInt8 = 3
}

/// The order of two keys.
enum KeyOrder {
  case before, same, after
}

extension PackedRows {
  /// The values of one packed row that came from outside; `nil` when the bytes are not a packed row.
  static func values(validating bytes: [UInt8]) -> [SQLValue]? {
    var values: [SQLValue] = []
    var rest = bytes[...]
    while let tag = rest.popFirst() {
      switch tag {
      case PackedTag.null: values.append(.null)
      case PackedTag.integer:
        guard rest.count >= 8 else { return nil }
        values.append(
          .integer(Int64(bitPattern: rest.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })))
        rest = rest.dropFirst(8)
      case PackedTag.text, PackedTag.blob:
        guard rest.count >= 4 else { return nil }
        let count = Int(rest.prefix(4).reduce(0) { $0 << 8 | UInt32($1) })
        rest = rest.dropFirst(4)
        guard rest.count >= count else { return nil }
        let content = Array(rest.prefix(count))
        values.append(
          tag == PackedTag.text ? .text(String(decoding: content, as: UTF8.self)) : .blob(content))
        rest = rest.dropFirst(count)
      default: return nil
      }
    }
    return values
  }
}
