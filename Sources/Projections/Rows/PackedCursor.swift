internal import Glibc

/// Reads packed values one after the other; the bytes come from ``PackedRows`` alone.
struct PackedCursor {
  // SAFETY: valid while the buffer it was made from is lent, and never kept beyond that closure. Rows
  // are packed by `PackedRows` alone, so that lengths fit; other bytes go by `values(validating:)`.
  private let bytes: UnsafeRawBufferPointer
  private(set) var index: Int

  init(_ bytes: UnsafeRawBufferPointer, _ index: Int) {
    self.bytes = bytes
    self.index = index
  }

  /// The next value.
  mutating func next() -> PackedValue {
    let tag = bytes[index]
    index += 1
    switch tag {
    case PackedTag.integer:
      let number = Int64(bigEndian: bytes.loadUnaligned(fromByteOffset: index, as: Int64.self))
      index += 8
      return .integer(number)
    case PackedTag.text, PackedTag.blob:
      let count = Int(
        UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt32.self)))
      let content = UnsafeRawBufferPointer(rebasing: bytes[(index + 4)..<(index + 4 + count)])
      index += 4 + count
      return tag == PackedTag.text ? .text(content) : .blob(content)
    default: return .null
    }
  }
}

/// A packed value whose content is lent.
enum PackedValue {
  case null
  case integer(Int64)
  case text(UnsafeRawBufferPointer)
  case blob(UnsafeRawBufferPointer)

  var value: SQLValue {
    switch self {
    case .null: .null
    case .integer(let number): .integer(number)
    case .text(let bytes): .text(String(decoding: bytes, as: UTF8.self))
    case .blob(let bytes): .blob(Array(bytes))
    }
  }

  func compare(_ other: PackedValue) -> KeyOrder {
    switch (self, other) {
    case (.integer(let left), .integer(let right)):
      left == right ? .same : left < right ? .before : .after
    case (.text(let left), .text(let right)), (.blob(let left), .blob(let right)):
      compareBytes(left, right)
    default:
      rank == other.rank ? .same : rank < other.rank ? .before : .after
    }
  }

  private var rank: UInt8 {
    switch self {
    case .null: PackedTag.null
    case .integer: PackedTag.integer
    case .text: PackedTag.text
    case .blob: PackedTag.blob
    }
  }
}

/// Orders bytes as `memcmp` and BINARY collation do.
func compareBytes(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> KeyOrder {
  let common = min(left.count, right.count)
  if common > 0, let leftBase = left.baseAddress, let rightBase = right.baseAddress {
    // SAFETY: both have `common` bytes.
    let order = memcmp(leftBase, rightBase, common)
    if order != 0 { return order < 0 ? .before : .after }
  }
  return left.count == right.count ? .same : left.count < right.count ? .before : .after
}
