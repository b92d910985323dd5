public import EventModel

/// What became of one row.
public struct RowResult: Hashable, Sendable {
  /// What became of it, in a word.
  public enum Status: String, Hashable, Sendable {
    /// It was recorded now.
    case recorded
    /// It had been recorded before; this is its first result.
    case repeated
    /// Nothing had to be recorded.
    case alreadySo
    /// It is not recorded, or not wholly.
    case refused
    /// It was not read, because something else ended the import.
    case unanswered
  }

  /// The row as it stands in the file.
  public let row: SheetRow
  /// Where its columns are.
  public let layout: SheetLayout
  /// What became of it.
  public internal(set) var status: Status
  /// What is wrong with it.
  public internal(set) var problems: [RowProblem] = []
  /// The events that it led to, in order.
  public internal(set) var events: [RowEvent] = []
  /// How many findings were opened with it.
  public internal(set) var findingCount = 0
  /// How many reviews were opened with it.
  public internal(set) var reviewCount = 0
  /// Cells that say which of its commands are done although the row is refused.
  public internal(set) var done: [DoneCell] = []

  /// The streams that it brought events to, each once, in order.
  public var streams: [StreamName] { events.map(\.stream).uniqued() }
}

/// An event that a row led to: whoever corrects or voids it names it by its id.
public struct RowEvent: Hashable, Sendable {
  /// Its id.
  public let id: EventID
  /// Its type.
  public let type: EventType
  /// Where it stands.
  public let stream: StreamName

  /// An event.
  public init(id: EventID, type: EventType, stream: StreamName) {
    self.id = id
    self.type = type
    self.stream = stream
  }
}

/// What became of one command.
public enum CommandOutcome: Hashable, Sendable {
  /// It was recorded now, recorded before, or already so.
  case accepted(RowResult.Status, events: [RowEvent], findingCount: Int, reviewCount: Int)
  /// It was refused: the problem's code, sentence, field and rule.
  case refused(code: String, reason: String, path: String?, rule: String?)
}
