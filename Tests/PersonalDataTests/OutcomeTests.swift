import EventModel
import Glibc
import Testing

@testable import PersonalData

private let nothing = [
  "parts": 0, "subjects": 0, "lookUps": 0, "commands": 0, "pending": 0, "erased": 0,
]

@Suite struct `A prepared command` {
  let data: TemporaryData

  init() throws { data = try TemporaryData() }

  @Test func `that is confirmed stays after recovery, whatever the log is asked`() throws {
    let wang = try person("wang")
    let references = try confirmAndNote(wang)
    let store = try data.open()
    #expect(try store.pendingCommands().isEmpty)
    #expect(try store.recover(isRecorded: { _ in false }) == (0, 0))
    #expect(try store.text(of: references[0]) == "Wang Xiaoming")
    #expect(try store.subject(lookedUpBy: "110") == wang)
  }

  private func confirmAndNote(_ wang: StreamName) throws -> [PersonalPartReference] {
    let store = try data.open()
    let references = try store.record(1, part(wang, lookUp: "110"))
    // Any later commit notes it.
    _ = try store.prepare(CommandID(2), [part(try person("li"), event: 2)])
    try store.discard([CommandID(2)])
    return references
  }

  @Test func `that is discarded leaves neither part nor key nor reservation`() throws {
    let store = try data.open()
    _ = try store.prepare(CommandID(1), [part(try person("wang"), lookUp: "110")])
    try store.discard([CommandID(1)])
    #expect(try store.rowCounts() == nothing)
    // The look-up is free again, for anybody.
    try store.record(2, part(try person("li"), event: 2, lookUp: "110"))
    #expect(try store.subject(lookedUpBy: "110") == person("li"))
  }

  @Test func `that is discarded leaves what other commands stored for the subject`() throws {
    let store = try data.open()
    let wang = try person("wang")
    let kept = try store.record(1, part(wang, lookUp: "110"))
    _ = try store.prepare(CommandID(2), [part(wang, event: 2, lookUp: "110")])
    _ = try store.prepare(CommandID(3), [part(wang, event: 3, lookUp: "111")])
    try store.discard([CommandID(2)])
    try store.discard([CommandID(3)])
    #expect(try store.text(of: kept[0]) == "Wang Xiaoming")
    #expect(try store.subject(lookedUpBy: "110") == wang)
    #expect(try store.subject(lookedUpBy: "111") == nil)
    try store.record(4, part(try person("li"), event: 4, lookUp: "111"))
  }

  @Test func `outlives a repeat that lost its race`() throws {
    let store = try data.open()
    let parts = [part(try person("wang"), lookUp: "110")]
    let references = try store.prepare(CommandID(1), parts)
    _ = try store.prepare(CommandID(1), parts)
    // The repeat gives up before the first is appended, and again after it.
    try store.discard([CommandID(1)])
    #expect(try store.text(of: references[0]) != nil)
    _ = try store.prepare(CommandID(1), parts)
    store.confirm(CommandID(1))
    try store.discard([CommandID(1)])
    try store.record(2, part(try person("li"), event: 2))
    try store.discard([CommandID(1)])
    #expect(try store.text(of: references[0]) != nil)
    #expect(try store.subject(lookedUpBy: "110") == person("wang"))
  }

  @Test func `is gone when all who prepared it discard it`() throws {
    let store = try data.open()
    let parts = [part(try person("wang"))]
    _ = try store.prepare(CommandID(1), parts)
    _ = try store.prepare(CommandID(1), parts)
    try store.discard([CommandID(1)])
    try store.discard([CommandID(1)])
    try store.discard([CommandID(1)])
    #expect(try store.rowCounts() == nothing)
  }

  @Test func `that the log never got is deleted after a kill`() async throws {
    let root = data.root
    await #expect(processExitsWith: .signal(SIGKILL)) { [root = root as String] in
      let store = try TemporaryData.open(root)
      _ = try store.prepare(CommandID(1), [part(try person("wang"), lookUp: "110")])
      kill(getpid(), SIGKILL)
    }
    let store = try data.open()
    #expect(try store.pendingCommands() == [CommandID(1)])
    // Until recovery it blocks others and answers nothing.
    #expect(try store.subject(lookedUpBy: "110") == nil)
    expect(.lookUpReserved) {
      try store.record(2, part(try person("li"), event: 2, lookUp: "110"))
    }
    #expect(try store.recover(isRecorded: { _ in false }) == (0, 1))
    #expect(try store.rowCounts() == nothing)
  }

  @Test func `that the log got stays after a kill`() async throws {
    let root = data.root
    await #expect(processExitsWith: .signal(SIGKILL)) { [root = root as String] in
      let store = try TemporaryData.open(root)
      _ = try store.prepare(CommandID(1), [part(try person("wang"), lookUp: "110")])
      _ = try store.prepare(CommandID(2), [part(try person("li"), event: 2, lookUp: "111")])
      store.confirm(CommandID(1))
      kill(getpid(), SIGKILL)
    }
    let store = try data.open()
    #expect(try store.recover(isRecorded: { $0 == CommandID(1) }) == (1, 1))
    #expect(try store.subject(lookedUpBy: "110") == person("wang"))
    #expect(try store.subject(lookedUpBy: "111") == nil)
    #expect(try store.compare(CommandID(1), [part(try person("wang"), lookUp: "110")]) == .same)
  }

  @Test func `that is about to be appended is left alone by recovery`() throws {
    let store = try data.open()
    let references = try store.prepare(CommandID(1), [part(try person("wang"))])
    #expect(try store.recover(isRecorded: { _ in false }) == (0, 0))
    #expect(try store.text(of: references[0]) != nil)
  }
}

@Suite struct `A look-up` {
  let data: TemporaryData

  init() throws { data = try TemporaryData() }

  @Test func `answers from its confirmation on`() throws {
    let store = try data.open()
    let wang = try person("wang")
    _ = try store.prepare(CommandID(1), [part(wang, lookUp: "110")])
    #expect(try store.subject(lookedUpBy: "110") == nil)
    store.confirm(CommandID(1))
    #expect(try store.subject(lookedUpBy: "110") == wang)
    #expect(try store.subject(lookedUpBy: "111") == nil)
  }

  @Test func `belongs to one subject`() throws {
    let store = try data.open()
    let wang = try person("wang")
    let li = try person("li")
    _ = try store.prepare(CommandID(1), [part(wang, lookUp: "110")])
    expect(.lookUpReserved) { try store.record(2, part(li, event: 2, lookUp: "110")) }
    // Of the same subject too: the first command may still be discarded.
    expect(.lookUpReserved) { try store.record(2, part(wang, event: 2, lookUp: "110")) }
    store.confirm(CommandID(1))
    expect(.lookUpTaken(by: wang)) { try store.record(2, part(li, event: 2, lookUp: "110")) }
    try store.record(2, part(wang, event: 2, lookUp: "110"))
    expect(.lookUpTaken(by: wang)) {
      _ = try store.prepare(
        CommandID(3), [part(wang, event: 3, lookUp: "112"), part(li, event: 3, lookUp: "112")])
    }
    #expect(try store.rowCounts()["commands"] == 2)
  }

  @Test func `that was released is free, and the command that brought it is still known`() throws {
    let store = try data.open()
    let wang = try person("wang")
    let li = try person("li")
    try store.record(1, part(wang, lookUp: "110"))
    let superseded = [BroughtParts(subject: wang, command: CommandID(1))]
    _ = try store.prepare([CommandParts(CommandID(9), [], superseded: superseded)])
    // Not while the log may refuse the command that takes it away.
    #expect(try store.subject(lookedUpBy: "110") == wang)
    expect(.lookUpReserved) { try store.record(2, part(li, event: 2, lookUp: "110")) }
    try store.discard([CommandID(9)])
    expect(.lookUpTaken(by: wang)) { try store.record(2, part(li, event: 2, lookUp: "110")) }
    _ = try store.prepare([CommandParts(CommandID(10), [], superseded: superseded)])
    store.confirm(CommandID(10))
    #expect(try store.subject(lookedUpBy: "110") == nil)
    #expect(try store.compare(CommandID(1), [part(wang, lookUp: "110")]) == .same)
    #expect(try store.compare(CommandID(1), [part(wang, lookUp: "111")]) == .different)
    try store.record(2, part(li, event: 2, lookUp: "110"))
    try store.rotate()
    #expect(try store.subject(lookedUpBy: "110") == li)
    #expect(try store.compare(CommandID(1), [part(wang, lookUp: "110")]) == .same)
    expect(.lookUpTaken(by: li)) { try store.record(3, part(wang, event: 3, lookUp: "110")) }
    try store.erase(wang)
    #expect(try store.subject(lookedUpBy: "110") == li)
  }

  @Test func `of a part that is replaced is free, unless the new part brings it too`() throws {
    let wang = try person("wang")
    do {
      let store = try data.open()
      try store.record(1, part(wang, lookUp: "110"))
      let superseded = [BroughtParts(subject: wang, command: CommandID(1))]
      let same = [part(wang, event: 2, lookUp: "110")]
      _ = try store.prepare([CommandParts(CommandID(2), same, superseded: superseded)])
      store.confirm(CommandID(2))
      #expect(try store.subject(lookedUpBy: "110") == wang)
      let all = superseded + [BroughtParts(subject: wang, command: CommandID(2))]
      _ = try store.prepare([
        CommandParts(CommandID(3), [part(wang, event: 3, lookUp: "111")], superseded: all)
      ])
    }
    // The process died before it heard of the append; the log has the command.
    let store = try data.open()
    #expect(try store.subject(lookedUpBy: "110") == wang)
    try store.recover { _ in true }
    #expect(try store.subject(lookedUpBy: "110") == nil)
    #expect(try store.subject(lookedUpBy: "111") == wang)
    try store.record(4, part(try person("li"), event: 4, lookUp: "110"))
  }

  @Test func `stays where another part of its command is replaced`() throws {
    let wang = try person("wang")
    let store = try data.open()
    try store.record(
      1, part(wang, "person.personal", lookUp: "110"), part(wang, "person.sensitive"))
    let replaced = BroughtParts(subject: wang, part: "person.sensitive", command: CommandID(1))
    let new = part(wang, event: 2, "person.sensitive", "another")
    _ = try store.prepare([CommandParts(CommandID(2), [new], superseded: [replaced])])
    store.confirm(CommandID(2))
    #expect(try store.subject(lookedUpBy: "110") == wang)
    try store.record(3, part(try person("li"), event: 3))
    #expect(try store.subject(lookedUpBy: "110") == wang)
  }

  /// A store in which a look-up was released by a void.
  private func released(_ store: PersonalStore, _ wang: StreamName) throws -> [BroughtParts] {
    try store.record(1, part(wang, lookUp: "110"))
    let brought = [BroughtParts(subject: wang, command: CommandID(1))]
    _ = try store.prepare([CommandParts(CommandID(2), [], superseded: brought)])
    store.confirm(CommandID(2))
    #expect(try store.subject(lookedUpBy: "110") == nil)
    return brought
  }

  @Test func `of a part that counts again is reserved again, and can be released again`() throws {
    let wang = try person("wang")
    let store = try data.open()
    let brought = try released(store, wang)
    _ = try store.prepare([CommandParts(CommandID(3), [], reinstated: brought)])
    // Not before the log has the command, and nobody else's until it is settled.
    #expect(try store.subject(lookedUpBy: "110") == nil)
    expect(.lookUpReserved) {
      try store.record(4, part(try person("li"), event: 4, lookUp: "110"))
    }
    try store.rotate()
    store.confirm(CommandID(3))
    #expect(try store.subject(lookedUpBy: "110") == wang)
    expect(.lookUpTaken(by: wang)) {
      try store.record(4, part(try person("li"), event: 4, lookUp: "110"))
    }
    #expect(try store.subject(lookedUpBy: "110") == wang)
    _ = try store.prepare([CommandParts(CommandID(5), [], superseded: brought)])
    store.confirm(CommandID(5))
    try store.record(6, part(try person("li"), event: 6, lookUp: "110"))
    #expect(try store.subject(lookedUpBy: "110") == person("li"))
  }

  @Test func `that was released outlives another command that brings it and comes to nothing`()
    throws
  {
    let wang = try person("wang")
    let store = try data.open()
    let brought = try released(store, wang)
    _ = try store.prepare(CommandID(3), [part(wang, event: 3, lookUp: "110")])
    try store.rotate()
    try store.discard([CommandID(3)])
    #expect(try store.rowCounts()["lookUps"] == 0)
    #expect(try store.compare(CommandID(1), [part(wang, lookUp: "110")]) == .same)
    #expect(try store.prepare(CommandID(1), [part(wang, lookUp: "110")]).count == 1)
    _ = try store.prepare([CommandParts(CommandID(4), [], reinstated: brought)])
    store.confirm(CommandID(4))
    #expect(try store.subject(lookedUpBy: "110") == wang)
  }

  @Test func `that was released is that of the next command which brings it, as often as it is`()
    throws
  {
    let wang = try person("wang")
    let store = try data.open()
    var last = try released(store, wang)
    // More often than a subject may have look-ups.
    for round in 0..<UInt64(PersonalDataLimits.lookUpsPerSubject + 2) {
      let brings = CommandID(10 + 2 * round)
      // What counts again beside it is not taken for what it brings itself.
      _ = try store.prepare([
        CommandParts(
          brings, [part(wang, event: 10 + round, lookUp: "110")], reinstated: round == 0 ? last : []
        )
      ])[0].get()
      store.confirm(brings)
      #expect(try store.subject(lookedUpBy: "110") == wang)
      last = [BroughtParts(subject: wang, command: brings)]
      let frees = CommandID(11 + 2 * round)
      _ = try store.prepare([CommandParts(frees, [], superseded: last)])[0].get()
      store.confirm(frees)
      #expect(try store.subject(lookedUpBy: "110") == nil)
    }
    try store.rotate()
    _ = try store.prepare([CommandParts(CommandID(99), [], reinstated: last)])[0].get()
    store.confirm(CommandID(99))
    #expect(try store.subject(lookedUpBy: "110") == wang)
    #expect(try store.rowCounts()["lookUps"] == 1)
  }

  @Test func `of a part that counts again is free where the log refused the command`() throws {
    let wang = try person("wang")
    do {
      let store = try data.open()
      let brought = try released(store, wang)
      _ = try store.prepare([CommandParts(CommandID(3), [], reinstated: brought)])
      try store.discard([CommandID(3)])
      try store.record(4, part(try person("li"), event: 4, lookUp: "110"))
      let taken = [BroughtParts(subject: try person("li"), command: CommandID(4))]
      _ = try store.prepare([CommandParts(CommandID(5), [], superseded: taken)])
      store.confirm(CommandID(5))
      _ = try store.prepare([CommandParts(CommandID(6), [], reinstated: brought)])
    }
    // The process died; one life later the log has the command, in the other it hasn't.
    for (isRecorded, owner) in [(true, wang), (false, nil)] as [(Bool, StreamName?)] {
      let other = try TemporaryData(copyOf: data)
      let store = try other.open()
      try store.recover { $0 != CommandID(6) || isRecorded }
      #expect(try store.subject(lookedUpBy: "110") == owner)
      #expect(try store.rowCounts()["lookUps"] == (isRecorded ? 1 : 0))
    }
  }

  @Test func `of a part that counts again is refused where another subject has it by now`() throws {
    let wang = try person("wang")
    let li = try person("li")
    let store = try data.open()
    let brought = try released(store, wang)
    _ = try store.prepare(CommandID(3), [part(li, event: 3, lookUp: "110")])
    func reinstate() throws {
      _ = try store.prepare([CommandParts(CommandID(4), [], reinstated: brought)])[0].get()
    }
    expect(.lookUpReserved, reinstate)
    store.confirm(CommandID(3))
    expect(.lookUpTaken(by: li), reinstate)
    #expect(try store.subject(lookedUpBy: "110") == li)
  }

  @Test func `of a part that counts again waits for the void that is about to free it`() throws {
    let store = try data.open()
    let brought = [BroughtParts(subject: try person("wang"), command: CommandID(1))]
    try store.record(1, part(try person("wang"), lookUp: "110"))
    _ = try store.prepare([CommandParts(CommandID(2), [], superseded: brought)])
    expect(.lookUpReserved) {
      _ = try store.prepare([CommandParts(CommandID(3), [], reinstated: brought)])[0].get()
    }
  }

  @Test func `is not stored in clear or as a plain hash`() throws {
    let store = try data.open()
    try store.record(1, part(try person("wang"), lookUp: "110101199003070011"))
    let bytes = try TemporaryData.bytes(below: data.root)
    #expect(!bytes.holds(Array("110101199003070011".utf8)))
    #expect(!bytes.holds(Array("Wang Xiaoming".utf8)))
    let plain = Commitment.digest(salt: [], plaintext: Array("110101199003070011".utf8))
    #expect(!bytes.holds(plain.bytes))
    // The control: what is there is found.
    #expect(bytes.holds(Array("person-wang".utf8)))
  }
}

@Suite struct `The ledger of commands` {
  private let command = CommandID(1)

  @Test func `deletes when the last holder discards`() {
    var ledger = CommandLedger()
    ledger.prepare(command)
    ledger.prepare(command)
    #expect(ledger.discard(command) == .keep)
    #expect(ledger.isHeld(command))
    #expect(ledger.discard(command) == .delete)
    #expect(!ledger.isHeld(command))
  }

  @Test func `keeps what was confirmed, until it is noted`() {
    var ledger = CommandLedger()
    ledger.prepare(command)
    ledger.prepare(command)
    ledger.confirm(command)
    #expect(ledger.isConfirmed(command) && !ledger.isHeld(command))
    #expect(ledger.discard(command) == .keep)
    #expect(ledger.unnoted == [command])
    ledger.noted([command])
    #expect(ledger.unnoted.isEmpty)
  }

  @Test func `does not remember commands without parts`() {
    var ledger = CommandLedger()
    ledger.confirm(command)
    #expect(ledger.unnoted.isEmpty)
  }
}
