import Crypto
import EventModel
import Testing

@testable import PersonalData

private func bytes(_ range: Range<UInt8>) -> [UInt8] { Array(range) }

/// The values of `Schemas/personal-format.md`, which were computed by another program.
@Suite struct `The stored form` {
  private let subject = StreamName(recorded: "person-7f3a")
  private let key = SymmetricKey(data: bytes(0x40..<0x60))

  private func sealed() -> SealedPart {
    SealedPart.seal(
      PersonalPart(
        event: EventID(prefixOf: bytes(0..<16)), subject: subject, part: "student.personal",
        plaintext: Array("王小明".utf8)),
      salt: bytes(0x20..<0x40), nonce: bytes(0x60..<0x6C), under: key)
  }

  @Test func `of a part is the documented one`() throws {
    #expect(
      hexText(sealed().stored) == """
        01000102030405060708090a0b0c0d0e0f001073747564656e742e706572736f6e616c\
        606162636465666768696a6b8c092b2623b1b68121a8531d29ab72243f1ddc22230ba7393643f18397ff39\
        c4c76166fbcb443911265d24cd9e6f60ee1a2a4d901dce161dc8
        """)
    let opened = try #require(sealed().open(subject: subject, under: key))
    #expect(Array(opened.plaintext) == Array("王小明".utf8))
    #expect(
      opened.commitment.description
        == "3f7665698ba0b28fea0ebb1ef22d4db16a1619f38881f272fde9ab3f427b7ddc")
  }

  @Test func `of keys is the documented one`() throws {
    let store = StoreID(prefixOf: bytes(0xA0..<0xB0))
    let kek = KeyEncryptionKey(generation: 3, key: SymmetricKey(data: bytes(0x80..<0xA0)))
    #expect(hexText(kek.checkValue(store: store)) == "794d5cdb2f6ffed385eed2ec55dc8f63")
    let wrapping = kek.wrappingKey(store: store)
    let wrapped = WrappedKey(
      key, owner: subject.text, generation: 3, under: wrapping, nonce: bytes(0x70..<0x7C))
    #expect(
      hexText(wrapped.stored) == """
        00000003707172737475767778797a7b5c76317633d3fd7da82d0641a54d192676941133f4ae494360fe\
        fdde4f2cf77339218c9a7bdf5c53f9f7c18d0c1b1689
        """)
    #expect(wrapped.open(owner: subject.text, under: wrapping) == key)
    #expect(wrapped.open(owner: "person-7f3b", under: wrapping) == nil)
    let hash = LookUpHash("110101199003070011", under: SymmetricKey(data: bytes(0xC0..<0xE0)))
    #expect(
      hexText(hash.bytes) == "20325adb56d5ea3faf13ba3fc3c65eca71eeada2f87df6ff301ef438e4625089")
  }

  @Test func `of a part is refused when any byte is another`() throws {
    let stored = sealed().stored
    for index in stored.indices {
      for bit in 0..<8 {
        var damaged = stored
        damaged[index] ^= 1 << bit
        let opened = SealedPart(stored: damaged)?.open(subject: subject, under: key)
        #expect(opened == nil, "byte \(index), bit \(bit)")
      }
    }
    for count in 0..<stored.count {
      let opened = SealedPart(stored: Array(stored[..<count]))?.open(subject: subject, under: key)
      #expect(opened == nil, "cut to \(count)")
    }
  }

  @Test func `of a part opens for its own event, subject and part only`() throws {
    var part = sealed()
    #expect(part.open(subject: subject, under: key) != nil)
    #expect(part.open(subject: StreamName(recorded: "person-7f3b"), under: key) == nil)
    part.event = EventID(1)
    #expect(part.open(subject: subject, under: key) == nil)
    part = sealed()
    part.part = "student.sensitive"
    #expect(part.open(subject: subject, under: key) == nil)
  }

  @Test func `of rows decodes to what was encoded and refuses less or more`() throws {
    let ring = KeyRing(KeyEncryptionKey.generate(), newLookUpKeyIn: StoreID(high: 1, low: 2))
    var subjectRow = SubjectRow(key: ring.wrap(key, owner: "person-1", Randomness()))
    subjectRow.lookUps = [
      SubjectRow.LookUp(isActive: true, hash: ring.hash(ofLookUp: "1"), box: [1, 2, 3]),
      SubjectRow.LookUp(isActive: false, hash: ring.hash(ofLookUp: "2"), box: []),
    ]
    #expect(SubjectRow(stored: subjectRow.stored) == subjectRow)
    #expect(SubjectRow(stored: subjectRow.stored.dropLast()) == nil)
    #expect(SubjectRow(stored: subjectRow.stored + [1]) == nil)
    let lookUpRow = LookUpRow(command: CommandID(9), subject: subject)
    #expect(LookUpRow(stored: lookUpRow.stored) == lookUpRow)
    #expect(LookUpRow(stored: lookUpRow.stored.dropLast()) == nil)
    let commandRow = CommandRow(parts: [
      CommandRow.Part(
        slot: PartSlot(event: EventID(1), subject: subject, part: "student.personal"),
        commitment: Commitment.digest(salt: [], plaintext: []), hasLookUp: true)
    ])
    #expect(CommandRow(stored: commandRow.stored) == commandRow)
    #expect(CommandRow(stored: commandRow.stored.dropLast()) == nil)
  }
}

extension [UInt8] {
  fileprivate func dropLast() -> [UInt8] { Array(self[..<(count - 1)]) }
}
