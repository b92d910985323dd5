import EventModel
import Glibc
import TestSupport
import Testing

@testable import PersonalData

private let digits = String(repeating: "0123456789abcdef", count: 4)

@Suite struct `The key-encryption key` {
  let data: TemporaryData

  init() throws { data = try TemporaryData() }

  private func write(_ text: String, mode: UInt32 = 0o600) throws {
    unlink(data.keyPath)
    try FileAccess.create(data.keyPath, Array(text.utf8))
    try #require(chmod(data.keyPath, mode) == 0)
  }

  @Test func `is read as hex or base64 with its generation`() throws {
    let base64 = "ASNFZ4mrze8BI0VniavN7wEjRWeJq83vASNFZ4mrze8="
    let key = try KeyEncryptionKey(text: "7:\(digits)", at: "test")
    #expect(key.generation == 7)
    #expect(try KeyEncryptionKey(text: " 7:\(digits.uppercased())\n", at: "test") == key)
    #expect(try KeyEncryptionKey(text: "7:\(base64)", at: "test") == key)
    #expect(try KeyEncryptionKey(text: key.secretText(), at: "test") == key)
  }

  @Test(arguments: [
    "", ":", "1:", "1", digits, "0:" + digits, "-1:" + digits, "1:" + digits.dropLast(2),
    "1:" + digits + "00", "1:" + digits.dropLast() + "g", "x:" + digits, "1:ASNFZ4mrze8=",
    "99999999:" + digits,
  ])
  func `is refused in any other form, without showing it`(text: String) throws {
    do throws(PersonalDataError) {
      _ = try KeyEncryptionKey(text: text, at: "CONCORD_KEK")
      Issue.record("taken")
    } catch {
      #expect(error.code == .keyMalformed)
      #expect(error.place == "CONCORD_KEK")
      #expect(!"\(error)".contains("0123456789abcdef"))
    }
  }

  @Test func `is made once, for its owner only`() throws {
    var status = stat()
    #expect(stat(data.keyPath, &status) == 0 && status.st_mode & 0o777 == 0o600)
    let text = try FileAccess.read(data.keyPath, limit: 4_096)?.bytes
    expect(.keyFileExists) { try KeyEncryptionKey.create(at: data.keyPath) }
    #expect(try FileAccess.read(data.keyPath, limit: 4_096)?.bytes == text)
    #expect(try KeyEncryptionKey.create(at: data.root + "/other").generation == 1)
    #expect(try KeyFile(path: data.keyPath).read(data.keyPath) != nil)
  }

  @Test func `is refused from a file that is missing, malformed, exposed or inside the data`()
    throws
  {
    let cases: [(PersonalDataError.Code, () throws -> Void)] = [
      (.keyMalformed, { try write("1:0123") }),
      (.keyMalformed, { try write("") }),
      (.keyFileExposed, { try write("1:\(digits)", mode: 0o644) }),
      (.keyFileExposed, { try write("1:\(digits)", mode: 0o620) }),
      (.limit, { try write(String(repeating: "#", count: 1 << 21)) }),
      (.keyFileMissing, { unlink(data.keyPath) }),
    ]
    for (code, arrange) in cases {
      try arrange()
      expect(code) { _ = try data.open() }
      // Nothing was written.
      #expect(try FileAccess.names(in: data.dataDirectory) == [])
    }
    let inside = data.dataDirectory + "/kek"
    try KeyEncryptionKey.create(at: inside)
    expect(.keyInsideData) { _ = try data.open(.file(inside)) }
    try #require(mkdir(data.dataDirectory + "/keys", 0o700) == 0)
    try KeyEncryptionKey.create(at: data.dataDirectory + "/keys/kek")
    expect(.keyInsideData) { _ = try data.open(.file(data.dataDirectory + "/keys/kek")) }
    let link = data.root + "/link"
    try #require(symlink(inside, link) == 0)
    expect(.keyInsideData) { _ = try data.open(.file(link)) }
    try write("# a comment\n1:\(digits)\n", mode: 0o400)
    #expect(try data.open().availability == .ready(generation: 1))
  }

  @Test func `that is another is refused at open, and nothing is written`() throws {
    _ = try data.open().record(1, part(try person("wang")))
    // Besides it lies LMDB's table of readers, in which whoever opens it stands.
    let file = data.personal + "/copy-1/data.mdb"
    let before = try #require(try FileAccess.read(file, limit: 1 << 30)).bytes
    try write(KeyEncryptionKey.generate().secretText())
    do {
      _ = try data.open()
      Issue.record("opened")
    } catch let error as PersonalDataError {
      #expect(error.code == .wrongKey)
      #expect(error.reason.contains("not the one of generation 1"))
    }
    #expect(try FileAccess.read(file, limit: 1 << 30)?.bytes == before)
    expect(.wrongKey) {
      _ = try data.open(.environment(KeyEncryptionKey.generate().secretText(), erasureList: nil))
    }
  }

  @Test func `may come from the environment`() throws {
    let text = try #require(
      try FileAccess.read(data.keyPath, limit: 4_096).map {
        String(decoding: $0.bytes, as: UTF8.self).split(separator: "\n").last.map(String.init)
      } ?? nil)
    let variables = ["CONCORD_KEK": text, "CONCORD_KEK_ERASED": data.root + "/list"]
    let reference = try recordWithFile()
    let source = KeySource.find(file: nil, environment: variables)
    let store = try data.open(source)
    #expect(try store.text(of: reference) == "Wang Xiaoming")
    try store.erase(try person("li"))
    #expect(FileAccess.exists(data.root + "/list"))
    // Nobody would keep the key that this made.
    expect(.keyGeneration) { try store.rotate() }
    let next = KeyEncryptionKey.generate(generation: 2)
    try store.rotate(to: next)
    #expect(store.availability == .ready(generation: 2))
    #expect(try store.text(of: reference) == "Wang Xiaoming")
    guard case .file("x") = KeySource.find(file: "x", environment: variables),
      case .none = KeySource.find(file: nil, environment: [:])
    else {
      Issue.record("another source")
      return
    }
  }

  private func recordWithFile() throws -> PersonalPartReference {
    try data.open().record(1, part(try person("wang")))[0]
  }

  @Test func `that is missing leaves parts unavailable and writing refused`() throws {
    let reference = try recordWithFile()
    let store = try data.open(KeySource.none)
    #expect(store.availability == .noKey)
    #expect(try store.open(reference, for: .decision) == .unavailable(.noKey))
    #expect(try store.compare(CommandID(1), [part(try person("wang"))]) == .unassessable)
    expect(.keyMissing) { try store.record(2, part(try person("li"), event: 2)) }
    expect(.keyMissing) { _ = try store.subject(lookedUpBy: "110") }
    expect(.keyMissing) { try store.rotate(to: .generate(generation: 2)) }
    // Erasing needs no key.
    #expect(try store.erase(try person("wang")))
    #expect(try store.open(reference, for: .decision) == .unavailable(.erased))
  }

  @Test func `that comes later seals an empty store`() throws {
    try openWithoutKey()
    let reference = try recordWithFile()
    #expect(try data.open().text(of: reference) != nil)
  }

  private func openWithoutKey() throws {
    #expect(try data.open(KeySource.none).availability == .noKey)
  }
}

@Suite struct `The store's directory` {
  let data: TemporaryData

  init() throws { data = try TemporaryData() }

  @Test func `is open to its owner only`() throws {
    let store = try data.open()
    let files = try TemporaryData.files(data.personal)
    #expect(files.contains { $0.hasSuffix("/data.mdb") })
    for file in files {
      var status = stat()
      #expect(stat(file, &status) == 0 && status.st_mode & 0o077 == 0, "\(file)")
    }
    for directory in [store.directory, store.directory + "/copy-1"] {
      var status = stat()
      #expect(stat(directory, &status) == 0 && status.st_mode & 0o777 == 0o700, "\(directory)")
    }
  }

  @Test func `is held by one process`() throws {
    let store = try data.open()
    expect(.heldElsewhere(process: getpid())) { _ = try data.open() }
    try store.record(1, part(try person("wang")))
  }

  @Test func `is refused to another process, which is told who holds it`() async throws {
    let store = try data.open()
    await #expect(processExitsWith: .success) {
      [directory = data.dataDirectory as String, key = data.keyPath as String] in
      do throws(PersonalDataError) {
        _ = try PersonalStore(dataDirectory: directory, key: .file(key))
      } catch {
        exit(error.code == .heldElsewhere(process: getppid()) ? EXIT_SUCCESS : 2)
      }
      exit(1)
    }
    try store.record(1, part(try person("wang")))
  }

  @Test func `of another format is refused`() throws {
    do {
      let store = try data.open()
      try store.tamper { live, transaction throws(PersonalDataError) in
        try transaction.set([0, 0, 0, 3], at: Array("format".utf8), in: live.tables.meta)
      }
    }
    expect(.unknownFormat) { _ = try data.open() }
  }

  @Test func `of format 1 is read as it is, and is of the present one then`() throws {
    let wang = try person("wang")
    do {
      let store = try data.open()
      try store.record(1, part(wang, lookUp: "110"))
      let brought = [BroughtParts(subject: wang, command: CommandID(1))]
      _ = try store.prepare([CommandParts(CommandID(2), [], superseded: brought)])
      try store.tamper { live, transaction throws(PersonalDataError) in
        try transaction.set([0, 0, 0, 1], at: Array("format".utf8), in: live.tables.meta)
        var row = RowWriter([1])
        row.put(CommandID(1).bytes)
        row.put(text: wang.text)
        try transaction.set(row.bytes, at: CommandID(2).bytes, in: live.tables.pending)
      }
    }
    let store = try data.open()
    try store.recover { _ in true }
    #expect(try store.subject(lookedUpBy: "110") == nil)
    try store.tamper { live, transaction throws(PersonalDataError) in
      let format = try transaction.row(Array("format".utf8), in: live.tables.meta)
      #expect(format == [0, 0, 0, 2])
    }
  }

  @Test func `of format 1 stays as it is where the key is wrong`() throws {
    do {
      let store = try data.open()
      try store.record(1, part(try person("wang"), lookUp: "110"))
      try store.tamper { live, transaction throws(PersonalDataError) in
        try transaction.set([0, 0, 0, 1], at: Array("format".utf8), in: live.tables.meta)
      }
    }
    let file = data.personal + "/copy-1/data.mdb"
    let before = try #require(try FileAccess.read(file, limit: 1 << 30)).bytes
    expect(.wrongKey) {
      _ = try data.open(.environment(KeyEncryptionKey.generate().secretText(), erasureList: nil))
    }
    #expect(try #require(try FileAccess.read(file, limit: 1 << 30)).bytes == before)
    // What is opened without a key is written to all the same.
    _ = try data.open(KeySource.none)
    #expect(try #require(try FileAccess.read(file, limit: 1 << 30)).bytes != before)
  }

  @Test func `must have a data directory around it`() throws {
    expect(.file(errno: ENOENT)) {
      _ = try PersonalStore(dataDirectory: data.root + "/none", key: .file(data.keyPath))
    }
  }
}
