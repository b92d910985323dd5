@testable import CommandHandling
import Cooperation
import Deciding
import EventLog
import EventModel
import FoundationEssentials
import Glibc
import PersonalData
import Testing
import TestSupport

/// A data directory with the domain's own commands.
@Suite struct `An open data directory` {
  let directory: TemporaryDirectory
  let key: KeySource

  init() throws {
    directory = TemporaryDirectory()
    try KeyEncryptionKey.create(at: directory.path + "/key")
    key = .file(directory.path + "/key")
  }

  private var path: String { directory.path + "/data" }

  private func create() throws -> ConcordStore {
    try ConcordStore.create(at: path, origin: "concord.test/store", key: key)
  }

  private func parsed(_ json: String) throws -> ParsedCommand {
    try ParsedCommand(CommandJSON.command(Array(json.utf8)))
  }

  @discardableResult
  private func record(_ json: String, in store: ConcordStore) async throws -> CommandReceipt {
    try await store.handler.handle(parsed(json), actor: Bench.actor, channel: .api)
  }

  private let organisation = #"""
    {"id":"00000000-0000-0000-0000-000000000001","occurred":"2022-06-30","registerOrganisation":
    {"organisation":"organisation-a","details":{"kind":"ENTERPRISE","name":"A",
    "creditCode":"91330203XXXX00019A"}}}
    """#
  private let person = #"""
    {"id":"00000000-0000-0000-0000-000000000002","occurred":"2022-06-30","registerPerson":
    {"person":"person-p",
    "details":{"legalBasis":{"purpose":"employment service","ground":"STATUTORY_DUTY"}},
    "personal":{"name":"Li Lei","idNumber":"99020020040229001X"}}}
    """#

  @Test func `records, repeats, and does so after it was closed and opened`() async throws {
    let first: CommandReceipt
    do {
      let store = try create()
      first = try await record(organisation, in: store)
      #expect(first.status == .recorded)
      #expect(first.events.map(\.type.text) == ["organisation.registered", "code.claimed"])
      #expect(try await record(organisation, in: store).status == .repeated)
      store.close()
    }
    let store = try ConcordStore.open(at: path, key: key)
    var again = try await record(organisation, in: store)
    #expect(again.status == .repeated)
    again.status = .recorded
    #expect(again == first)
    #expect(store.log.end == Position(3))
  }

  /// Says of a stream that it has 64 events more, as a failing disk might.
  private func damageIndex(of stream: String) throws {
    let file = path + "/index/data.mdb"
    var bytes = Array(try Data(contentsOf: URL(filePath: file)))
    let key = Array(stream.utf8)
    var count = 0
    for start in bytes.indices.dropLast(key.count)
    where bytes[start] == key[0] && bytes[start..<(start + key.count)].elementsEqual(key) {
      bytes[start + key.count] += 64
      count += 1
    }
    try #require(count > 0)
    try Data(bytes).write(to: URL(filePath: file))
  }

  @Test func `whose index is damaged says what to do, and is whole again once that is done`()
    async throws
  {
    do {
      let store = try create()
      try await record(organisation, in: store)
      try await record(person, in: store)
      store.close()
    }
    try damageIndex(of: "organisation-a")

    let notices = Locked<[String]>([])
    var options = EventLogOptions()
    options.onNotice = { text in notices.change { $0.append(text) } }
    let another = #"""
      {"id":"00000000-0000-0000-0000-000000000003","occurred":"2022-07-01","registerOrganisation":
      {"organisation":"organisation-b","details":{"kind":"ENTERPRISE","name":"B"}}}
      """#
    do {
      options.checksIndex = false
      let damaged = try ConcordStore.open(at: path, key: key, options: options)
      for json in [organisation.replacing("000000000001", with: "000000000009"), another] {
        await #expect {
          try await record(json, in: damaged)
        } throws: { error in
          guard case CommandError.log(.damaged(let place, let reason)) = error else { return false }
          return place == path + "/index"
            && reason.hasSuffix(
              "nothing is appended any more, and nothing is lost: stop this process and start it "
                + "again, and the index is made anew from the log")
        }
      }
      #expect(notices.value == [try #require(damaged.log.impairment).description])
      #expect(damaged.log.end == Position(4))
      damaged.close()
    }

    options.checksIndex = true
    let mended = try ConcordStore.open(at: path, key: key, options: options)
    #expect(notices.value.contains { $0.contains("found so when it was last open") })
    #expect(mended.log.impairment == nil)
    #expect(try await record(organisation, in: mended).status == .repeated)
    #expect(try await record(another, in: mended).status == .recorded)
    #expect(try mended.log.verify().isWhole)
  }

  @Test func `says what was recorded exactly as the log does`() async throws {
    let store = try create()
    try await record(organisation, in: store)
    try await record(person, in: store)
    // What the handler took over into its cache is what a fresh one reads.
    let fresh = CommandHandler(log: store.log, personal: store.personal)
    for name in ["organisation-a", "person-p", "code.uscc-91330203XXXX00019A"] {
      let stream = try StreamName(validating: name)
      #expect(
        try Array(store.handler.history(of: stream).recorded)
          == Array(fresh.history(of: stream).recorded))
    }
  }

  @Test func `erases a person, and what is left at the next open`() async throws {
    do {
      let store = try create()
      try await record(person, in: store)
      #expect(
        try store.personal.subject(lookedUpBy: "99020020040229001X")
          == StreamName(validating: "person-p"))
      let erase = try parsed(
        #"{"erasePersonalData":{"person":"person-p","details":{"ground":"SUBJECT_REQUEST"}}}"#)
      let receipt = try await store.erase(erase, actor: Bench.actor, channel: .api)
      #expect(receipt.events.map(\.type.text) == ["person.personal-data-erased"])
      #expect(try store.personal.subject(lookedUpBy: "99020020040229001X") == nil)
      // The first receipt still answers, though nothing can be compared.
      #expect(try await record(person, in: store).status == .repeated)
      store.close()
    }
    let store = try ConcordStore.open(at: path, key: key)
    #expect(store.recovery.erased == 0)
    let event = try store.log.read(
      stream: StreamName(validating: "person-p"), from: nil, direction: .forwards, before: nil,
      limit: 1)[0]
    #expect(
      try store.personal.open(event.event.personal[0], for: .decision) == .unavailable(.erased))
  }

  @Test(arguments: ["correction", "void"])
  func `frees an ID number that a person doesn't have after all`(amendment: String) async throws {
    let number = "99020020040229001X"
    do {
      let store = try create()
      let receipt = try await record(person, in: store)
      let event = receipt.events[0].id
      let amend =
        amendment == "void"
        ? #"{"voidEvent":{"stream":"person-p","event":"\#(event)","reason":"wrong"}}"#
        : #"{"corrects":"\#(event)","occurred":"2022-06-30","registerPerson":{"person":"person-p","personal":{"name":"Li Lei","idNumber":"990200200402290028"}}}"#
      #expect(try await record(amend, in: store).status == .recorded)
      #expect(try store.personal.subject(lookedUpBy: number) == nil)
      store.close()
    }
    let store = try ConcordStore.open(at: path, key: key)
    let other = try await record(
      #"{"occurred":"2022-06-30","registerPerson":{"person":"person-q","personal":{"name":"Wang","idNumber":"\#(number)"}}}"#,
      in: store)
    #expect(other.status == .recorded)
    #expect(try store.personal.subject(lookedUpBy: number) == StreamName(validating: "person-q"))
  }

  @Test(arguments: [true, false])
  func `reserves an ID number again when its person was not wrong after all`(isTaken: Bool)
    async throws
  {
    let number = "99020020040229001X"
    let store = try create()
    let event = try await record(person, in: store).events[0].id
    try await record(
      #"{"voidEvent":{"stream":"person-p","event":"\#(event)","reason":"wrong"}}"#, in: store)
    let other =
      #"{"occurred":"2022-06-30","registerPerson":{"person":"person-q","personal":{"name":"Wang","idNumber":"\#(number)"}}}"#
    if isTaken { try await record(other, in: store) }
    // The part of before the void counts again: the correction brings none.
    let reinstate =
      #"{"corrects":"\#(event)","occurred":"2022-07-01","registerPerson":{"person":"person-p","details":{"legalBasis":{"purpose":"employment service","ground":"STATUTORY_DUTY"}}}}"#
    if isTaken {
      await #expect(throws: CommandError.self) { try await record(reinstate, in: store) }
      #expect(try store.personal.subject(lookedUpBy: number)?.text == "person-q")
    } else {
      #expect(try await record(reinstate, in: store).status == .recorded)
      #expect(try store.personal.subject(lookedUpBy: number)?.text == "person-p")
      await #expect(throws: CommandError.self) { try await record(other, in: store) }
    }
  }

  @Test func `is held by one process, and let go when opening fails`() async throws {
    do {
      let store = try create()
      #expect(throws: CommandError.self) { try ConcordStore.open(at: path, key: key) }
      withExtendedLifetime(store) {}
    }
    try await record(organisation, in: ConcordStore.open(at: path, key: .none))
    // A key that is not this store's.
    let other = directory.path + "/other"
    try await record(person, in: ConcordStore.open(at: path, key: key))
    try KeyEncryptionKey.create(at: other)
    #expect(throws: CommandError.self) { try ConcordStore.open(at: path, key: .file(other)) }
    #expect(try ConcordStore.open(at: path, key: key).log.end == Position(4))
  }

  @Test func `is refused to another process, which is told who holds it`() async throws {
    let store = try create()
    await #expect(processExitsWith: .success) { [path = path as String] in
      do throws(CommandError) {
        _ = try ConcordStore.open(at: path, key: .none)
      } catch {
        guard case .log(.heldByAnotherProcess(_, let process)) = error else { exit(2) }
        exit(process == getppid() ? EXIT_SUCCESS : 3)
      }
      exit(1)
    }
    withExtendedLifetime(store) {}
  }

  @Test func `claims and releases codes that change hands within one session`() async throws {
    let store = try create()
    let session = store.session(actor: Bench.actor, channel: .import)
    func line(_ name: String, _ details: String) throws -> Result<ParsedCommand, CommandError> {
      .success(
        try parsed(
          #"{"occurred":"2022-06-30","\#(name)":{"organisation":"organisation-a","details":{\#(details)}}}"#
        ))
    }
    await session.add([
      try line("registerOrganisation", #""kind":"ENTERPRISE","name":"A""#),
      try line("assignCreditCode", #""creditCode":"91330203XXXX00019A""#),
      try line("changeCreditCode", #""creditCode":"91330203XXXX000350""#),
    ])
    await session.finish()
    var answers: [SessionAnswer] = []
    while let more = await session.next() { answers += more }
    let types = try answers.map { try $0.result.get().events.map(\.type.text) }
    #expect(
      types == [
        ["organisation.registered"], ["organisation.credit-code-assigned", "code.claimed"],
        ["organisation.credit-code-changed", "code.released", "code.claimed"],
      ])
    func take(_ code: String, _ stream: String) async throws -> CommandReceipt {
      try await record(
        #"{"occurred":"2022-07-01","registerOrganisation":{"organisation":"\#(stream)","details":{"kind":"ENTERPRISE","name":"B","creditCode":"\#(code)"}}}"#,
        in: store)
    }
    await #expect(throws: CommandError.self) {
      try await take("91330203XXXX000350", "organisation-b")
    }
    #expect(try await take("91330203XXXX00019A", "organisation-c").status == .recorded)
  }

  @Test func `answers a session on the log's own writer`() async throws {
    let store = try create()
    let session = store.session(actor: Bench.actor, channel: .import)
    let lines = try (0..<500).map { number -> Result<ParsedCommand, CommandError> in
      let stream = "organisation-o\(number % 50)"
      return .success(
        try parsed(
          number < 50
            ? #"{"occurred":"2022-06-30","registerOrganisation":{"organisation":"\#(stream)","details":{"kind":"ENTERPRISE","name":"N"}}}"#
            : #"{"occurred":"2022-07-01","reportStaffCount":{"organisation":"\#(stream)","details":{"total":\#(number)}}}"#
        ))
    }
    let feeder = Task {
      for start in stride(from: 0, to: lines.count, by: 100) {
        await session.add(Array(lines[start..<start + 100]))
      }
      await session.finish()
    }
    var answers: [SessionAnswer] = []
    while let more = await session.next() { answers += more }
    await feeder.value
    #expect(answers.count == 500)
    for answer in answers { #expect(throws: Never.self) { try answer.result.get() } }
    #expect(
      try store.handler.history(of: StreamName(validating: "organisation-o7")).recorded.count == 10)
  }
}
