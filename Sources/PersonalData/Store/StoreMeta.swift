internal import EventModel
internal import LMDB

/// The generation a store is sealed under, and what recognises its key.
struct StoreSeal: Equatable {
  var generation: Int
  var check: [UInt8]

  init(_ key: KeyEncryptionKey, store: StoreID) {
    generation = key.generation
    check = key.checkValue(store: store)
  }

  fileprivate init(generation: Int, check: [UInt8]) {
    self.generation = generation
    self.check = check
  }

  func fits(_ key: KeyEncryptionKey, store: StoreID) -> Bool {
    self == StoreSeal(key, store: store)
  }

  /// As a key file names an earlier generation: the generation, a colon, the check value in hex.
  var text: String { "\(generation):\(hexText(check))" }

  /// Reads the text form; `nil` when it is another.
  init?(text: Substring) {
    let halves = text.split(separator: ":", maxSplits: 1)
    guard halves.count == 2, let generation = Int(halves[0]), generation >= 1,
      let check = bytes(hex: halves[1].utf8.filter { !" \t\r".utf8.contains($0) }),
      check.count == 16
    else { return nil }
    self.init(generation: generation, check: check)
  }
}

/// The meta table's rows.
struct StoreMeta {
  static let format = 2
  /// Stores of format 1 lack what format 2 adds to its rows, and are read as they are.
  static let readableFormats = 1...format

  var store: StoreID
  /// Missing until the store is opened with a key for the first time.
  var seal: StoreSeal?
  /// The look-up key, wrapped; there with the seal.
  var lookUpKey: WrappedKey?
  /// Whether the store must be marked as one of the present format before it is written to.
  private(set) var isOlder = false

  private static let formatKey = Array("format".utf8)
  private static let storeKey = Array("store".utf8)
  private static let generationKey = Array("generation".utf8)
  private static let checkKey = Array("check".utf8)
  private static let lookUpKeyKey = Array("look-up key".utf8)

  init(store: StoreID) { self.store = store }

  init(store: StoreID, sealedBy key: KeyEncryptionKey, _ ring: KeyRing) {
    self.store = store
    seal = StoreSeal(key, store: store)
    lookUpKey = ring.wrappedLookUpKey()
  }

  /// Reads the rows.
  ///
  /// - Throws: `.unknownFormat`, `.corrupt`.
  init(
    reading transaction: borrowing some ReadableTransaction & ~Copyable, _ tables: StoreTables,
    at place: String
  ) throws(PersonalDataError) {
    func number(_ row: [UInt8]?) -> Int? {
      guard let row else { return nil }
      var reader = RowReader(row)
      return reader.takeNumber()
    }
    let format = number(try transaction.row(Self.formatKey, in: tables.meta))
    guard let store = try transaction.row(Self.storeKey, in: tables.meta), store.count == 16,
      let format
    else { throw .corrupt("the personal store has no format or no id", place) }
    guard Self.readableFormats.contains(format) else {
      throw PersonalDataError(
        .unknownFormat,
        "the personal store has format \(format), this program reads \(Self.format)", at: place)
    }
    isOlder = format < Self.format
    self.store = StoreID(prefixOf: store)
    guard let generation = number(try transaction.row(Self.generationKey, in: tables.meta)) else {
      return
    }
    guard let check = try transaction.row(Self.checkKey, in: tables.meta),
      let lookUpKey = try transaction.row(Self.lookUpKeyKey, in: tables.meta)
        .flatMap({ WrappedKey(stored: $0) })
    else { throw .corrupt("the personal store's key rows are damaged", place) }
    seal = StoreSeal(generation: generation, check: check)
    self.lookUpKey = lookUpKey
  }

  func write(
    to transaction: inout WriteTransaction, _ tables: StoreTables
  ) throws(PersonalDataError) {
    func bytes(_ number: Int) -> [UInt8] {
      var row = RowWriter()
      row.put(number: number)
      return row.bytes
    }
    try transaction.set(bytes(Self.format), at: Self.formatKey, in: tables.meta)
    try transaction.set(store.bytes, at: Self.storeKey, in: tables.meta)
    guard let seal, let lookUpKey else { return }
    try transaction.set(bytes(seal.generation), at: Self.generationKey, in: tables.meta)
    try transaction.set(seal.check, at: Self.checkKey, in: tables.meta)
    try transaction.set(lookUpKey.stored, at: Self.lookUpKeyKey, in: tables.meta)
  }
}
