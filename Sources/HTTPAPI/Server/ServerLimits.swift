/// Every bound of the HTTP endpoint, in one place.
public struct ServerLimits: Sendable {
  // MARK: - Commands and their lines

  /// The most bytes of one command's body: 1 MiB.
  public var commandByteCount = 1 << 20
  /// The most bytes of one NDJSON line: 1 MiB.
  public var lineByteCount = 1 << 20
  /// The most bytes of one NDJSON body: 1 GiB.
  public var bodyByteCount = 1 << 30
  /// About the most bytes of its lines that are decided and not yet answered, but for the last one:
  /// 512 KiB.
  public var sessionByteCount = 512 << 10
  /// Lines of NDJSON that are handed to the session together.
  public var linesPerBatch = 256
  /// The most bytes that NDJSON bodies under way may hold together: 32 MiB, for 64 bodies at least. Each
  /// counts with its length, and with ``sessionByteCount`` where that is less or it doesn't say its length.
  public var heldSessionByteCount = 32 << 20
  /// The most bytes of single commands under way together: 32 MiB. One that doesn't say its length counts
  /// with the most that it may have.
  public var heldCommandByteCount = 32 << 20

  // MARK: - Rehearsals

  /// The most lines of one NDJSON body that is only rehearsed: what they would record is held.
  public var rehearsedLineCount = 100_000
  /// The most bytes of one NDJSON body that is only rehearsed: 64 MiB.
  public var rehearsedByteCount = 64 << 20
  /// The most rehearsals of many lines at once.
  public var rehearsalsAtOnce = 2
  /// The most rehearsals at once of which it is known from the start that they are small; they wait for
  /// no other, as one that is part of a large one would.
  public var smallRehearsalsAtOnce = 8
  /// The most bytes of a small rehearsal: 1 MiB.
  public var smallRehearsalByteCount = 1 << 20
  /// Seconds that a rehearsal may wait for its client in all once others want its place.
  public var rehearsalPatienceSeconds = 60

  // MARK: - Look-ups, and what they could tell of persons

  /// The most look-ups of one request, and the most commands.
  public var lookUpCount = 2_048
  /// The most bytes of one request's look-ups: 4 MiB.
  public var lookUpByteCount = 4 << 20
  /// The most bytes of requests for look-ups under way together: 32 MiB, apart from all commands, because
  /// an import asks while its body is open. One that doesn't say its length counts with the most that it
  /// may have.
  public var heldLookUpByteCount = 32 << 20
  /// The most requests for look-ups at once.
  public var lookUpsAtOnce = 4
  /// The most look-ups of persons of one key within an hour, where it records for one organisation.
  public var personLookUpsPerHour = 20_000
  /// The most look-ups of persons of any other key within an hour.
  public var bureauPersonLookUpsPerHour = 200_000
  /// The most recorded commands that one key repeats with other personal parts within an hour.
  public var differingRepeatsPerHour = 2_000
  /// The most different guesses about one person of one key within an hour: particulars of a person, or
  /// ID numbers of one region and day of birth.
  public var guessesPerPersonAndHour = 20

  // MARK: - Connections

  /// The most bytes of an address with its parameters: 16 KiB.
  public var targetByteCount = 16 << 10
  /// The most bytes of one header field: 8 KiB.
  public var headerFieldByteCount = 8 << 10
  /// The most bytes of all header fields: 16 KiB.
  public var headerListByteCount = 16 << 10
  /// The most header fields.
  public var headerFieldCount = 64
  /// The most connections at once.
  public var connectionCount = 1_024
  /// Seconds within which the next piece of a body comes, while it is waited for.
  public var silenceSeconds = 60
  /// Seconds within which a body comes that is read whole, however steadily it comes: 1 MiB in 5 minutes
  /// takes 28 kbit/s.
  public var bodySeconds = 300
  /// The most bytes that are passed over of a body that nobody reads, as of a refused request: 16 MiB.
  public var unreadByteCount = 16 << 20
  /// Seconds for which they are passed over.
  public var unreadSeconds = 60
  /// Seconds after which a connection is closed on which nothing is asked and nothing answered; more than
  /// those above, so that who is too slow is told so.
  public var idleSeconds = 75
  /// Seconds that bodies may still come, and answers of all events go, once the server was told to end.
  public var endingSeconds = 2

  // MARK: - Answers

  /// The most events one answer of a stream holds, and one piece of an answer of all events.
  public var eventsPerPage = 1_000
  /// About the most bytes of them, but for the last that were read, or their append: 4 MiB.
  public var eventByteCount = 4 << 20
  /// The most events of a stream that are read at once.
  public var eventsPerRead = 64
  /// Seconds a question may wait for a position.
  public var waitSeconds = 5

  // MARK: - Matches

  /// The most matches that one answer shows for each need.
  public var matchesPerNeed = 100
  /// The most candidates that a search for matches looks at.
  public var matchCandidateCount = 20_000
  /// The most open needs of one organisation for which a search looks.
  public var matchNeedCount = 500
  /// The most pairs of an own need and another's that a search compares.
  public var matchComparisonCount = 1_000_000
  /// Seconds that a search for matches may take.
  public var matchSeconds = 10
  /// The most searches for matches at once: they read and compare, and all else is answered beside.
  public var matchSearchesAtOnce = 2

  // MARK: - What counts as ready

  /// Events that the read models may be behind while the server counts as ready.
  public var viewLagEvents: UInt64 = 10_000
  /// Events that findings and reactions may be behind while the server counts as ready.
  public var managerLagEvents: UInt64 = 10_000

  /// The limits that are used unless others are given.
  public init() {}
}
