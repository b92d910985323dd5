public import Cooperation
public import EventModel

/// What the log keeps of an import besides its rows: that the file came, and what became of its rows, a
/// run of them at a time.
public struct ImportRecord: Sendable {
  private let stream: String
  private let received: PBImportReceived
  /// The next row that no run holds; `nil` once a row is missing.
  private var nextRow: Int?
  private var run = PBImportRowsProcessed()
  private var runs: [PBCommand] = []
  private var totals = PBImportCompleted()

  /// A record of one file.
  ///
  /// - Parameters:
  ///   - rowCount: how many rows the file has.
  ///   - mapping: SHA-256 of the mapping file, if one is used.
  /// - Throws: ``SheetProblem`` for a file with more rows than can be counted.
  public init(
    _ kind: ImportKind, file: Digest, rowCount: Int, mapping: Digest?
  ) throws(SheetProblem) {
    do throws(EventModelError) {
      stream = try Import.stream(kind: kind.name, sha256: file.description).text
    } catch {
      throw SheetProblem(error.reason)
    }
    guard let count = Int32(exactly: rowCount) else {
      throw SheetProblem("a file has at most \(Int32.max) rows")
    }
    var received = PBImportReceived()
    received.kind = kind.name
    received.fileSha256 = file.description
    received.rowCount = count
    if let mapping { received.mappingSha256 = mapping.description }
    self.received = received
    nextRow = 1
  }

  /// The stream that holds it.
  public var name: String { stream }

  /// That the file came; recorded before its rows.
  public var reception: PBCommand {
    var command = PBCommand()
    command.receiveImport.import = stream
    command.receiveImport.details = received
    return command
  }

  /// Goes on behind what is recorded already.
  ///
  /// - Parameter nextRow: the first row that no run holds.
  public mutating func resume(
    at nextRow: Int, recorded: Int, alreadySo: Int, rejected: Int
  ) {
    self.nextRow = nextRow
    totals.recordedCount = Int32(recorded)
    totals.alreadySoCount = Int32(alreadySo)
    totals.rejectedCount = Int32(rejected)
  }

  /// Takes in what became of a row; rows come in their order.
  public mutating func add(_ result: RowResult) {
    guard let next = nextRow, result.row.number >= next else { return }
    guard result.row.number == next, result.status != .unanswered else {
      // Nobody knows what became of a row; it and those behind it are for the next time.
      endRun()
      nextRow = nil
      return
    }
    if !run.hasFirstRow { run.firstRow = Int32(next) }
    run.rowCount += 1
    switch result.status {
    case .recorded, .repeated: run.recordedCount += 1
    case .alreadySo: run.alreadySoCount += 1
    case .refused, .unanswered: run.rejected.append(PBImportRowRejected(result))
    }
    nextRow = next + 1
    if run.rowCount == Self.rowsPerRun || run.rejected.count == Self.rejectedPerRun { endRun() }
  }

  /// What is to be recorded behind the rows: the runs, and that the import is complete.
  public mutating func commands() -> [PBCommand] {
    endRun()
    guard let nextRow, nextRow == Int(received.rowCount) + 1 else { return runs }
    var command = PBCommand()
    command.completeImport.import = stream
    command.completeImport.details = totals
    return runs + [command]
  }

  /// Rows of one run; the refused ones have to fit into one record.
  private static let rowsPerRun: Int32 = 5_000
  private static let rejectedPerRun = 250

  private mutating func endRun() {
    guard run.hasFirstRow else { return }
    // Said also where there are none: all three stand in every run.
    run.recordedCount += 0
    run.alreadySoCount += 0
    totals.recordedCount += run.recordedCount
    totals.alreadySoCount += run.alreadySoCount
    totals.rejectedCount += Int32(run.rejected.count)
    var command = PBCommand()
    command.recordImportRows.import = stream
    command.recordImportRows.details = run
    runs.append(command)
    run = PBImportRowsProcessed()
  }
}

extension PBImportRowRejected {
  /// Why a row was refused; nothing of its cells.
  fileprivate init(_ result: RowResult) {
    self.init()
    row = Int32(result.row.number)
    guard let problem = result.problems.first else { return }
    if let header = problem.header { column = String(header.prefix(RowProblem.keptHeaderCount)) }
    code = problem.code.rawValue
    reason =
      switch problem.code {
      // What the domain said of a value may depend on what was recorded, other than a cell's form.
      case .wrongDataType: problem.isOfDomain ? .refused : .wrongDataType
      case .missing: problem.isOfDomain ? .refused : .missing
      case .badFormat: problem.isOfDomain ? .refused : .badFormat
      case .badLength: problem.isOfDomain ? .refused : .badLength
      case .unknownReference: .unknownReference
      case .duplicate: .duplicate
      case .wrongState, .rule, .inTheFuture, .unconfirmed, .notPermitted, .cannotBeAssessed:
        .refused
      }
  }
}
