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
  /// - Throws: `CommandError` or `Rejection` where it can't be asked for a reason that has nothing to do
  ///   with the row.
  public func answer(_ lookUp: LookUp) throws -> LookUpAnswer {
    do {
      return try look(up: lookUp)
    } catch let error as PersonalDataError {
      throw CommandError.personal(error)
    }
  }

  private func look(up lookUp: LookUp) throws -> LookUpAnswer {
    switch lookUp {
    case .creditCode(let code): return try organisation(CodeKey.creditCodeCategory, code)
    case .schoolCode(let code): return try organisation(CodeKey.schoolCodeCategory, code)
    case .organisationName(let name):
      let streams = try names.organisations(named: name)
      return streams.count > 1 ? .several(streams) : found(streams.first)
    case .idNumber(let number): return try person(lookedUpBy: number)
    case .studentNumber(let number, let school):
      return try person(lookedUpBy: Enrolment.lookUp(studentNumber: number, at: school))
    case .enrolment(let person):
      return found(try holder(CodeKey.enrolmentCategory, person.id))
    case .stream(let stream):
      return found(try handler.history(of: stream).isEmpty ? nil : stream)
    case .particulars(let told, let person):
      return found(try agree(told, with: person) ? person : nil)
    }
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

  private func person(lookedUpBy text: String) throws -> LookUpAnswer {
    guard let personal = handler.personal else {
      return .impossible("persons can't be looked up here: their personal parts are not kept")
    }
    return found(try personal.subject(lookedUpBy: text))
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
    guard let part = try handler.history(of: person).state(Person.self)?.identity,
      case .known(let plaintext)? = try handler.personal?.open(part, for: .decision)
    else { return true }
    return told.agree(with: plaintext)
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
