import Cooperation
import Importing

/// What became of the rows of a file when it first came, as the import's stream keeps it.
///
/// The rows that were recorded need none: their commands give their first receipts.
struct FirstResults: Sendable {
  /// The first row that nothing is kept of.
  let nextRow: Int
  /// How many rows before it were recorded.
  let recorded: Int
  /// How many of them said what was known.
  let alreadySo: Int
  /// How many of them were refused.
  let rejected: Int
  /// Whether the file comes in the same way: with another mapping its rows are others.
  private let isSameWay: Bool
  /// The refused rows, by number.
  private let refused: [Int: PBImportRowRejected]

  /// Of a file of which nothing is known.
  static let none = FirstResults(
    nextRow: 1, recorded: 0, alreadySo: 0, rejected: 0, isSameWay: false, refused: [:])

  /// Of a file that somebody else handed in first: what became of its rows is told there.
  static let anothers = FirstResults(
    nextRow: 1, recorded: 0, alreadySo: 0, rejected: 0, isSameWay: false, refused: [:],
    isAnothers: true)

  /// Whether they are for others; then this import is none that the file's stream could hold.
  let isAnothers: Bool

  init(
    nextRow: Int, recorded: Int, alreadySo: Int, rejected: Int, isSameWay: Bool,
    refused: [Int: PBImportRowRejected], isAnothers: Bool = false
  ) {
    self.isAnothers = isAnothers
    self.nextRow = nextRow
    self.recorded = recorded
    self.alreadySo = alreadySo
    self.rejected = rejected
    self.isSameWay = isSameWay
    self.refused = refused
  }

  /// Why a row was first refused; `nil` where it wasn't, or not for what stands in the log.
  func refusal(of placed: SheetReader.Placed) -> RowProblem? {
    guard isSameWay, let rejection = refused[placed.row.number] else { return nil }
    return RowProblem(first: rejection, in: placed.layout)
  }

  /// Whether a row was answered and not refused: what of it isn't recorded had been so already.
  func accepted(_ row: Int) -> Bool { isSameWay && row < nextRow && refused[row] == nil }
}
