public import EventModel
public import MerkleTree

/// What a verification looked at, and what it found wrong; it repairs nothing.
public struct VerifyReport: Sendable {
  /// Something that is not as it must be.
  public struct Problem: Hashable, Sendable, CustomStringConvertible {
    /// Where it is.
    public enum Place: Hashable, Sendable {
      /// The log as a whole.
      case log
      /// The record at a position.
      case record(Position)
      /// A hash: the tile file's number, and the hash's number in it.
      case tile(level: Int, index: UInt64)
      /// A table of the index.
      case index(table: String)
    }

    /// Where it is.
    public let place: Place
    /// What is wrong there, in a sentence.
    public let reason: String

    /// Place and reason.
    public var description: String {
      switch place {
      case .log: "log: \(reason)"
      case .record(let position): "position \(position): \(reason)"
      case .tile(let level, let index): "tiles/\(level), hash \(index): \(reason)"
      case .index(let table): "index, table \(table): \(reason)"
      }
    }
  }

  /// What no verification of a log says anything about, in words.
  public enum Beyond: String, Hashable, Sendable, CaseIterable {
    /// Payloads are the domain's.
    case payloads = "whether payloads decode as messages of their types"
    /// What clients sent is not kept.
    case commandDigests = "whether command digests are those of the commands that clients sent"
    /// Personal parts are kept beside the log.
    case personalParts = "whether personal parts are there and match their commitments"
    /// No index holds them.
    case eventIDs = "whether event ids are unique"
    /// Read models are kept beside the log.
    case readModels = "whether read models match the log"
  }

  /// How many of what were checked.
  public struct Counts: Hashable, Sendable {
    /// Records, each of them hashed and decoded.
    public var records: UInt64 = 0
    /// Their bytes.
    public var recordBytes: UInt64 = 0
    /// Appends.
    public var appends: UInt64 = 0
    /// Streams.
    public var streams: UInt64 = 0
    /// Hashes of the tile files.
    public var tileHashes: UInt64 = 0
    /// Positions that the index has for streams, types and commands.
    public var indexedPositions: UInt64 = 0
    /// Heads that were kept elsewhere and are this log's.
    public var keptHeads: UInt64 = 0
  }

  /// How many problems are kept; more are counted.
  public static let problemLimit = 1_000

  /// The size and the root that the log states.
  public internal(set) var stated: TreeHead?
  /// The size and the root that its records lead to.
  public internal(set) var computed: TreeHead = .empty
  /// What was checked.
  public internal(set) var counts = Counts()
  /// The first problems, in the order in which they were found.
  public private(set) var problems: [Problem] = []
  /// How many problems there are.
  public private(set) var problemCount = 0
  /// What this verification had to leave out, of what it otherwise looks at; see also ``Beyond``.
  public internal(set) var notChecked: [String] = []

  /// Whether nothing was found wrong.
  public var isWhole: Bool { problemCount == 0 }

  mutating func note(_ place: Problem.Place, _ reason: String) {
    problemCount += 1
    if problems.count < Self.problemLimit {
      problems.append(Problem(place: place, reason: reason))
    }
  }

  /// Takes in what another one found.
  mutating func add(problemsOf other: VerifyReport) {
    problemCount += other.problemCount
    problems += other.problems.prefix(Self.problemLimit - problems.count)
  }
}
