import CommandHandling
import Cooperation
import EventModel
import HTTPAPI
import Importing

/// What is imported: a file, as which kind, and what the clerk says of it.
struct ImportPlan: Sendable {
  let source: ImportSource
  let kind: ImportKind
  let mapping: ColumnMapping
  /// SHA-256 of the mapping file.
  let mappingDigest: Digest?
  let options: ImportOptions

  /// What the log is to keep of the import, with all rows counted.
  ///
  /// - Throws: ``Failure`` for a file that is none of its kind: then nothing at all is recorded.
  func record() throws(Failure) -> ImportRecord {
    do throws(SheetProblem) {
      return try ImportRecord(
        kind, file: source.survey.sha256, rowCount: try rowCount(), mapping: mappingDigest)
    } catch {
      throw Failure(.damageOrRefused, "\(source.name): \(error)")
    }
  }

  /// The import's stream.
  var stream: StreamName {
    get throws(Failure) {
      do throws(EventModelError) {
        return try Cooperation.Import.stream(
          kind: kind.name, sha256: source.survey.sha256.description)
      } catch {
        throw Failure(.bug, error.reason)
      }
    }
  }

  /// Whether the mapping is the one of that digest; an empty text is none.
  func isMapped(as sha256: String) -> Bool { sha256 == mappingDigest?.description ?? "" }

  private func rowCount() throws(SheetProblem) -> Int {
    let decoder = try TextDecoder(source.survey.encoding)
    var reader = SheetReader(kind, mapping: mapping, isJSON: source.survey.isJSON)
    var count = 0
    var offset = 0
    while !reader.isGivenUp {
      let chunk: [UInt8]
      do throws(Failure) {
        chunk = try source.bytes(from: offset)
      } catch {
        throw SheetProblem(error.reason ?? "it can't be read")
      }
      if chunk.isEmpty { break }
      offset += chunk.count
      count += try reader.read(decoder.decode(chunk)).count
    }
    count += try reader.read(decoder.finish()).count
    return count + (try reader.finish()).count
  }
}

/// Reads a sheet and makes commands of its rows, a few hundred at a time.
///
/// An actor, so that the next rows are made into commands while the last ones are being decided.
actor ImportRows {
  private let plan: ImportPlan
  private let door: any ImportDoor
  private let lookUps: CachedLookUps
  private let answers: RowAnswers
  private let first: FirstResults
  /// The file's digest in hex.
  private let fileText: String
  private let decoder: TextDecoder
  private var reader: SheetReader
  private var offset = 0
  private var isAtEnd = false
  private var waiting: [SheetReader.Placed] = []

  /// Rows that are made into commands together.
  private static let rowsPerBatch = 256

  /// - Throws: ``Failure`` when the file's encoding can't be read here.
  init(
    _ plan: ImportPlan, _ door: any ImportDoor, _ answers: RowAnswers, first: FirstResults
  ) throws(Failure) {
    self.plan = plan
    self.first = first
    self.door = door
    lookUps = CachedLookUps(door)
    self.answers = answers
    fileText = plan.source.survey.sha256.description
    do throws(SheetProblem) {
      decoder = try TextDecoder(plan.source.survey.encoding)
    } catch {
      throw Failure(.damageOrRefused, error.reason)
    }
    reader = SheetReader(
      plan.kind, mapping: plan.mapping, isJSON: plan.source.survey.isJSON)
  }

  /// How much of the file has been read, 0 to 1.
  var share: Double { Double(offset) / Double(max(plan.source.survey.byteCount, 1)) }

  /// The next commands, entered in the ledger before they are returned; `nil` at the end, once the
  /// user has interrupted, or when something else ended the import.
  func next() async throws(Failure) -> [TranslatedCommand]? {
    while waiting.isEmpty, !isAtEnd {
      if Interruption.isRequested { return nil }
      try readOn()
    }
    if waiting.isEmpty || Interruption.isRequested || answers.failure != nil { return nil }
    let batch = Array(waiting.prefix(Self.rowsPerBatch))
    waiting.removeFirst(batch.count)
    var commands: [TranslatedCommand] = []
    for (placed, fate) in zip(batch, try await fates(of: batch)) {
      switch fate {
      case .handIn(let own):
        answers.enter(placed, commands: own)
        commands += own
      case .refuse(let problems, let done):
        answers.enter(placed, problems: problems, done: done)
      }
    }
    return commands
  }

  /// The next commands as a session takes them, and how much of the file has been read.
  func parsed() async -> Result<ParsedBatch?, Failure> {
    do throws(Failure) {
      guard let commands = try await next() else { return .success(nil) }
      return .success(ParsedBatch(commands: commands.map(\.parsed), share: share))
    } catch {
      return .failure(error)
    }
  }

  private func readOn() throws(Failure) {
    let chunk = try plan.source.bytes(from: offset)
    offset += chunk.count
    do throws(SheetProblem) {
      if chunk.isEmpty || reader.isGivenUp {
        isAtEnd = true
        waiting += try reader.read(decoder.finish())
        waiting += try reader.finish()
      } else {
        waiting += try reader.read(decoder.decode(chunk))
      }
    } catch {
      throw Failure(.damageOrRefused, "\(plan.source.name): \(error)")
    }
    answers.ignore(reader.ignored, exampleCount: reader.exampleCount)
  }

  // MARK: - From rows to commands

  /// What is done with a row.
  private enum Fate {
    /// Its commands are handed in; where there are none, all of it is so already.
    case handIn([TranslatedCommand])
    /// It is refused; these cells say what of it is done.
    case refuse([RowProblem], done: [DoneCell])
  }

  /// What is done with some rows.
  ///
  /// The log is asked first whether it knows a row: one that was recorded gets its first receipts,
  /// wherever what it names leads by now. Only what the log doesn't know is looked up.
  private func fates(of batch: [SheetReader.Placed]) async throws(Failure) -> [Fate] {
    let rows = batch.map { read($0) }
    let recorded = try await recorded(of: rows)
    var fates: [Fate?] = []
    var repeats: [[TranslatedCommand]?] = []
    for (index, row) in rows.enumerated() {
      let own = row.commands(recorded: recorded[index])
      let known = own?.filter { $0.id.flatMap { recorded[index][$0] } != nil }
      // Of a row that the log doesn't know nothing tells with which options it was accepted.
      let isSame =
        recorded[index].isEmpty ? plan.options == ImportOptions() : own != nil
      // What of an accepted row isn't in the log had been so already; it is not asked what it is now.
      let isSettled =
        isSame && first.accepted(batch[index].row.number)
        || own != nil && known?.count == own?.count
      fates.append(isSettled ? .handIn(known ?? []) : nil)
      repeats.append(recorded[index].isEmpty ? [] : known)
    }
    let open = rows.indices.filter { fates[$0] == nil }
    for (index, translation) in zip(open, try await translations(of: open.map { rows[$0] })) {
      fates[index] = try await fate(of: batch[index], translation, repeats[index])
    }
    return fates.compactMap(\.self)
  }

  /// What is done with a row of which the log doesn't know all.
  ///
  /// - Parameter repeats: the commands that it knows, as they were recorded; `nil` where the row says
  ///   something else now.
  private func fate(
    of placed: SheetReader.Placed, _ translation: RowTranslation, _ repeats: [TranslatedCommand]?
  ) async throws(Failure) -> Fate {
    let refusal = first.refusal(of: placed)
    switch translation {
    case .commands(let today):
      let commands = today.map { command in repeats?.first { $0.id == command.id } ?? command }
      guard let refusal else { return .handIn(commands) }
      switch plan.kind.repeated(
        refusal, placed.row, placed.layout, commands, foreseen: try await door.foresee(commands))
      {
      case .recorded: return .handIn(commands)
      case .refused(let problem, let done): return .refuse([problem], done: done)
      }
    case .refused(let problems):
      guard let repeats else { return .refuse([.recordedOtherwise] + problems, done: []) }
      return .refuse(
        refusal?.repeated(problems) ?? problems, done: repeats.compactMap(\.done))
    case .wants: preconditionFailure("a row asks for more after all look-ups")
    }
  }

  private func read(_ placed: SheetReader.Placed) -> ReadRow {
    let identity = RowIdentity(
      file: plan.source.survey.sha256, fileText: fileText, kind: plan.kind.name,
      row: placed.row.number)
    return plan.kind.read(placed.row, placed.layout, identity: identity, options: plan.options)
  }

  /// Which commands of rows the log knows.
  private func recorded(
    of rows: [ReadRow]
  ) async throws(Failure) -> [[CommandID: RecordedCommand]] {
    let ids = rows.map(\.commandIDs)
    var known = try await door.recorded(ids.flatMap(\.self))[...]
    return ids.map { own in
      var recorded: [CommandID: RecordedCommand] = [:]
      for (id, command) in zip(own, known) where command != nil { recorded[id] = command }
      known = known.dropFirst(own.count)
      return recorded
    }
  }

  /// What rows lead to, by what is recorded now; all are looked up together, round by round.
  private func translations(of rows: [ReadRow]) async throws(Failure) -> [RowTranslation] {
    var known = [[LookUp: LookUpAnswer]](repeating: [:], count: rows.count)
    var translations = rows.map { $0.translation([:]) }
    for _ in 0..<ImportLimits.lookUpRounds {
      var wanted: [Int: Set<LookUp>] = [:]
      for (index, translation) in translations.enumerated() {
        if case .wants(let lookUps) = translation { wanted[index] = lookUps }
      }
      if wanted.isEmpty { break }
      let answers = try await lookUps.answers(
        to: wanted.values.reduce(into: []) { $0.formUnion($1) })
      for (index, lookUps) in wanted {
        for lookUp in lookUps { known[index][lookUp] = answers[lookUp] }
        translations[index] = rows[index].translation(known[index])
      }
    }
    return translations
  }
}

extension RowProblem {
  /// A recorded row whose cells are refused now: by another mapping, or by a reader that takes less.
  static let recordedOtherwise = RowProblem(
    .duplicate,
    "this row, or a part of it, is recorded as it was read when the file first came: put right what is "
      + "wrong there with a command that corrects it; a mended row would be recorded a second time")
}

/// The commands of some rows.
struct ParsedBatch: Sendable {
  let commands: [Result<ParsedCommand, CommandError>]
  /// How much of the file has been read, 0 to 1.
  let share: Double
}

extension TranslatedCommand {
  /// The command as a session takes it.
  var parsed: Result<ParsedCommand, CommandError> { Result(command: command) }
}
