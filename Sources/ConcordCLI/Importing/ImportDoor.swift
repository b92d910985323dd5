import CommandHandling
import Cooperation
import EventModel
import Importing
import Synchronization

/// Where an import's rows go, as far as it is asked: a data directory, or a server.
///
/// Both give the same answers, so that the same file gives the same results through either.
protocol ImportDoor: Sendable {
  /// The answers to look-ups, in their order.
  ///
  /// - Throws: ``Failure`` when they can't be asked for a reason that has nothing to do with a row.
  func answers(to lookUps: [LookUp]) async throws(Failure) -> [LookUpAnswer]
  /// What commands recorded, in their order; `nil` for one that isn't recorded.
  func recorded(_ commands: [CommandID]) async throws(Failure) -> [RecordedCommand?]
  /// What became of the rows of a file when it first came.
  func firstResults(of plan: ImportPlan) async throws(Failure) -> FirstResults
  /// What commands would lead to now, one after the other.
  func foresee(_ commands: [TranslatedCommand]) async throws(Failure) -> [CommandOutcome]
}

/// Remembers which organisations were found: a sheet names the same few a thousand times.
final class CachedLookUps: Sendable {
  private let door: any ImportDoor
  private let known = Mutex<[LookUp: LookUpAnswer]>([:])

  /// The most answers that are remembered.
  private static let bound = 100_000

  init(_ door: any ImportDoor) { self.door = door }

  /// The answers, perhaps earlier ones.
  func answers(to lookUps: Set<LookUp>) async throws(Failure) -> [LookUp: LookUpAnswer] {
    var answers = known.withLock { known in
      Dictionary(uniqueKeysWithValues: lookUps.compactMap { key in known[key].map { (key, $0) } })
    }
    let asked = lookUps.filter { answers[$0] == nil }
    if asked.isEmpty { return answers }
    let order = Array(asked)
    for (lookUp, answer) in zip(order, try await door.answers(to: order)) {
      answers[lookUp] = answer
    }
    known.withLock { [answers] known in
      for lookUp in order where lookUp.isOfOrganisation && known.count < Self.bound {
        if case .found? = answers[lookUp] { known[lookUp] = answers[lookUp] }
      }
    }
    return answers
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
