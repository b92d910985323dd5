internal import Deciding
public import EventModel

/// An agreement of organisations to cooperate.
public struct CooperationAgreement: LifeCycle {
  /// Where an agreement stands. That it expired is no event: it follows from its last day.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// Its text is written.
    case drafted
    /// It is in review.
    case inReview
    /// Not all parties have signed.
    case awaitingSignatures
    /// All parties have signed.
    case inForce
    /// The review turned it down.
    case rejected
    /// It was ended before its time.
    case terminated
    /// Another one follows it.
    case renewed
    /// It never held.
    case annulled
  }

  /// Two different ends on one day contradict each other.
  static let endPhases: Set<Phase> = [.rejected, .terminated, .annulled]

  /// Where it stands.
  public var phase: Phase
  /// The events that came in a phase that doesn't allow them.
  public var outOfOrder: OutOfOrder = []
  /// What kind of cooperation it is.
  public internal(set) var kind: PBAgreementTerms.Kind?
  /// The organisations, in the order in which they were named.
  public internal(set) var parties: [StreamName] = []
  /// Its title.
  public internal(set) var title: String?
  /// What they do together.
  public internal(set) var forms: [PBAgreementTerms.Form] = []
  /// Whether it states the parties' rights and duties.
  var statesRightsAndDuties = false
  /// Its first day; `nil`: from when it was signed.
  public internal(set) var from: CivilDate?
  /// Its last day; `nil`: not known, or without end.
  public internal(set) var to: CivilDate?
  /// How many interns it plans for.
  public internal(set) var plannedInterns: Int?
  /// The digest of its text.
  public internal(set) var document: String?
  /// The alliance that brought it about.
  public internal(set) var broughtAboutBy: StreamName?
  /// Whether its signing was reported from elsewhere.
  public internal(set) var isReported = false
  /// Who has signed what, and when.
  public internal(set) var signatures: [StreamName: Signature] = [:]
  /// When the last party signed.
  public internal(set) var signed: Moment?
  /// The amendments, by key.
  var amendments: [String: Amendment] = [:]
  /// When it was terminated, or renewed although it had no last day.
  public internal(set) var ended: Moment?
  /// The last day of an agreement that was terminated, if it was said.
  public internal(set) var lastDay: CivilDate?
  /// The agreement that follows it.
  public internal(set) var successor: StreamName?
  /// The intention that it came of.
  public internal(set) var intention: StreamName?
  /// Who took a party's place, by who it was before.
  var successors: [StreamName: Successor] = [:]
  /// The planned intern batches, by key.
  var internBatches: [String: InternBatch] = [:]

  /// One party's signature.
  public struct Signature: Hashable, Sendable {
    /// The digest of the text that was signed; `nil` when the report doesn't say.
    public let document: String?
    /// When.
    public let signed: Moment
  }

  /// Who took a party's place.
  public struct Successor: Hashable, Sendable {
    /// The organisation.
    public let organisation: StreamName
    /// From when it is a party.
    public let from: Moment
  }

  /// New terms.
  struct Amendment: Sendable {
    /// What becomes of it.
    enum Phase: String, Hashable, Sendable {
      /// Not all original parties have signed.
      case proposed
      /// Its terms hold.
      case inForce
      /// A party turned it down.
      case rejected
    }

    /// Where it stands.
    var phase = Phase.proposed
    /// The terms that change.
    var terms: PBAgreementTerms
    /// The parties that have signed.
    var signatures: Set<StreamName> = []
  }

  /// Whether all named parties have signed, and none another text.
  var isSignedByAll: Bool {
    let texts = Set(signatures.values.compactMap(\.document))
    return !parties.isEmpty && parties.allSatisfy { signatures[$0] != nil } && texts.count <= 1
  }

  /// A party and those who took its place one after another.
  func standIns(for party: StreamName) -> [StreamName] {
    var chain = [party]
    while let last = chain.last, let next = successors[last]?.organisation, !chain.contains(next) {
      chain.append(next)
    }
    return chain
  }

  /// The parties by now: each original one, or who took or is to take its place.
  var currentParties: [StreamName] {
    parties.map { standIns(for: $0).last ?? $0 }
  }

  /// The first party that is neither itself nor by who took its place among those.
  func missingParty(among organisations: Set<StreamName>) -> StreamName? {
    parties.first { standIns(for: $0).allSatisfy { !organisations.contains($0) } }
  }

  /// Whether an organisation is a party, or had taken the place of one by a moment.
  public func isParty(_ organisation: StreamName, at moment: Moment, in zone: LogZone) -> Bool {
    parties(by: moment, in: zone).contains(organisation)
  }

  /// The original parties, and who had taken the place of one by a moment.
  func parties(by moment: Moment, in zone: LogZone) -> [StreamName] {
    let successors = successors.values.filter {
      HoldingPeriod(from: $0.from, to: nil).holds(at: moment, in: zone)
    }
    return parties + successors.map(\.organisation).sorted()
  }

  /// Whether it holds on a day: signed, begun, neither ended nor annulled.
  public func isInForce(on day: CivilDate, in zone: LogZone) -> Bool {
    guard [.inForce, .terminated, .renewed].contains(phase), let signed else { return false }
    if day < (from ?? signed.lastDay(in: zone)) { return false }
    if let to, day > to { return false }
    if let last = lastDay ?? ended?.lastDay(in: zone), day > last { return false }
    return true
  }

  /// The first day on which it may hold, if that is known: the one that is agreed, or of signing.
  public func firstDay(in zone: LogZone) -> CivilDate? { from ?? signed?.firstDay(in: zone) }
}
