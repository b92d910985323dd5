internal import Cooperation
internal import Deciding
internal import EventModel
internal import Projections

/// Agreements to cooperate: who with whom, what, from when until when, brought about by whom.
struct AgreementBoard: StateProjection {
  typealias Folded = CooperationAgreement
  typealias Memory = PlannedBatches

  let name = "AgreementBoard"
  let version = 4
  let initialMemory = PlannedBatches()
  static let agreement = TableDeclaration(
    "agreement", "An agreement as it stands now.",
    [
      .text("title", nullable: true, title: "Title", "Its title."),
      .text(
        "kind", nullable: true, title: "Kind", "SCHOOL_ENTERPRISE, SCHOOL_SCHOOL and so on.",
        of: PBAgreementTerms.Kind.self),
      .text(
        "phase", title: "Phase", "drafted, awaitingSignatures, inForce and so on.",
        of: CooperationAgreement.Phase.self),
      .text("parties", title: "Parties", "The organisations' streams, as they were named."),
      .integer("party_count", title: "Parties", unit: "organisations", "How many there are."),
      .text("forms", nullable: true, title: "Forms", "What they do together, as INTERNSHIP."),
      .date("from_day", nullable: true, title: "From", "Its first day, as it says."),
      .date("to_day", nullable: true, title: "Until", "Its last day, as it says."),
      .day("signed_on", title: "Signed", "When the last party signed."),
      .day("ended_on", title: "Ended", "When it was terminated or renewed."),
      .day("in_force_from", title: "In force", "The first day on which it held, once signed."),
      .day(
        "in_force_to", title: "In force until",
        "The last day on which it holds: as agreed, or before that by its termination or renewal."
      ),
      .text(
        "intention", nullable: true, title: "Intention", "The intention that it came of."),
      .text(
        "brought_about_by", nullable: true, title: "Brought about by",
        "The alliance that brought it about."),
      .integer(
        "planned_interns", nullable: true, title: "Planned interns", unit: "interns",
        "How many it plans for."),
      .flag("is_reported", title: "Reported", "1 when its signing was reported."),
      .evidence, .confirmed,
    ], indexes: [["brought_about_by"], ["signed_on"]])
  static let agreementParty = TableDeclaration(
    "agreement_party", "One organisation's part in an agreement.",
    key: [.text("organisation", title: "Organisation", "The party.")],
    [.day("signed_on", title: "Signed", "When it signed.")],
    indexes: [["organisation"]])
  static let agreementInternBatch = PlannedBatches.table("agreement_intern_batch")
  let tables = [Self.agreement, Self.agreementParty, Self.agreementInternBatch]

  func remember(
    _ payload: CooperationAgreement.Event, _ event: EffectiveEvent,
    in memory: inout PlannedBatches
  ) {
    if case .internBatchPlanned(let plan) = payload { memory.add(plan, event) }
  }

  func addRows(
    of state: CooperationAgreement?, _ facts: StreamFacts, _ memory: PlannedBatches,
    to rows: inout RowSink
  ) {
    guard let agreement = state else { return }
    let stream = SQLValue.text(facts.stream.text)
    let first = facts.last(
      CooperationAgreement.Types.reportedSigned, CooperationAgreement.Types.drafted)
    let inForce = agreement.daysInForce(in: facts.zone)
    let forms = agreement.forms.compactMap(\.word)
    rows.add(
      [
        stream, SQLValue(agreement.title), SQLValue(agreement.kind?.word),
        .text(agreement.phase.rawValue),
        .text(agreement.parties.map(\.text).joined(separator: " ")),
        SQLValue(agreement.parties.count),
        forms.isEmpty ? .null : .text(forms.joined(separator: " ")), SQLValue(agreement.from),
        SQLValue(agreement.to), facts.day(agreement.signed), facts.day(agreement.ended),
        SQLValue(inForce.from), SQLValue(inForce.to), SQLValue(agreement.intention),
        SQLValue(agreement.broughtAboutBy), SQLValue(agreement.plannedInterns),
        SQLValue(agreement.isReported), first?.evidence ?? .null, facts.confirmed,
      ], to: Self.agreement)
    for party in agreement.parties {
      rows.add(
        [stream, .text(party.text), facts.day(agreement.signatures[party]?.signed)],
        to: Self.agreementParty)
    }
    memory.addRows(facts, to: &rows, Self.agreementInternBatch)
  }

  static let view = ViewDeclaration(
    "AgreementBoard", short: "agreements", title: "Cooperation agreements",
    "An agreement as it stands now, and the alliance to which it leads.",
    columns: AgreementBoard.agreement.columns + [
      .text(
        "alliance", nullable: true, title: "Alliance",
        "The alliance that brought it about, or else the intention that it came of.")
    ], keyColumnCount: 1,
    content: .query("SELECT a.*, \(alliance(of: "a")) AS alliance FROM agreement a"))

  /// The alliance to which an agreement leads, in SQL: the one that brought it about, or else the
  /// intention that it came of, whichever of the two says that it did.
  static func alliance(of agreement: String) -> String {
    """
    coalesce(\(agreement).brought_about_by,
      (SELECT wish.alliance FROM intention wish WHERE wish.stream = \(agreement).intention),
      (SELECT min(wish.alliance) FROM intention wish WHERE wish.agreement = \(agreement).stream))
    """
  }

  /// A condition in SQL: an agreement, if there is one, was neither annulled nor rejected.
  static func stands(_ agreement: String) -> String {
    "(\(agreement).phase IS NULL OR \(agreement).phase NOT IN ('annulled', 'rejected'))"
  }
}

extension CooperationAgreement {
  /// The first and the last day on which it holds, as ``isInForce(on:in:)`` has them.
  fileprivate func daysInForce(in zone: LogZone) -> (from: CivilDate?, to: CivilDate?) {
    guard [.inForce, .terminated, .renewed].contains(phase), let signed else { return (nil, nil) }
    let end = lastDay ?? ended?.lastDay(in: zone)
    return (from ?? signed.lastDay(in: zone), [to, end].compactMap(\.self).min())
  }
}
