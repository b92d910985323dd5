/// What a verification of the personal store looked at, and what it found wrong; it repairs nothing.
///
/// It names streams and files, and shows nothing of what a part holds.
public struct PersonalReport: Sendable {
  /// How many problems are kept; more are counted.
  public static let problemLimit = 100

  /// Sealed parts.
  public internal(set) var parts: UInt64 = 0
  /// Parts that were opened and are what their commitments say.
  public internal(set) var opened: UInt64 = 0
  /// References of the log to parts that are here.
  public internal(set) var found: UInt64 = 0
  /// References of the log to parts of persons who were erased.
  public internal(set) var erased: UInt64 = 0
  /// References of the log to parts that are not here, though nobody erased them: they were given up,
  /// or the log was imported.
  public internal(set) var absent: UInt64 = 0

  /// The first problems, in the order in which they were found.
  public private(set) var problems: [String] = []
  /// How many problems there are.
  public private(set) var problemCount: UInt64 = 0
  /// What this verification says nothing about.
  public internal(set) var notChecked: [String] = []

  /// Whether nothing was found wrong.
  public var isWhole: Bool { problemCount == 0 }

  mutating func note(_ problem: String) {
    problemCount += 1
    if problems.count < Self.problemLimit { problems.append(problem) }
  }
}
