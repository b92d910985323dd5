extension [UInt8] {
  /// Appends eight bytes, big-endian.
  package mutating func append(bigEndian number: UInt64) {
    Swift.withUnsafeBytes(of: number.bigEndian) { append(contentsOf: $0) }
  }
}
