public import EventModel

/// One part of an event's personal data before it is sealed: one subject, role and class.
public struct PersonalPart: Hashable, Sendable {
  /// The event that will refer to the part.
  public var event: EventID
  /// The person's stream.
  public var subject: StreamName
  /// Role and class, as `student.personal`: `[a-z]+(\.[a-z]+)*`.
  public var part: String
  /// The plaintext, at most ``PersonalDataLimits/partByteCount`` bytes; never logged.
  public var plaintext: [UInt8]
  /// What the person can be looked up by, as an ID number in its one canonical spelling.
  public var lookUp: String?

  /// A part.
  public init(
    event: EventID, subject: StreamName, part: String, plaintext: [UInt8], lookUp: String? = nil
  ) {
    self.event = event
    self.subject = subject
    self.part = part
    self.plaintext = plaintext
    self.lookUp = lookUp
  }

  /// Refuses what can't be stored.
  func checkForm() throws(PersonalDataError) {
    let isName = StreamCategory.isWellFormed(part.utf8)
    guard isName, part.utf8.count <= PersonalDataLimits.partNameByteCount else {
      throw PersonalDataError(
        .malformedPart,
        "a part's name is words of lower-case letters with full stops between them, "
          + "as student.personal, at most \(PersonalDataLimits.partNameByteCount) bytes")
    }
    guard plaintext.count <= PersonalDataLimits.partByteCount else {
      throw PersonalDataError(
        .limit,
        "a personal part has at most \(PersonalDataLimits.partByteCount) bytes, "
          + "not \(plaintext.count)", at: subject.text)
    }
    guard let lookUp else { return }
    guard !lookUp.isEmpty, lookUp.utf8.count <= PersonalDataLimits.lookUpByteCount else {
      throw PersonalDataError(
        .malformedPart,
        "a look-up text has 1 to \(PersonalDataLimits.lookUpByteCount) bytes, "
          + "not \(lookUp.utf8.count)", at: subject.text)
    }
  }

  /// Where in a command the part stands; unique in it.
  var slot: PartSlot { PartSlot(event: event, subject: subject, part: part) }
}

/// Event, subject and part name: what a commitment is made for.
struct PartSlot: Hashable {
  var event: EventID
  var subject: StreamName
  var part: String
}

extension PersonalPart: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Names the part; shows nothing of its content.
  public var description: String { "\(part) of \(subject) in event \(event)" }
  /// Names the part; shows nothing of its content.
  public var debugDescription: String { description }
  /// Has no children, so that a dump shows nothing of the content.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A personal part as the store gives it back.
public enum OpenedPart: Hashable, Sendable {
  /// The plaintext, checked against its seal and its commitment.
  case known([UInt8])
  /// It can't be read; a decision that needs it "cannot be assessed".
  case unavailable(Reason)

  /// Why a part can't be read.
  public enum Reason: Hashable, Sendable {
    /// The subject was erased.
    case erased
    /// The store was opened without a key-encryption key.
    case noKey
    /// It was sealed under a generation of the key that is gone.
    case olderGeneration(Int)
    /// The store doesn't have it, as after the restore of an older backup.
    case unknown
  }
}

extension OpenedPart: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Says whether it is known; shows nothing of the content.
  public var description: String {
    switch self {
    case .known: "known"
    case .unavailable(.erased): "erased"
    case .unavailable(.noKey): "unavailable without the key"
    case .unavailable(.olderGeneration(let generation)):
      "unavailable, sealed under key generation \(generation)"
    case .unavailable(.unknown): "unknown"
    }
  }
  /// Says whether it is known; shows nothing of the content.
  public var debugDescription: String { description }
  /// Has no children, so that a dump shows nothing of the content.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// What came of comparing a repeated command's personal parts with the stored ones.
public enum PartComparison: Hashable, Sendable {
  /// All parts that are still there are equal: the first receipt answers.
  case same
  /// A part is another, or there are more or fewer: the command id was reused.
  case different
  /// The key is not here, or the command is unknown: nothing can be said.
  case unassessable
}
