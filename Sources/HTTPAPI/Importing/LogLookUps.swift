public import CommandHandling
public import Cooperation
internal import Deciding
public import EventLog
public import EventModel
public import Importing
internal import PersonalData

/// Answers what the rows of an import lead to, from the log and the personal store themselves.
///
/// One for a data directory, whether its rows come from beside it or over HTTP: the same file gives the
/// same results through both doors.
public final class LogLookUps: Sendable {
  private let handler: CommandHandler<CooperationDecider>
  private let names: OrganisationNames

  /// Look-ups in a log.
  public init(log: any AppendOnlyLog, handler: CommandHandler<CooperationDecider>) {
    self.handler = handler
    names = OrganisationNames(log, handler)
  }

  /// The answer to a look-up.
  ///
  /// - Parameters:
  ///   - organisations: whose persons may be told of; `nil` for who may see all.
  ///   - mayGuess: asked, with what is guessed at, before a guess about a person is answered.
  /// - Throws: `CommandError` or `Rejection` where it can't be asked for a reason that has nothing to do
  ///   with the row.
  public func answer(
    _ lookUp: LookUp, for organisations: Set<StreamName>? = nil,
    mayGuess: (GuessedAt) -> Bool = { _ in true }
  ) throws -> LookUpAnswer {
    do {
      return try look(up: lookUp, for: organisations, mayGuess)
    } catch let error as PersonalDataError {
      throw CommandError.personal(error)
    }
  }

  private func look(
    up lookUp: LookUp, for organisations: Set<StreamName>?, _ mayGuess: (GuessedAt) -> Bool
  ) throws -> LookUpAnswer {
    let own = organisations.map { OwnPersons(handler: handler, organisations: $0) }
    switch lookUp {
    case .creditCode(let code): return try organisation(CodeKey.creditCodeCategory, code)
    case .schoolCode(let code): return try organisation(CodeKey.schoolCodeCategory, code)
    case .organisationName(let name):
      let streams = try names.organisations(named: name)
      return streams.count > 1 ? .several(streams) : found(streams.first)
    case .idNumber(let number, let name):
      return try person(withIDNumber: number, called: name, own, mayGuess)
    case .studentNumber(let number, let school):
      // They follow each other: whoever may ask for all of them has the school's whole roll.
      guard organisations?.contains(school) != false else { return .otherSchool }
      guard let personal = handler.personal else { return .noPersons }
      return found(
        try personal.subject(lookedUpBy: Enrolment.lookUp(studentNumber: number, at: school)))
    case .enrolment(let person):
      guard try own?.contains(person) != false else { return .otherPerson }
      return found(try holder(CodeKey.enrolmentCategory, person.id))
    case .stream(let stream):
      return found(try handler.history(of: stream).isEmpty ? nil : stream)
    case .particulars(let told, let person):
      guard try own?.contains(person) != false else { return .otherPerson }
      guard mayGuess(.person(person)) else { return .tooManyGuesses }
      return found(try agree(told, with: person) ? person : nil)
    }
  }

  /// Who has an ID number: an own person by the number alone; another by number and name together,
  /// because who knows both is about to record something of just that person.
  ///
  /// Whether there is such a person is told by nothing else: what is unknown is answered alike.
  private func person(
    withIDNumber number: String, called name: String?, _ own: OwnPersons?,
    _ mayGuess: (GuessedAt) -> Bool
  ) throws -> LookUpAnswer {
    guard let personal = handler.personal else { return .noPersons }
    let holder = try personal.subject(lookedUpBy: number)
    guard let own else { return found(holder) }
    if let holder, try own.contains(holder) { return .found(holder) }
    guard let name else { return .nameless }
    guard mayGuess(GuessedAt(idNumber: number)) else { return .tooManyGuesses }
    guard let holder, case .known(let plaintext)? = try identity(of: holder) else {
      return .notFound
    }
    return found(PersonParticulars.isName(name, keptIn: plaintext) ? holder : nil)
  }

  /// What a command recorded; `nil` for one that the log doesn't know.
  ///
  /// - Parameter organisations: for whom it must have been recorded, or be about, to be told; `nil` for
  ///   who may see all. The ids of an import's rows can be computed by whoever knows its file's sum.
  public func recorded(
    _ id: CommandID, for organisations: Set<StreamName>? = nil
  ) throws(CommandError) -> RecordedCommand? {
    guard let recording = try handler.recording(of: id) else { return nil }
    if let organisations {
      let concerned = recording.records.flatMap { recorded in
        recorded.event.about.map(\.stream) + [recorded.event.actor.organisation].compactMap(\.self)
      }
      if organisations.isDisjoint(with: concerned) { return nil }
    }
    return RecordedCommand(digest: recording.digest, records: recording.records)
  }

  /// Who holds a code; where nobody does, as under review, who was imported under it.
  private func organisation(_ category: StreamCategory, _ code: String) throws -> LookUpAnswer {
    if let holder = try holder(category, code) { return .found(holder) }
    // No cell that is no code is anybody's.
    guard let stream = try? Organisation.category.stream(code) else { return .notFound }
    return found(try handler.history(of: stream).isEmpty ? nil : stream)
  }

  /// Whether nothing that is kept of a person says otherwise; what is erased says nothing.
  ///
  /// Compared here and shown to nobody, as a decider does it.
  private func agree(_ told: PersonParticulars, with person: StreamName) throws -> Bool {
    guard !(try handler.history(of: person).isEmpty) else { return false }
    guard case .known(let plaintext)? = try identity(of: person) else { return true }
    return told.agree(with: plaintext)
  }

  private func identity(of person: StreamName) throws -> OpenedPart? {
    guard let part = try handler.history(of: person).state(Person.self)?.identity else {
      return nil
    }
    return try handler.personal?.open(part, for: .decision)
  }

  private func holder(_ category: StreamCategory, _ code: String) throws -> StreamName? {
    guard let stream = try? category.stream(code) else { return nil }
    let history = try handler.history(of: stream)
    return try history.state(CodeHolders.self)?.holders.first
  }

  private func found(_ stream: StreamName?) -> LookUpAnswer {
    stream.map { .found($0) } ?? .notFound
  }
}

extension LookUpAnswer {
  fileprivate static let noPersons = Self.impossible(
    "persons can't be looked up here: their personal parts are not kept")
  fileprivate static let otherSchool = Self.impossible(
    "this key looks up student numbers of its own school only: name the person by ID number or stream"
  )
  fileprivate static let otherPerson = Self.impossible(
    "this key is told of persons of its own organisation only: whom it registered, or who is enrolled, "
      + "placed or employed there")
  fileprivate static let nameless = Self.impossible(
    "by the ID number alone this key finds persons of its own organisation only: fill in the column of "
      + "the name as well, or give the person's stream; a student of its own school is also found by the "
      + "student number without the ID number")
  fileprivate static let tooManyGuesses = Self.impossible(GuessAllowance.reason)
}
