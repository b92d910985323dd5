import EventModel
import Testing
import TestSupport

@testable import PersonalData

/// What the store should hold, kept in dictionaries.
private struct Model {
  struct Stored {
    var parts: [PersonalPart]
    var references: [PersonalPartReference]
    var isConfirmed: Bool
    /// Whether the log has it; a confirmation may be forgotten by a crash.
    var isRecorded: Bool
  }

  var commands: [UInt64: Stored] = [:]
  var lookUps: [String: (subject: StreamName, command: UInt64)] = [:]
  var erased: Set<StreamName> = []

  mutating func delete(_ command: UInt64) {
    commands[command] = nil
    lookUps = lookUps.filter { $0.value.command != command }
  }
}

@Suite struct `A random history of the store` {
  @Test(arguments: Seeds.and(1, 2, 3))
  func `leaves what a model says`(seed: UInt64) throws {
    let data = try TemporaryData()
    var random = SeededGenerator(seed: seed)
    var model = Model()
    var next: UInt64 = 1
    for _ in 0..<12 {
      // One life of the process.
      let store = try data.open()
      for (command, stored) in model.commands where !stored.isConfirmed && !stored.isRecorded {
        model.delete(command)
      }
      let recorded = Set(model.commands.filter(\.value.isRecorded).keys.map { CommandID($0) })
      try store.recover(isRecorded: recorded.contains)
      for command in model.commands.keys { model.commands[command]?.isConfirmed = true }
      try store.completeErasures(of: model.erased)
      for _ in 0..<30 { try step(store, &model, &next, &random) }
      try compare(store, model)
    }
  }

  private func step(
    _ store: PersonalStore, _ model: inout Model, _ next: inout UInt64,
    _ random: inout SeededGenerator
  ) throws {
    let open = model.commands.filter { !$0.value.isConfirmed }.keys.sorted()
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<50:
      try prepare(store, &model, next, &random)
      next += 1
    case 50..<75:
      guard let command = open.randomElement(using: &random) else { return }
      store.confirm(CommandID(command))
      model.commands[command]?.isConfirmed = true
      model.commands[command]?.isRecorded = true
    case 75..<80:
      // The log has it, but the process dies before it says so.
      guard let command = open.randomElement(using: &random) else { return }
      model.commands[command]?.isRecorded = true
    case 80..<92:
      let unrecorded = open.filter { model.commands[$0]?.isRecorded == false }
      guard let command = unrecorded.randomElement(using: &random) else { return }
      try store.discard([CommandID(command)])
      model.delete(command)
    case 92..<97:
      let subject = try person(Int.random(in: 0..<12, using: &random))
      try store.erase(subject)
      model.erased.insert(subject)
      model.lookUps = model.lookUps.filter { $0.value.subject != subject }
    default:
      try store.rotate()
    }
  }

  private func prepare(
    _ store: PersonalStore, _ model: inout Model, _ number: UInt64, _ random: inout SeededGenerator
  ) throws {
    var parts = [PersonalPart]()
    for index in 0..<Int.random(in: 1...3, using: &random) {
      let lookUp =
        Bool.random(using: &random) ? "id \(Int.random(in: 0..<20, using: &random))" : nil
      parts.append(
        part(
          try person(Int.random(in: 0..<12, using: &random)), event: number * 8 + UInt64(index),
          "student.personal", "text \(random.next())", lookUp: lookUp))
    }
    var expected: PersonalDataError.Code?
    var reserved: [String: StreamName] = [:]
    for part in parts where expected == nil {
      if model.erased.contains(part.subject) {
        expected = .erased(part.subject)
      } else if let text = part.lookUp {
        if let owner = model.lookUps[text] {
          if model.commands[owner.command]?.isConfirmed == false {
            expected = .lookUpReserved
          } else if owner.subject != part.subject {
            expected = .lookUpTaken(by: owner.subject)
          }
        } else if let other = reserved[text], other != part.subject {
          expected = .lookUpTaken(by: other)
        }
        if expected == nil, model.lookUps[text] == nil { reserved[text] = part.subject }
      }
    }
    if let expected {
      PersonalDataTests.expect(expected) { _ = try store.prepare(CommandID(number), parts) }
      return
    }
    let references = try store.prepare(CommandID(number), parts)
    model.commands[number] = Model.Stored(
      parts: parts, references: references, isConfirmed: false, isRecorded: false)
    for (text, subject) in reserved { model.lookUps[text] = (subject, number) }
  }

  private func compare(_ store: PersonalStore, _ model: Model) throws {
    for (number, stored) in model.commands {
      for (part, reference) in zip(stored.parts, stored.references) {
        let expected: OpenedPart =
          model.erased.contains(part.subject) ? .unavailable(.erased) : .known(part.plaintext)
        #expect(try store.open(reference, for: .decision) == expected)
      }
      #expect(try store.compare(CommandID(number), stored.parts) == .same)
    }
    for number in 0..<20 {
      let owner = model.lookUps["id \(number)"]
      let isAnswered = owner.map { model.commands[$0.command]?.isConfirmed ?? false } ?? false
      #expect(try store.subject(lookedUpBy: "id \(number)") == (isAnswered ? owner?.subject : nil))
    }
    let counts = try store.rowCounts()
    #expect(counts["lookUps"] == model.lookUps.count)
    #expect(counts["commands"] == model.commands.count)
    #expect(counts["erased"] == model.erased.count)
    let living = model.commands.values.flatMap(\.parts)
      .filter { !model.erased.contains($0.subject) }
    #expect(counts["parts"] == living.count)
    #expect(counts["subjects"] == Set(living.map(\.subject)).count)
  }
}

@Suite struct `Many threads` {
  @Test func `prepare, read and rotate without harm`() async throws {
    let data = try TemporaryData()
    let store = try data.open()
    let fixed = try store.record(1, part(try person("fixed"), lookUp: "fixed"))[0]
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<4 {
        group.addTask {
          for round in 0..<40 {
            let number = UInt64(worker * 1_000 + round + 10)
            let reference = try store.record(
              number, part(try person(number), event: number, lookUp: "id \(number)"))[0]
            #expect(try store.text(of: reference) == "Wang Xiaoming")
            #expect(try store.text(of: fixed) == "Wang Xiaoming")
            #expect(try store.subject(lookedUpBy: "id \(number)") == person(number))
          }
        }
      }
      group.addTask { for _ in 0..<5 { try store.rotate() } }
      group.addTask {
        for round in 0..<3 { try store.backUp(to: data.root + "/backup\(round)") }
      }
      try await group.waitForAll()
    }
    #expect(store.availability == .ready(generation: 6))
    #expect(try store.rowCounts()["parts"] == 161)
  }
}
