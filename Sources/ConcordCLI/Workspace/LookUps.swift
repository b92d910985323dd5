import CommandHandling
import Cooperation
import Deciding
import EventModel
import Importing
import PersonalData
import Synchronization

/// Answers what a row's references lead to.
///
/// A data directory is asked by ``StoreLookUps``, a server by ``ServerLookUps``.
protocol LookUps: Sendable {
  /// The answer to a look-up.
  ///
  /// - Throws: ``Failure`` when it can't be asked for a reason that has nothing to do with the row.
  func answer(_ lookUp: LookUp) async throws(Failure) -> LookUpAnswer
}

/// Remembers which organisations were found: a sheet names the same few a thousand times.
final class CachedLookUps: Sendable {
  private let lookUps: any LookUps
  private let known = Mutex<[LookUp: LookUpAnswer]>([:])

  /// The most answers that are remembered.
  private static let bound = 100_000

  init(_ lookUps: any LookUps) { self.lookUps = lookUps }

  /// The answer, perhaps an earlier one.
  func answer(_ lookUp: LookUp) async throws(Failure) -> LookUpAnswer {
    if let answer = known.withLock({ $0[lookUp] }) { return answer }
    let answer = try await lookUps.answer(lookUp)
    guard lookUp.isOfOrganisation, case .found = answer else { return answer }
    known.withLock { known in
      if known.count < Self.bound { known[lookUp] = answer }
    }
    return answer
  }
}

extension LookUp {
  /// Whether it is about an organisation; persons are asked for once each.
  fileprivate var isOfOrganisation: Bool {
    switch self {
    case .creditCode, .schoolCode, .organisationName: true
    case .stream(let stream): stream.category == Organisation.category
    case .idNumber, .studentNumber, .enrolment, .particulars: false
    }
  }
}

/// Asks a data directory.
struct StoreLookUps: LookUps {
  private let store: ConcordStore
  private let names: OrganisationNames

  init(_ store: ConcordStore) {
    self.store = store
    names = OrganisationNames(store)
  }

  func answer(_ lookUp: LookUp) async throws(Failure) -> LookUpAnswer {
    do {
      switch lookUp {
      case .creditCode(let code):
        return try organisation(CodeKey.creditCodeCategory, code)
      case .schoolCode(let code):
        return try organisation(CodeKey.schoolCodeCategory, code)
      case .organisationName(let name):
        let streams = try names.organisations(named: name)
        return streams.count > 1 ? .several(streams) : found(streams.first)
      case .idNumber(let number):
        return found(try store.personal.subject(lookedUpBy: number))
      case .studentNumber(let number, let school):
        let text = Enrolment.lookUp(studentNumber: number, at: school)
        return found(try store.personal.subject(lookedUpBy: text))
      case .enrolment(let person):
        return found(try holder(CodeKey.enrolmentCategory, person.id))
      case .stream(let stream):
        return found(try store.handler.history(of: stream).isEmpty ? nil : stream)
      case .particulars(let told, let person):
        return found(try agree(told, with: person) ? person : nil)
      }
    } catch {
      throw Failure(error) ?? Failure(.bug, "\(error)")
    }
  }

  /// Who holds a code; where nobody does, as under review, who was imported under it.
  private func organisation(_ category: StreamCategory, _ code: String) throws -> LookUpAnswer {
    if let holder = try holder(category, code) { return .found(holder) }
    let stream = try Organisation.category.stream(code)
    return found(try store.handler.history(of: stream).isEmpty ? nil : stream)
  }

  /// Whether nothing that is kept of a person says otherwise; what is erased says nothing.
  ///
  /// Compared here and shown to nobody, as a decider does it.
  private func agree(_ told: PersonParticulars, with person: StreamName) throws -> Bool {
    guard let part = try store.handler.history(of: person).state(Person.self)?.identity,
      case .known(let plaintext) = try store.personal.open(part, for: .decision)
    else { return true }
    return told.agree(with: plaintext)
  }

  private func holder(_ category: StreamCategory, _ code: String) throws -> StreamName? {
    let history = try store.handler.history(of: category.stream(code))
    return try history.state(CodeHolders.self)?.holders.first
  }

  private func found(_ stream: StreamName?) -> LookUpAnswer {
    stream.map { .found($0) } ?? .notFound
  }
}
