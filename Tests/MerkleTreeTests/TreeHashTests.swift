import MerkleTree
import Testing

@Suite struct `A tree hash` {
  let hexadecimal = "000102030405060708090a0b0c0d0e0ff0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"

  @Test func `comes back from its bytes and its digits`() throws {
    let hash = try TreeHash(hexadecimal: hexadecimal)
    #expect(hash.bytes == Array(0x00...0x0f) + Array(0xf0...0xff))
    #expect(hash.hexadecimal == hexadecimal)
    #expect("\(hash)" == hexadecimal)
    #expect(try TreeHash(bytes: hash.bytes) == hash)
    #expect(try TreeHash(hexadecimal: hexadecimal.uppercased()) == hash)
  }

  @Test func `lends and appends the bytes it copies`() throws {
    let hash = try TreeHash(hexadecimal: hexadecimal)
    var bytes: [UInt8] = [7]
    hash.append(to: &bytes)
    #expect(bytes == [7] + hash.bytes)
    #expect(hash.withBytes { $0.byteCount } == TreeHash.byteCount)
  }

  @Test func `differs when any one bit does`() throws {
    let hash = try TreeHash(hexadecimal: hexadecimal)
    for bit in 0..<256 {
      var bytes = hash.bytes
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      let other = try TreeHash(bytes: bytes)
      #expect(other != hash)
      #expect(Set([hash, other]).count == 2)
    }
    #expect(Set([hash, try TreeHash(bytes: hash.bytes)]).count == 1)
  }

  @Test(arguments: [0, 1, 31, 33, 64])
  func `is refused from another number of bytes`(count: Int) {
    #expect(throws: MerkleTreeError.wrongHashByteCount(count)) {
      try TreeHash(bytes: [UInt8](repeating: 0, count: count))
    }
  }

  @Test func `is refused from anything but 64 digits`() {
    #expect(throws: MerkleTreeError.malformedHexadecimal(digitCount: 63, badDigitAt: nil)) {
      try TreeHash(hexadecimal: hexadecimal.dropLast())
    }
    #expect(throws: MerkleTreeError.malformedHexadecimal(digitCount: 66, badDigitAt: nil)) {
      try TreeHash(hexadecimal: hexadecimal + "00")
    }
    #expect(throws: MerkleTreeError.malformedHexadecimal(digitCount: 64, badDigitAt: 63)) {
      try TreeHash(hexadecimal: hexadecimal.dropLast() + "g")
    }
    #expect(throws: MerkleTreeError.malformedHexadecimal(digitCount: 64, badDigitAt: 0)) {
      try TreeHash(hexadecimal: "+" + hexadecimal.dropFirst())
    }
  }

  @Test func `stands in a list as it stands in a file`() throws {
    let hashes = (0..<5).map { TreeHash.leafHash(of: [UInt8($0)]) }
    var file: [UInt8] = []
    for hash in hashes { hash.append(to: &file) }
    let read = try TreeHash.hashes(in: file.span.bytes)
    #expect(read == hashes)
    let nothing: [UInt8] = []
    let none = try TreeHash.hashes(in: nothing.span.bytes)
    #expect(none.isEmpty)
    file.removeLast()
    #expect(throws: MerkleTreeError.wrongHashByteCount(159)) {
      try TreeHash.hashes(in: file.span.bytes)
    }
  }
}
