/// Cuts text that arrives in chunks into rows of cells, however the chunks are cut.
///
/// Taken is what spreadsheets write and a bit more: RFC 4180 with commas, semicolons or tabs, any line
/// ends, line breaks in quotes, a first line `sep=;`. A quote within an unquoted cell is a character
/// like any other. A row that can't be cut is one damaged row with its own text; what follows its line
/// is read on. Memory is bounded by one row.
public struct DelimitedReader: Sendable {
  private enum State {
    case cellStart, unquoted, quoted, quoteInQuoted
    /// In the rest of a line whose row is refused, for this.
    case skipping(damage: String)

    var isQuoted: Bool { if case .quoted = self { true } else { false } }
    var isCellStart: Bool { if case .cellStart = self { true } else { false } }
  }

  private let cellByteLimit: Int
  private var separator: UInt8?
  /// What came before the separator was known.
  private var prefix: [UInt8] = []
  private var state = State.cellStart
  private var cell: [UInt8] = []
  private var cells: [String] = []
  private var line = 1
  private var rowLine = 1
  private var quoteLine = 1
  /// The row so far, uncut.
  private var rowBytes: [UInt8] = []
  /// Where in it the last quote opens.
  private var quoteStart = 0
  /// How many quotes were never closed.
  private var openQuoteCount = 0
  private var afterCarriageReturn = false
  private var hasStopped = false
  private var rows: [SheetRow] = []

  private static let quote = UInt8(ascii: "\"")
  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// A reader that finds the separator itself.
  public init() { self.init(cellByteLimit: ImportLimits.cellByteCount) }

  init(cellByteLimit: Int) { self.cellByteLimit = cellByteLimit }

  /// The rows that end in this chunk of UTF-8 without byte order mark; blank rows are left out.
  ///
  /// - Complexity: O(bytes)
  public mutating func read(_ chunk: some Collection<UInt8>) -> [SheetRow] {
    if separator != nil {
      take(chunk)
    } else {
      prefix += chunk
      if let found = Separator(in: prefix, isEnd: false) { begin(found) }
    }
    defer { rows = [] }
    return rows
  }

  /// The last row, where the text doesn't end with a line's end.
  public mutating func finish() -> [SheetRow] {
    if separator == nil, let found = Separator(in: prefix, isEnd: true) { begin(found) }
    while !hasStopped, state.isQuoted {
      reopen("the quote that opens on line \(quoteLine) is never closed", isAtEnd: true)
    }
    if case .skipping(let damage) = state {
      endDamagedRow(damage)
    } else if !hasStopped, !state.isCellStart || !cells.isEmpty {
      endRow()
      if case .skipping(let damage) = state { endDamagedRow(damage) }
    }
    defer { rows = [] }
    return rows
  }

  /// Whether the rest of the text was given up because so many quotes are never closed.
  public var isGivenUp: Bool { hasStopped }

  private mutating func begin(_ found: Separator) {
    separator = found.byte
    line += found.linesBefore
    rowLine = line
    let rest = prefix.dropFirst(found.bytesBefore)
    prefix = []
    take(rest)
  }

  private mutating func take(_ bytes: some Collection<UInt8>) {
    for byte in bytes where !hasStopped {
      if afterCarriageReturn {
        afterCarriageReturn = false
        if byte == Self.lineFeed { continue }
      }
      take(byte)
    }
  }

  private mutating func take(_ byte: UInt8) {
    if case .skipping(let damage) = state {
      skip(byte, damage)
      return
    }
    rowBytes.append(byte)
    switch state {
    case .cellStart where byte == Self.quote:
      state = .quoted
      quoteLine = line
      quoteStart = rowBytes.count - 1
    case .cellStart, .unquoted: takeBare(byte)
    case .quoted where byte == Self.quote: state = .quoteInQuoted
    case .quoted: append(byte, isQuoted: true)
    case .quoteInQuoted where byte == Self.quote:
      append(byte, isQuoted: true)
    case .quoteInQuoted:
      // What follows a closing quote belongs to the cell, as spreadsheets have it.
      takeBare(byte)
    case .skipping: break
    }
  }

  private mutating func takeBare(_ byte: UInt8) {
    switch byte {
    case separator:
      endCell()
    case Self.lineFeed, Self.carriageReturn:
      rowBytes.removeLast()
      endRow()
      if case .skipping(let damage) = state { endDamagedRow(damage) }
      endLine(byte)
    default:
      append(byte, isQuoted: false)
    }
  }

  private mutating func append(_ byte: UInt8, isQuoted: Bool) {
    guard cell.count < cellByteLimit else {
      if isQuoted {
        reopen(
          "the quote that opens on line \(quoteLine) is not closed within \(cellByteLimit) bytes",
          isAtEnd: false)
      } else {
        state = .skipping(damage: "a cell has at most \(cellByteLimit) bytes")
      }
      return
    }
    if isQuoted {
      if byte == Self.lineFeed {
        if cell.last != Self.carriageReturn { line += 1 }
      } else if byte == Self.carriageReturn {
        line += 1
      }
    }
    state = isQuoted ? .quoted : .unquoted
    cell.append(byte)
  }

  private mutating func endCell() {
    guard cells.count < ImportLimits.columnCount else {
      state = .skipping(damage: "a row has at most \(ImportLimits.columnCount) cells")
      return
    }
    cells.append(String(decoding: cell, as: UTF8.self))
    cell.removeAll(keepingCapacity: true)
    state = .cellStart
  }

  private mutating func endRow() {
    endCell()
    guard state.isCellStart else { return }
    let row = SheetRow(line: rowLine, cells: cells)
    if !row.isBlank { rows.append(row) }
    begin()
  }

  private mutating func endLine(_ byte: UInt8) {
    afterCarriageReturn = byte == Self.carriageReturn
    line += 1
    rowLine = line
  }

  // MARK: - Rows that can't be cut

  /// Goes on with the line behind the one on which a quote opens that is never closed.
  private mutating func reopen(_ damage: String, isAtEnd: Bool) {
    let bytes = rowBytes
    let end = bytes[quoteStart...].firstIndex { $0 == Self.lineFeed || $0 == Self.carriageReturn }
    guard end != nil || isAtEnd else {
      state = .skipping(damage: damage)
      return
    }
    openQuoteCount += 1
    hasStopped = openQuoteCount == ImportLimits.openQuoteCount
    rowBytes.removeSubrange((end ?? bytes.endIndex)...)
    endDamagedRow(hasStopped ? damage + "; from there on nothing was read" : damage)
    guard let end else { return }
    line = quoteLine
    endLine(bytes[end])
    take(bytes[(end + 1)...])
  }

  private mutating func skip(_ byte: UInt8, _ damage: String) {
    if byte == Self.lineFeed || byte == Self.carriageReturn {
      endDamagedRow(damage)
      endLine(byte)
    } else if rowBytes.count < ImportLimits.rawByteCount {
      rowBytes.append(byte)
    }
  }

  private mutating func endDamagedRow(_ damage: String) {
    rows.append(SheetRow(line: rowLine, cells: [SheetRow.raw(rowBytes)], damage: damage))
    begin()
  }

  /// Makes ready for a row.
  private mutating func begin() {
    state = .cellStart
    cells.removeAll(keepingCapacity: true)
    cell.removeAll(keepingCapacity: true)
    rowBytes.removeAll(keepingCapacity: true)
  }
}

/// What divides the cells of a text, as its first lines show.
private struct Separator {
  let byte: UInt8
  /// Bytes of a line that only names the separator.
  var bytesBefore = 0
  var linesBefore = 0

  /// The most bytes that are waited for.
  private static let patience = 64 << 10

  /// - Returns: `nil` while more must be seen.
  init?(in bytes: [UInt8], isEnd: Bool) {
    let isEnd = isEnd || bytes.count >= Self.patience
    let ending = bytes.firstIndex { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
    guard let end = ending ?? (isEnd ? bytes.endIndex : nil) else { return nil }
    if let named = Self.named(bytes[..<end]) {
      // The line's end may be two bytes, the second of which isn't here yet.
      guard isEnd || end + 1 < bytes.count else { return nil }
      let isPair = bytes[end...].starts(with: [UInt8(ascii: "\r"), UInt8(ascii: "\n")])
      byte = named
      bytesBefore = min(end + (isPair ? 2 : 1), bytes.count)
      linesBefore = 1
      return
    }
    guard let most = Self.mostCommon(bytes, isEnd: isEnd) else { return nil }
    byte = most
  }

  /// The separator of a line `sep=;`, with or without quotes.
  private static func named(_ line: ArraySlice<UInt8>) -> UInt8? {
    var text = line
    if text.first == UInt8(ascii: "\""), text.last == UInt8(ascii: "\"") {
      text = text.dropFirst().dropLast()
    }
    guard text.count == 5, String(decoding: text.prefix(4), as: UTF8.self).lowercased() == "sep="
    else { return nil }
    return text.last
  }

  /// The most common candidate outside quotes on the first line that has one; a comma where none has.
  private static func mostCommon(_ bytes: [UInt8], isEnd: Bool) -> UInt8? {
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
    var counts = [0, 0, 0]
    var isQuoted = false
    for byte in bytes {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if let index = candidates.firstIndex(of: byte) { counts[index] += 1 }
      guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else { continue }
      if counts != [0, 0, 0] { return candidates[largest(counts)] }
    }
    return isEnd ? candidates[largest(counts)] : nil
  }

  private static func largest(_ counts: [Int]) -> Int {
    counts.indices.reduce(0) { counts[$1] > counts[$0] ? $1 : $0 }
  }
}
