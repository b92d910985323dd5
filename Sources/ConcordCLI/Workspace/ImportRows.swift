import CommandHandling
import Cooperation
import Deciding
import EventModel
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
    _ plan: ImportPlan, _ lookUps: any LookUps, _ answers: RowAnswers,
    first: FirstResults = .none
  ) throws(Failure) {
    self.plan = plan
    self.first = first
    self.lookUps = CachedLookUps(lookUps)
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
    let batch = waiting.prefix(Self.rowsPerBatch)
    waiting.removeFirst(batch.count)
    var commands: [TranslatedCommand] = []
    for placed in batch {
      switch try await translation(of: placed) {
      case .commands(let own):
        if case .refused(let problem, let done)? = first.repeated(placed, plan.kind, own) {
          answers.enter(placed, problems: [problem], done: done)
          continue
        }
        answers.enter(placed, commands: own)
        commands += own
      case .refused(let problems): answers.enter(placed, problems: problems)
      case .wants: preconditionFailure("a row asks for more after all look-ups")
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

  private func translation(
    of placed: SheetReader.Placed
  ) async throws(Failure) -> RowTranslation {
    let identity = RowIdentity(
      file: plan.source.survey.sha256, fileText: fileText, kind: plan.kind.name,
      row: placed.row.number)
    let row = plan.kind.read(placed.row, placed.layout, identity: identity, options: plan.options)
    var known: [LookUp: LookUpAnswer] = [:]
    var translation = row.translation(known)
    for _ in 0..<ImportLimits.lookUpRounds {
      guard case .wants(let wanted) = translation else { break }
      for lookUp in wanted { known[lookUp] = try await lookUps.answer(lookUp) }
      translation = row.translation(known)
    }
    return translation
  }
}

/// The commands of some rows.
struct ParsedBatch: Sendable {
  let commands: [Result<ParsedCommand, CommandError>]
  /// How much of the file has been read, 0 to 1.
  let share: Double
}

extension TranslatedCommand {
  /// The command as a session takes it.
  var parsed: Result<ParsedCommand, CommandError> {
    do throws(Rejection) {
      return .success(try ParsedCommand(command))
    } catch {
      return .failure(.rejected(error))
    }
  }
}
